import { bookingRaces } from "#tests/races/booking-races.ts";
import { changeRaces } from "#tests/races/change-races.ts";
import { formRaces } from "#tests/races/form-races.ts";
import type { Race } from "#tests/races/race.ts";

export const races: Race[] = [...bookingRaces, ...changeRaces, ...formRaces];

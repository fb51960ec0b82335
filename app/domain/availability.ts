/**
 * Which times are free: pure, in epoch ms, from rows as the database gives them. The names R1..R10 in this
 * folder are the rules of the specification "Which times are free". Page, API, booking and the host's "why is
 * this time missing?" all come through here.
 */
import { breaches, openSession, type Prepared, prepare, refusal } from "#app/domain/availability/judge.ts";
import type { AvailabilityInput, SlotRefusal, SlotVerdict } from "#app/domain/availability/types.ts";
import { gridStarts } from "#app/domain/availability/working-time.ts";
import { epochDay, localDay } from "#app/domain/zones.ts";

export {
  busyWindow,
  nearestSlots,
  nextOpenDay,
  openDaysOfMonth,
  providerDatesCovering,
  slotsByDay,
  wholeWeeks,
} from "#app/domain/availability/days.ts";
export type {
  AvailabilityInput,
  DateOverride,
  Occupied,
  ServiceRules,
  SlotRefusal,
  SlotVerdict,
  TimeRange,
  WeeklyHours,
} from "#app/domain/availability/types.ts";

const DAY = 86_400_000;

/**
 * The start instants (epoch ms, sorted, no duplicates) that may be booked on the provider-local dates
 * from_date..to_date. Throws RangeError on garbage and on windows above 400 days.
 */
export function openSlots(input: AvailabilityInput): number[] {
  const fromDay = epochDay(input.from_date);
  const toDay = epochDay(input.to_date);
  const prepared = prepare(input, fromDay, toDay);
  const slots: number[] = [];
  let sorted = true;
  // A day each side of UTC covers every offset; `refusal` holds the exact local dates (R9).
  const [from, to] = [Math.max((fromDay - 1) * DAY, input.now), (toDay + 2) * DAY];
  for (const start of gridStarts(prepared.hours.grid, prepared.step, from, to)) {
    if (refusal(prepared, start) !== null) continue;
    if (start <= (slots.at(-1) ?? -Infinity)) sorted = false;
    slots.push(start);
  }
  return sorted ? slots : [...new Set(slots)].sort((a, b) => a - b);
}

/**
 * Why a start (epoch ms) is or is not offered: the judgement of `openSlots` itself. A start outside of
 * from_date..to_date is refused as "horizon", because what is taken there was not read.
 */
export function explainSlot(input: AvailabilityInput, start: number): SlotVerdict {
  const prepared = prepareAround(input, start);
  const reason = prepared ? refusal(prepared, start) : start < input.now ? "past" : "horizon";
  return reason === null ? { offered: true } : { offered: false, reason };
}

/** All the rules that a start (epoch ms) breaks, the first being what `explainSlot` says; none when it is offered. */
export function brokenRules(input: AvailabilityInput, start: number): SlotRefusal[] {
  const prepared = prepareAround(input, start);
  return prepared ? breaches(prepared, start) : [start < input.now ? "past" : "horizon"];
}

/** Seats that can still be booked at a start (epoch ms): 0 when it is not offered. */
export function seatsLeft(input: AvailabilityInput, start: number): number {
  const prepared = prepareAround(input, start);
  if (!prepared || refusal(prepared, start) !== null) return 0;
  const session = openSession(prepared, start);
  return session ? session.capacity - session.seats_taken : input.service.capacity;
}

/** Only the day of that start: by R10 the answer is that of the whole window. Null when outside of it. */
function prepareAround(input: AvailabilityInput, start: number): Prepared | null {
  if (!Number.isFinite(start)) throw new RangeError("A start must be an instant");
  const [fromDay, toDay] = [epochDay(input.from_date), epochDay(input.to_date)];
  if (start < (fromDay - 2) * DAY || start > (toDay + 3) * DAY) return null;
  const day = localDay(start, input.time_zone);
  return day < fromDay || day > toDay ? null : prepare(input, day, day);
}

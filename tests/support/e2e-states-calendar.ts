/** The calendar in its states: the demo's full weeks, an empty provider, clock changes, absurdly long names, block time. */
import { addDays, isoWeekday } from "#app/domain/zones.ts";
import { today } from "#tests/support/e2e-scenes.ts";
import type { State } from "#tests/support/e2e-states.ts";

const INDEX = "routes/dashboard.$username.calendar._index";
const calendar = (username: string, query = "") => `/dashboard/${username}/calendar${query}`;
/** A Tuesday to come. */
const tuesday = () => addDays(today(), (9 - isoWeekday(today())) % 7 || 7);

export const CALENDAR_STATES: State[] = [
  {
    name: "calendar-week",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", `?view=week&date=${tuesday()}`)),
  },
  {
    name: "calendar-day",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("harbour-yoga", `?view=day&date=${tuesday()}`)),
  },
  {
    name: "calendar-month",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", "?view=month")),
  },
  {
    name: "calendar-today",
    route: INDEX,
    as_demo: true,
    open: ({ page }) => page.goto(calendar("riverside-physio")),
  },
];

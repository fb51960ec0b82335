/** Which days a calendar shows, pure. Dates "YYYY-MM-DD" of the provider's own calendar. */

import type { Span } from "#app/domain/calendar/axis.ts";
import type { CalendarDay, CalendarKind } from "#app/domain/calendar-views.ts";
import { addDays, isoWeekday, parseDate } from "#app/domain/zones.ts";

export const CALENDAR_KINDS = ["day", "week", "month"] as const satisfies readonly CalendarKind[];

/** Dates that a calendar opens: all around them must be days that we can reckon with. */
const FIRST = "1970-03-01";
const LAST = "2199-10-31";

/** A date that a calendar can show, or null for whatever else came in an address. */
export const parseCalendarDate = (text: unknown): string | null => {
  const date = parseDate(text);
  return date !== null && date >= FIRST && date <= LAST ? date : null;
};

export type CalendarWindow = { from_date: string; to_date: string; previous_date: string; next_date: string };

/** The days that are on show around a date, inclusive, and where "previous" and "next" lead. Weeks of a month are whole. */
export function calendarWindow(kind: CalendarKind, date: string, week_starts_on: number): CalendarWindow {
  const weekOf = (day: string) => addDays(day, -((isoWeekday(day) - week_starts_on + 7) % 7));
  if (kind === "day")
    return {
      from_date: date,
      to_date: date,
      previous_date: addDays(date, -1),
      next_date: addDays(date, 1),
    };
  if (kind === "week") {
    const first = weekOf(date);
    return {
      from_date: first,
      to_date: addDays(first, 6),
      previous_date: addDays(date, -7),
      next_date: addDays(date, 7),
    };
  }
  const first = `${date.slice(0, 7)}-01`;
  const next_date = `${addDays(first, 31).slice(0, 7)}-01`;
  return {
    from_date: weekOf(first),
    to_date: addDays(weekOf(addDays(next_date, -1)), 6),
    previous_date: `${addDays(first, -1).slice(0, 7)}-01`,
    next_date,
  };
}

const HOUR_MIN = 60;
const LEAST_FRAME: Span = { from: 9 * HOUR_MIN, until: 17 * HOUR_MIN };

/**
 * The part of the days' axes to show: whole hours around all that is on them, or everything. Nothing that is on a day is
 * ever outside of it.
 */
export function calendarFrame(days: readonly CalendarDay[], all_hours: boolean): Span {
  const longest = Math.max(...days.map(({ minutes }) => minutes));
  if (all_hours) return { from: 0, until: longest };
  const spans = days.flatMap((day) => [
    ...day.hours.flatMap((hours) => hours.spans),
    ...day.items.flatMap(({ place }) => place ?? []),
  ]);
  const shown = spans.length === 0 ? [LEAST_FRAME] : spans;
  const from = Math.min(...shown.map((span) => span.from));
  const until = Math.max(...shown.map((span) => span.until));
  return {
    from: Math.floor(from / HOUR_MIN) * HOUR_MIN,
    until: Math.min(longest, Math.ceil(until / HOUR_MIN) * HOUR_MIN),
  };
}

/** The seven dates of the week around a date. */
export const datesOfWeek = (date: string, week_starts_on: number): { date: string }[] => {
  const { from_date } = calendarWindow("week", date, week_starts_on);
  return Array.from({ length: 7 }, (_, index) => ({ date: addDays(from_date, index) }));
};

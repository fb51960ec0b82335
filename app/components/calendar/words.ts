import type { CalendarDay, CalendarItem } from "#app/domain/calendar-views.ts";
import { occursTwice } from "#app/domain/zones.ts";
import { dayOf, formatDuration, formatShortDay, formatTime, formatTimeRange } from "#app/i18n/format.ts";

/** An hour of the clock; with its offset where it occurs twice. */
export const clock = (at: number, zone: string, locale: string): string =>
  formatTime(at, zone, locale, occursTwice(at, zone));

/** "09:00 – 10:00", with offsets where an hour occurs twice, and the day where one end is on another. */
export function clockRange(starts_at: number, ends_at: number, zone: string, locale: string): string {
  const folded = occursTwice(starts_at, zone) || occursTwice(ends_at, zone);
  const same_day = dayOf(starts_at, zone) === dayOf(ends_at - 1, zone);
  if (!folded || !same_day) return formatTimeRange(starts_at, ends_at, zone, locale);
  return `${formatTime(starts_at, zone, locale, true)} – ${formatTime(ends_at, zone, locale, true)}`;
}

/** When an entry begins and ends, as a day tells it: what is on another day names that day. */
export function itemTimes(
  item: CalendarItem,
  date: string,
  zone: string,
  locale: string,
): [start: string, end: string] {
  const folded = occursTwice(item.starts_at, zone) || occursTwice(item.ends_at, zone);
  const told = (at: number, day: string) => {
    const time = formatTime(at, zone, locale, folded);
    return day === date ? time : `${formatShortDay(day, locale)}, ${time}`;
  };
  // Until midnight is still the same evening.
  return [
    told(item.starts_at, dayOf(item.starts_at, zone)),
    told(item.ends_at, dayOf(item.ends_at - 1, zone)),
  ];
}

/** "3 of 8 seats" */
export const seatWords = ({ taken, capacity }: { taken: number; capacity: number }): string =>
  `${taken} of ${capacity} seats`;

/** What is particular about a day: a holiday, its own hours, a change of the clocks. */
export function dayNotes(day: CalendarDay): string[] {
  const open = day.hours.length > 0;
  return [
    ...(day.holiday ? [`${day.holiday}${open ? " (open by your own hours)" : ": closed"}`] : []),
    ...day.notes,
    ...(day.minutes === 0 ? ["The calendar skips this day here."] : []),
    ...(day.minutes !== 1440 && day.minutes > 0
      ? [`The clocks change: this day has ${formatDuration(day.minutes)}.`]
      : []),
  ];
}

/** "Working hours: 09:00 – 12:00, 13:00 – 17:00", schedule by schedule where there are several. */
export function hoursWords(day: CalendarDay, zone: string, locale: string, several: boolean): string {
  if (day.hours.length === 0) return "No working hours";
  const parts = day.hours.map(({ schedule, ranges }) => {
    const times = ranges.map((range) => clockRange(range.starts_at, range.ends_at, zone, locale)).join(", ");
    return several ? `${schedule} ${times}` : times;
  });
  return parts.join("; ");
}

/** How many bookings a day has, groups by their people. */
export const bookingsOn = (day: CalendarDay): number =>
  day.items.reduce(
    (sum, { kind, seats }) => sum + (kind === "blocked" || kind === "busy" ? 0 : (seats?.taken ?? 1)),
    0,
  );

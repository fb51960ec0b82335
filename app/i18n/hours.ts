import type { Interval } from "#app/domain/setup/hours.ts";
import { addDays } from "#app/domain/zones.ts";
import { formatDay, formatShortDay, formatTime } from "#app/i18n/format.ts";

/** Hours of the wall clock in words. */

/** "14:30", or "2:30 pm" where that is the habit; the end of a day is "24:00" or "midnight". */
export function formatMinutes(minutes: number, locale: string): string {
  const text = formatTime((minutes % 1440) * 60_000, "UTC", locale);
  if (minutes < 1440) return text;
  return /m$/.test(text) ? "midnight" : "24:00";
}

/** "09:00 – 12:00 and 13:00 – 17:00", or "Closed" */
export const formatHours = (hours: readonly Interval[], locale: string): string =>
  hours
    .map(
      ({ starts_min, ends_min }) =>
        `${formatMinutes(starts_min, locale)} – ${formatMinutes(ends_min, locale)}`,
    )
    .join(" and ") || "Closed";

/** "Mon 3 Aug to Sun 9 Aug" of a week that begins on that Monday. */
export const formatWeek = (monday: string, locale: string): string =>
  `${formatShortDay(monday, locale)} to ${formatShortDay(addDays(monday, 6), locale)}`;

/** "Monday 3 August", with the year when it is not this one. */
export const formatDateNear = (date: string, today: string, locale: string): string =>
  formatDay(date, locale) + (date.slice(0, 4) === today.slice(0, 4) ? "" : ` ${date.slice(0, 4)}`);

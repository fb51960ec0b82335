import { epochDay, localDate } from "#app/domain/zones.ts";
import { formatDuration } from "#app/i18n/format.ts";

const MINUTE = 60_000;

/**
 * How long it is until then: "in 25 minutes", "in 2 hours 10 minutes", "tomorrow", "in 3 days". Up to the end of the day
 * by elapsed time, as a stopwatch has it over a change of the clock; from then on by days of the calendar.
 */
export function formatCountdown(at: number, now: number, zone: string): string {
  const minutes = Math.ceil((at - now) / MINUTE);
  if (minutes <= 0) return "now";
  const days = epochDay(localDate(at, zone)) - epochDay(localDate(now, zone));
  if (days === 0 || minutes < 180) return `in ${formatDuration(minutes)}`;
  if (days === 1) return "tomorrow";
  return `in ${days} days`;
}

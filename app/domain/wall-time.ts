/**
 * A time as somebody types it, on a wall clock that is set forward in spring and back in autumn. Nothing is guessed: a
 * time that does not exist, or exists twice, is said to be so, with the instants that may have been meant.
 */
import { epochDay, parseDate, zoneOffsets } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

export type WallTime =
  | { kind: "one"; at: number }
  /** The clocks jump over it: the same distance before the jump, by the new clock, and after it, by the old one. */
  | { kind: "gap"; before: number; moved_to: number }
  | { kind: "fold"; first: number; second: number }
  | { kind: "wrong"; field: "date" | "time" };

/** Years that are no slip of the finger. */
const YEARS = { from: 2000, to: 2190 };

/** Minutes since midnight of "14:30", "9.05", "2:30 pm" or "2pm"; null for what is no time of a day. */
export function parseClock(text: string): number | null {
  const parts = /^(\d{1,2})(?:[:.](\d{2})(?::00)?)?\s*(am|pm)?$/i.exec(text.trim());
  if (!parts || (parts[2] === undefined && parts[3] === undefined)) return null;
  const [hours, minutes, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]?.toLowerCase()];
  if (minutes > 59 || hours > (half ? 12 : 23) || (half && hours === 0)) return null;
  return (half ? (hours % 12) + (half === "pm" ? 12 : 0) : hours) * 60 + minutes;
}

/** A date that a booking can be on, "YYYY-MM-DD", or null. */
export function parseBookableDate(text: unknown): string | null {
  const date = parseDate(text);
  const year = Number(date?.slice(0, 4));
  return date !== null && year >= YEARS.from && year < YEARS.to ? date : null;
}

/**
 * What a date ("YYYY-MM-DD") and a time, typed as of a zone's wall clock, mean as instants (epoch ms).
 * @throws RangeError on an unknown zone, and on nothing else
 */
export function parseWallTime(zone: string, date: string, time: string): WallTime {
  const day = parseBookableDate(date.trim());
  if (day === null) return { kind: "wrong", field: "date" };
  const minutes = parseClock(time);
  if (minutes === null) return { kind: "wrong", field: "time" };
  const wall = epochDay(day) * DAY + minutes * MINUTE;
  const periods = zoneOffsets(zone, wall - 2 * DAY, wall + 2 * DAY);
  const meant = periods
    .map(({ from, offset }, index) => ({
      at: wall - offset,
      from,
      until: periods[index + 1]?.from ?? Infinity,
    }))
    .filter(({ at, from, until }) => at >= from && at < until)
    .map(({ at }) => at);
  if (meant.length > 1) return { kind: "fold", first: meant[0]!, second: meant[1]! };
  if (meant.length === 1) return { kind: "one", at: meant[0]! };
  const jump = periods.findIndex(({ from, offset }, index) => index > 0 && wall - offset < from);
  return { kind: "gap", before: wall - periods[jump]!.offset, moved_to: wall - periods[jump - 1]!.offset };
}

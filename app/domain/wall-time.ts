import { epochDay, offsetIn, parseDate, wallToInstantIn, zoneOffsets } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a typed wall-clock time means (epoch ms): one instant, none (the clocks jump over it), two, or it is no time. */
export type WallTime =
  | { kind: "one"; at: number }
  | { kind: "gap"; before: number; moved_to: number }
  | { kind: "fold"; first: number; second: number }
  | { kind: "wrong" };

/** Minutes since 00:00 of "HH:MM" (with or without seconds of 00), or null. */
export function parseClock(time: string): number | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(time.trim()) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/**
 * Reads a date ("YYYY-MM-DD") and a time ("HH:MM") of a zone's wall clock without guessing: in a gap it says where the
 * clock would have gone on, and the same distance before the jump; in a fold both instants. Throws RangeError on an unknown zone.
 */
export function parseWallTime(zone: string, date: string, time: string): WallTime {
  const minutes = parseClock(time);
  if (minutes === null || parseDate(date) === null) return { kind: "wrong" };
  const wall = epochDay(date) * DAY + minutes * MINUTE;
  const periods = zoneOffsets(zone, wall - 2 * DAY, wall + 2 * DAY);
  const found = periods
    .map(({ from, offset }, index) => ({
      at: wall - offset,
      from,
      until: periods[index + 1]?.from ?? Infinity,
    }))
    .filter(({ at, from, until }) => at >= from && at < until)
    .map(({ at }) => at);
  const [first, second] = found;
  if (first === undefined) {
    const moved_to = wallToInstantIn(periods, wall);
    return { kind: "gap", before: wall - offsetIn(periods, moved_to), moved_to };
  }
  return second === undefined ? { kind: "one", at: first } : { kind: "fold", first, second };
}

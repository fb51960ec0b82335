/**
 * The vertical axis of a day: minutes of elapsed time since the day began, so that a day of 25 hours is longer than one
 * of 23, and nothing on it is longer or shorter than it lasts.
 */
import { localDayBounds, occursTwice, zoneOffsets } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** A line of the axis. `at` epoch ms; `from` elapsed minutes. */
export type Tick = {
  at: number;
  from: number;
  /** The clock shows this twice on this day: its offset must be said. */
  twice: boolean;
  /** Here the clock jumps, forward or back; `at` is the first instant on the new clock. */
  jumps: boolean;
};

export type DayAxis = {
  date: string;
  /** Epoch ms, [starts_at, ends_at). */
  starts_at: number;
  ends_at: number;
  /** Elapsed minutes of the whole day: 1440, on a day of a clock change 1380, 1500, 1410, 1470 … 0 when there is no such day. */
  minutes: number;
  /** In order: each full hour of the clock, and where the clock changes. */
  ticks: Tick[];
};

/** The axis of a date on a zone's calendar. Throws RangeError on an unknown zone or what is no date. */
export function dayAxis(date: string, zone: string): DayAxis {
  const { start, end } = localDayBounds(date, zone);
  const ticks = new Map<number, Tick>();
  const add = (at: number, jumps: boolean) =>
    ticks.set(at, { at, from: minutesBetween(start, at), twice: occursTwice(at, zone), jumps });
  if (end > start) {
    const periods = zoneOffsets(zone, start, end);
    for (const [index, { from, offset }] of periods.entries()) {
      const until = periods[index + 1]?.from ?? end;
      const first = Math.ceil((from + offset) / HOUR) * HOUR - offset;
      for (let at = first; at < until; at += HOUR) add(at, false);
      if (index > 0) add(from, true);
    }
    // A day that begins in the middle of an hour of the clock, or after a jump, says so at its top.
    if (!ticks.has(start)) add(start, false);
  }
  return {
    date,
    starts_at: start,
    ends_at: end,
    minutes: minutesBetween(start, end),
    ticks: [...ticks.values()].sort((a, b) => a.at - b.at),
  };
}

/** Whole minutes from one instant to another (epoch ms). */
export const minutesBetween = (from: number, to: number): number => Math.round((to - from) / MINUTE);

export type Span = { from: number; until: number };

/** The part of [starts_at, ends_at) (epoch ms) that lies on a day, in elapsed minutes; null when none does. */
export function spanOn(axis: DayAxis, range: { starts_at: number; ends_at: number }): Span | null {
  const from = Math.max(range.starts_at, axis.starts_at);
  const until = Math.min(range.ends_at, axis.ends_at);
  if (until <= from) return null;
  return { from: minutesBetween(axis.starts_at, from), until: minutesBetween(axis.starts_at, until) };
}

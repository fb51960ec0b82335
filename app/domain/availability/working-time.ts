import { weekOfDay } from "#app/domain/availability/limits.ts";
import {
  countStartingBefore,
  indexRanges,
  mergeRanges,
  type RangeIndex,
} from "#app/domain/availability/ranges.ts";
import type {
  AvailabilityInput,
  DateOverride,
  TimeRange,
  WeeklyHours,
} from "#app/domain/availability/types.ts";
import { epochDay, wallToInstantIn, weekdayOfEpochDay, type ZonePeriod } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

export type WorkingTime = {
  /** Each date's merged intervals: where the grid of starts begins anew (R4, R5). They may overlap over a fold. */
  grid: RangeIndex;
  /** The union over all dates, contiguous over midnight: where a booking must fit (R6). */
  pieces: RangeIndex;
};

type Wall = { starts_min: number; ends_min: number };
type Hours = Pick<AvailabilityInput, "weekly_hours" | "alternates_from" | "date_overrides">;

/**
 * The hours of the dates fromDay..toDay (days since 1970-01-01) as instants: rules R1 to R6.
 * `periods` must reach two days beyond. Throws RangeError when an override's date is no date.
 */
export function workingTime(
  periods: ZonePeriod[],
  { weekly_hours, alternates_from, date_overrides }: Hours,
  fromDay: number,
  toDay: number,
): WorkingTime {
  const firstA = alternates_from ? epochDay(alternates_from) : null;
  const byWeekday = {
    1: hoursOfWeek(weekly_hours, firstA === null ? 0 : 1),
    2: hoursOfWeek(weekly_hours, 2),
  };
  const replaced = overridesByDay(date_overrides);

  const grid: TimeRange[] = [];
  for (let day = fromDay; day <= toDay; day++) {
    const walls = replaced.get(day) ?? byWeekday[weekTurn(day, firstA)].get(weekdayOfEpochDay(day)) ?? [];
    const instants = walls.map((wall) => ({
      starts_at: wallToInstantIn(periods, day * DAY + wall.starts_min * MINUTE),
      ends_at: wallToInstantIn(periods, day * DAY + wall.ends_min * MINUTE),
    }));
    grid.push(...mergeRanges(instants));
  }
  return { grid: indexRanges(grid), pieces: indexRanges(mergeRanges(grid)) };
}

/**
 * Is a day in an A week (1) or a B week (2)? Weeks run from Monday to Sunday whatever the calendar shows first, and are
 * counted through year ends, also before `firstA`, any day of an A week (both days since 1970-01-01). 1 where nothing alternates.
 */
export const weekTurn = (day: number, firstA: number | null): 1 | 2 =>
  firstA === null || (weekOfDay(day) - weekOfDay(firstA)) % 2 === 0 ? 1 : 2;

function hoursOfWeek(weeklyHours: readonly WeeklyHours[], turn: number): Map<number, Wall[]> {
  const byWeekday = new Map<number, Wall[]>();
  for (const hours of weeklyHours)
    if (!hours.week || hours.week === turn) push(byWeekday, hours.weekday, hours);
  return byWeekday;
}

/** A closing row wins over any interval of its date: a provider who said "closed" is never offered. */
function overridesByDay(dateOverrides: readonly DateOverride[]): Map<number, Wall[]> {
  const byDay = new Map<number, Wall[]>();
  const closed = new Set<number>();
  for (const { date, starts_min, ends_min } of dateOverrides) {
    const day = epochDay(date);
    if (starts_min === null || ends_min === null) closed.add(day);
    else push(byDay, day, { starts_min, ends_min });
  }
  for (const day of closed) byDay.set(day, []);
  return byDay;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Is this instant a start of some date's grid (R5)? `step` in ms, elapsed time. */
export function isOnGrid(grid: RangeIndex, instant: number, step: number): boolean {
  for (let i = countStartingBefore(grid, instant + 1) - 1; i >= 0 && grid.latestEnds[i]! > instant; i--) {
    if (grid.ends[i]! > instant && (instant - grid.starts[i]!) % step === 0) return true;
  }
  return false;
}

/** All starts of the grid in [from, to), in the order of the dates: unsorted only where a fold makes dates overlap. */
export function* gridStarts(grid: RangeIndex, step: number, from: number, to: number): Generator<number> {
  for (let i = 0; i < grid.starts.length; i++) {
    const start = grid.starts[i]!;
    const end = Math.min(grid.ends[i]!, to);
    for (let at = start + Math.max(0, Math.ceil((from - start) / step)) * step; at < end; at += step)
      yield at;
  }
}

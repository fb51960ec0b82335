import type { TimeRange } from "#app/domain/availability/types.ts";

/**
 * Ranges sorted by start, as plain numbers, found by binary search: a window of 26,000 candidates meets
 * 1,000 bookings, comparing each with each would be 26 million steps.
 */
export type RangeIndex<T extends TimeRange = TimeRange> = {
  items: T[];
  starts: Float64Array;
  ends: Float64Array;
  /** The latest end among this range and all that start earlier: where a walk to the left may stop. */
  latestEnds: Float64Array;
};

/** Sorts a copy; drops empty and inverted ranges ([x,x) occupies nothing: R3, R7). */
export function indexRanges<T extends TimeRange>(ranges: readonly T[]): RangeIndex<T> {
  const items = ranges.filter((range) => range.ends_at > range.starts_at);
  items.sort((a, b) => a.starts_at - b.starts_at);
  const starts = new Float64Array(items.length);
  const ends = new Float64Array(items.length);
  const latestEnds = new Float64Array(items.length);
  let latest = -Infinity;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    latest = Math.max(latest, item.ends_at);
    starts[i] = item.starts_at;
    ends[i] = item.ends_at;
    latestEnds[i] = latest;
  }
  return { items, starts, ends, latestEnds };
}

/** Overlapping or touching ranges become one; empty and inverted ones are dropped, never swapped (R3, R4). */
export function mergeRanges(ranges: readonly TimeRange[]): TimeRange[] {
  const merged: TimeRange[] = [];
  for (const { starts_at, ends_at } of indexRanges(ranges).items) {
    const last = merged.at(-1);
    if (last && starts_at <= last.ends_at) last.ends_at = Math.max(last.ends_at, ends_at);
    else merged.push({ starts_at, ends_at });
  }
  return merged;
}

/** How many ranges start before `instant`: the position of a walk to the left over those that could overlap. */
export function countStartingBefore(index: RangeIndex, instant: number): number {
  let low = 0;
  let high = index.starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.starts[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Does any range overlap [from, to)? Touching is no overlap. */
export function overlapsAny(index: RangeIndex, from: number, to: number): boolean {
  const count = countStartingBefore(index, to);
  return count > 0 && index.latestEnds[count - 1]! > from;
}

/** Does one of these MERGED ranges hold all of [from, to)? */
export function holds(index: RangeIndex, from: number, to: number): boolean {
  // The candidate range starts at or before `from`; instants are ms, but callers may pass fractions.
  let position = countStartingBefore(index, from);
  if (position < index.starts.length && index.starts[position] === from) position++;
  return position > 0 && index.ends[position - 1]! >= to;
}

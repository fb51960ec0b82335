import { prepare } from "#app/domain/availability/judge.ts";
import type { AvailabilityInput, TimeRange } from "#app/domain/availability/types.ts";
import { epochDay } from "#app/domain/zones.ts";

const MINUTE = 60_000;

/**
 * The working time from an instant (epoch ms) to another in which nothing stands, in pieces long enough for the input's
 * service with its buffers: where a booking of it could be put by hand, whatever notice, steps and limits the public page
 * keeps to. In order, none touching another. `from_date`..`to_date` must cover the window, and `occupied` what is taken in it.
 */
export function freeGaps(input: AvailabilityInput, from: number, until: number): TimeRange[] {
  const { service } = input;
  const { hours, blocked, occupied } = prepare(input, epochDay(input.from_date), epochDay(input.to_date));
  // A booking keeps its own distance to what stands: what follows after its end, and what lies before its start.
  const taken = [...blocked.items, ...occupied.items].map(({ starts_at, ends_at }) => ({
    starts_at: starts_at - service.buffer_after_min * MINUTE,
    ends_at: ends_at + service.buffer_before_min * MINUTE,
  }));
  taken.sort((a, b) => a.starts_at - b.starts_at);
  const gaps: TimeRange[] = [];
  for (const piece of hours.pieces.items) {
    const end = Math.min(piece.ends_at, until);
    let start = Math.max(piece.starts_at, from);
    for (const range of taken) {
      if (range.starts_at >= end) break;
      if (range.ends_at <= start) continue;
      if (range.starts_at > start) gaps.push({ starts_at: start, ends_at: range.starts_at });
      start = range.ends_at;
    }
    if (start < end) gaps.push({ starts_at: start, ends_at: end });
  }
  return gaps.filter((gap) => gap.ends_at - gap.starts_at >= service.duration_min * MINUTE);
}

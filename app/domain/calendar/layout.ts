/** Boxes side by side: which lane each takes, so that none lies on another. Pure; minutes of one day's axis. */
import type { Span } from "#app/domain/calendar/axis.ts";

/** A box's place: in lanes [lane, lane + wide) of `lanes` equal ones. */
export type Place = Span & { lane: number; wide: number; lanes: number };

/** More lanes than this are too narrow to read: what finds none has no place, and is named above its day. */
export const MAX_LANES = 8;

/**
 * Places spans on a day of `day_minutes`, in the order given for those that begin together. A box is at least
 * `least_minutes` high, so that its words can be read; where that would leave the day, it grows upwards.
 * Returns a place for each span in the given order; null for one that lies outside of the day or found no lane.
 */
export function placeBoxes(
  spans: readonly Span[],
  day_minutes: number,
  least_minutes: number,
): (Place | null)[] {
  const boxes = spans.map((span) => boxOf(span, day_minutes, least_minutes));
  const order = boxes
    .flatMap((box, index) => (box ? [{ ...box, index }] : []))
    .sort((a, b) => a.from - b.from || b.until - a.until || a.index - b.index);
  const places: (Place | null)[] = spans.map(() => null);
  for (const cluster of clustersOf(order)) placeCluster(cluster, places);
  return places;
}

type Box = Span & { index: number };

const boxOf = ({ from, until }: Span, day_minutes: number, least_minutes: number): Span | null => {
  const start = Math.max(0, from);
  const end = Math.min(day_minutes, until);
  if (end <= start) return null;
  const least = Math.min(least_minutes, day_minutes);
  const lowest = Math.min(Math.max(end, start + least), day_minutes);
  return { from: Math.min(start, lowest - least), until: lowest };
};

/** Boxes that hang together by overlaps share one division into lanes. */
function clustersOf(order: readonly Box[]): Box[][] {
  const clusters: Box[][] = [];
  let ends = -Infinity;
  for (const box of [...order].sort((a, b) => a.from - b.from)) {
    if (box.from >= ends) clusters.push([]);
    clusters.at(-1)!.push(box);
    ends = Math.max(ends, box.until);
  }
  return clusters;
}

function placeCluster(cluster: readonly Box[], places: (Place | null)[]): void {
  const lanes: Box[][] = [];
  const placed: { box: Box; lane: number }[] = [];
  for (const box of cluster) {
    const free = lanes.findIndex((lane) => lane.at(-1)!.until <= box.from);
    const lane = free === -1 ? lanes.length : free;
    if (lane >= MAX_LANES) continue;
    if (free === -1) lanes.push([box]);
    else lanes[free]!.push(box);
    placed.push({ box, lane });
  }
  for (const { box, lane } of placed) {
    // As wide as the lanes to its right are empty beside it.
    let wide = 1;
    while (lane + wide < lanes.length && lanes[lane + wide]!.every((other) => !overlap(other, box))) wide++;
    places[box.index] = { from: box.from, until: box.until, lane, wide, lanes: lanes.length };
  }
}

const overlap = (one: Span, other: Span) => one.from < other.until && other.from < one.until;

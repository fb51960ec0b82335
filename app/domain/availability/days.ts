import type { TimeRange } from "#app/domain/availability/types.ts";
import { addDays, dateOfEpochDay, epochDay, isoWeekday, localDayIn, zoneOffsets } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Slots (epoch ms, sorted) by the local date of `zone`, the customer's; days in order, none empty. The zone
 * only groups, it never changes an instant. Throws RangeError on an unknown zone.
 */
export function slotsByDay(slots: readonly number[], zone: string): Map<string, number[]> {
  const byDay = new Map<string, number[]>();
  if (slots.length === 0) return byDay;
  const periods = zoneOffsets(zone, slots[0]!, slots.at(-1)! + 1);
  // Keyed by number first: 26,000 date strings would cost more than finding the slots.
  const byNumber = new Map<number, number[]>();
  for (const slot of slots) {
    const day = localDayIn(periods, slot);
    const list = byNumber.get(day);
    if (list) list.push(slot);
    else byNumber.set(day, [slot]);
  }
  for (const day of [...byNumber.keys()].sort((a, b) => a - b)) {
    byDay.set(dateOfEpochDay(day), byNumber.get(day)!);
  }
  return byDay;
}

/** The dates of a month ("YYYY-MM", in the customer's zone) that have a free slot, in order. */
export function openDaysOfMonth(slots: readonly number[], zone: string, month: string): string[] {
  return [...slotsByDay(slots, zone).keys()].filter((date) => date.startsWith(`${month}-`));
}

/** The first date in `zone` after `afterDate` that has a slot, or null. */
export function nextOpenDay(slots: readonly number[], zone: string, afterDate: string): string | null {
  for (const date of slotsByDay(slots, zone).keys()) if (date > afterDate) return date;
  return null;
}

/** The `count` slots closest to `wanted` (ms apart, ties to the earlier), in order of time. */
export function nearestSlots(slots: readonly number[], wanted: number, count: number): number[] {
  return [...slots]
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
    .slice(0, Math.max(0, count))
    .sort((a, b) => a - b);
}

/**
 * The provider-local dates that any instant of [startMs, endMs) falls on: what to ask `openSlots` for when the
 * page shows days of the customer's zone. Ask, then keep the slots inside [startMs, endMs).
 */
export function providerDatesCovering(
  startMs: number,
  endMs: number,
  zone: string,
): { from_date: string; to_date: string } {
  const periods = zoneOffsets(zone, startMs, Math.max(endMs, startMs + 1));
  const days = periods.flatMap(({ from, offset }, i) => {
    // Not only the two ends: after a fold at midnight (St John's) the clock is back on the day before.
    const last = (periods[i + 1]?.from ?? Math.max(endMs, startMs + 1)) - 1;
    return [Math.floor((from + offset) / DAY), Math.floor((last + offset) / DAY)];
  });
  return { from_date: dateOfEpochDay(Math.min(...days)), to_date: dateOfEpochDay(Math.max(...days)) };
}

/** The window grown to whole weeks: the dates whose bookings `counted` must hold when there is a weekly limit. */
export function wholeWeeks(
  from_date: string,
  to_date: string,
  weekStartsOn = 1,
): { from_date: string; to_date: string } {
  const sinceStart = (isoWeekday(from_date) - weekStartsOn + 7) % 7;
  const untilEnd = 6 - ((isoWeekday(to_date) - weekStartsOn + 7) % 7);
  return { from_date: addDays(from_date, -sinceStart), to_date: addDays(to_date, untilEnd) };
}

type Spread = { duration_min: number; buffer_before_min: number; buffer_after_min: number };

/**
 * Epoch ms: taken and blocked ranges outside of this cannot touch a slot of these provider-local dates. A
 * superset (a day of margin covers every offset), to be used as the range of the busy-times query.
 */
export function busyWindow(from_date: string, to_date: string, service: Spread): TimeRange {
  return busyWindowOfDays(epochDay(from_date), epochDay(to_date), service);
}

/** The same for days since 1970-01-01. */
export function busyWindowOfDays(fromDay: number, toDay: number, service: Spread): TimeRange {
  return {
    starts_at: (fromDay - 1) * DAY - service.buffer_before_min * MINUTE,
    ends_at: (toDay + 2) * DAY + (service.duration_min + service.buffer_after_min) * MINUTE,
  };
}

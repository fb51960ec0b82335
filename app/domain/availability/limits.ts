import type { AvailabilityInput } from "#app/domain/availability/types.ts";
import { localDayIn, type ZonePeriod } from "#app/domain/zones.ts";

/** Sessions of the service so far, by provider-local day and by week; a group session counts once. */
export type LimitCounts = { byDay: Map<number, number>; byWeek: Map<number, number> };

/** Number of the week a day (since 1970-01-01, a Thursday) lies in; `weekStartsOn` is an ISO weekday. */
export function weekOfDay(day: number, weekStartsOn = 1): number {
  return Math.floor((day + 3 - (weekStartsOn - 1)) / 7);
}

/** `periods` must cover the whole weeks of the window; what lies outside them cannot count there. */
export function countSessions(input: AvailabilityInput, periods: ZonePeriod[]): LimitCounts {
  const byDay = new Map<number, number>();
  const byWeek = new Map<number, number>();
  const seen = new Set<string>();
  for (const { session_key, starts_at } of input.counted ?? []) {
    const day = localDayIn(periods, starts_at);
    const key = `${day} ${session_key}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const week = weekOfDay(day, input.week_starts_on);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
    byWeek.set(week, (byWeek.get(week) ?? 0) + 1);
  }
  return { byDay, byWeek };
}

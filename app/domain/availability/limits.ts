import type { AvailabilityInput } from "#app/domain/availability/types.ts";
import { localDayIn, type ZonePeriod } from "#app/domain/zones.ts";

/** Sessions of the service so far, by provider-local day and by week; a group session counts once. */
export type LimitCounts = {
  byDay: Map<number, Set<string>>;
  byWeek: Map<number, Set<string>>;
};

/** Number of the week a day (since 1970-01-01, a Thursday) lies in; `weekStartsOn` is an ISO weekday. */
export function weekOfDay(day: number, weekStartsOn = 1): number {
  return Math.floor((day + 3 - (weekStartsOn - 1)) / 7);
}

/** `periods` must cover the whole weeks of the window; what lies outside them cannot count there. */
export function countSessions(input: AvailabilityInput, periods: ZonePeriod[]): LimitCounts {
  const byDay = new Map<number, Set<string>>();
  const byWeek = new Map<number, Set<string>>();
  for (const { session_key, starts_at } of input.counted ?? []) {
    const day = localDayIn(periods, starts_at);
    add(byDay, day, session_key);
    add(byWeek, weekOfDay(day, input.week_starts_on), session_key);
  }
  return { byDay, byWeek };
}

function add(sessions: Map<number, Set<string>>, when: number, key: string): void {
  const known = sessions.get(when);
  if (known) known.add(key);
  else sessions.set(when, new Set([key]));
}

import { type AvailabilityInput, openSlots, type TimeRange } from "#app/domain/availability.ts";
import { addDays, localDate } from "#app/domain/zones.ts";

const MINUTE = 60_000;

/** The same input as if nothing were taken, limited or too late: what is left is the hours and their grid. */
const bare = (input: AvailabilityInput, date: string): AvailabilityInput => ({
  ...input,
  blocked: [],
  occupied: [],
  counted: [],
  // Before the day begins in any zone.
  now: Date.parse(`${date}T00:00:00Z`) - 48 * 60 * MINUTE,
  from_date: date,
  to_date: date,
  service: {
    ...input.service,
    capacity: 1,
    min_notice_min: 0,
    horizon_days: null,
    bookable_from: null,
    bookable_until: null,
    limit_per_day: null,
    limit_per_week: null,
    buffer_before_min: 0,
    buffer_after_min: 0,
  },
});

/**
 * When the hours are open on a date (of the schedule's calendar), as merged instants: asked of `openSlots` itself, minute
 * by minute, so that it can never say something else than what is offered.
 */
export function openHours(input: AvailabilityInput, date: string): TimeRange[] {
  const by_minute = bare(input, date);
  const minutes = openSlots({
    ...by_minute,
    service: { ...by_minute.service, duration_min: 1, slot_interval_min: 1 },
  });
  const hours: TimeRange[] = [];
  for (const at of minutes) {
    const last = hours.at(-1);
    if (last && last.ends_at === at) last.ends_at = at + MINUTE;
    else hours.push({ starts_at: at, ends_at: at + MINUTE });
  }
  return hours;
}

/** The starts of the grid just before and after an instant, on its date and the ones around, whatever is taken there. */
export function gridAround(
  input: AvailabilityInput,
  at: number,
): { before: number | null; after: number | null } {
  const date = localDate(at, input.time_zone);
  const starts = openSlots({ ...bare(input, date), from_date: addDays(date, -1), to_date: addDays(date, 1) });
  return {
    before: starts.findLast((start) => start < at) ?? null,
    after: starts.find((start) => start > at) ?? null,
  };
}

/** First and last date (of the schedule's calendar) on which the service can be booked at all; null: no bound. */
export function bookableDates({ service, now, time_zone }: AvailabilityInput) {
  const by_horizon =
    service.horizon_days === null ? null : addDays(localDate(now, time_zone), service.horizon_days);
  const { bookable_from, bookable_until } = service;
  const last = [by_horizon, bookable_until].filter((date) => date !== null).sort()[0] ?? null;
  return { first_date: bookable_from, last_date: last };
}

import {
  type AvailabilityInput,
  busyWindow,
  nearestSlots,
  openSlots,
  type ServiceRules,
  wholeWeeks,
} from "#app/domain/availability.ts";
import type { Context } from "#app/domain/context.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { type OccupiedRow, selectCountedSessions, selectOccupiedInRange } from "#db/reservations.ts";
import { selectBlockedInRange, selectOptionalScheduleRules } from "#db/schedules.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** A service's rules for one of its lengths (minutes). */
export const rulesOf = (service: ServiceRow, duration_min: number): ServiceRules => ({
  ...service,
  duration_min,
});

type Window = { from_date: string; to_date: string };

type Load = {
  service: ServiceRow;
  duration_min: number;
  window: Window;
  /** Read what is taken. The booking transaction does not: there the INSERT is the check. */
  with_occupied: boolean;
  /** A booking on the move does not stand in its own way. */
  except_booking?: { id: string } | null;
};

const sessionOf = (row: OccupiedRow) => ({
  starts_at: row.starts_at,
  ends_at: row.ends_at,
  session: {
    service_id: row.service_id,
    starts_at: row.session_starts_at,
    ends_at: row.session_ends_at,
    seats_taken: row.seats_taken,
    capacity: row.capacity,
  },
});

/** A week and a day: more than any rule looks beyond the dates asked for, in any zone. */
const MARGIN_DAYS = 8;

/**
 * Reads what `openSlots` needs for a window of provider-local dates: at most four queries.
 * @returns null when the service has no schedule: nothing is free then
 */
export async function loadAvailability(
  tx: TenantTx,
  context: Context,
  { service, duration_min, window, with_occupied, except_booking }: Load,
): Promise<AvailabilityInput | null> {
  const rules = rulesOf(service, duration_min);
  const schedule = await selectOptionalScheduleRules(
    tx,
    service.schedule_id,
    addDays(window.from_date, -MARGIN_DAYS),
    addDays(window.to_date, MARGIN_DAYS),
  );
  if (!schedule) return null;
  const busy = busyWindow(window.from_date, window.to_date, rules);
  const blocked = await selectBlockedInRange(tx, schedule.id, busy.starts_at, busy.ends_at);
  const limited = rules.limit_per_day !== null || rules.limit_per_week !== null;
  // A group's own session decides whether a seat is left in spite of a limit.
  const needs_occupied = with_occupied || (limited && rules.capacity > 1);
  const occupied = needs_occupied
    ? await selectOccupiedInRange(tx, busy.starts_at, busy.ends_at, except_booking?.id ?? null)
    : [];
  const counted = limited ? await selectCounted(tx, context, rules, window, except_booking?.id ?? null) : [];
  return {
    time_zone: schedule.time_zone,
    weekly_hours: schedule.weekly_hours,
    alternates_from: schedule.alternates_from,
    date_overrides: schedule.date_overrides,
    blocked: [...blocked],
    occupied: occupied.map(sessionOf),
    counted: [...counted],
    service: rules,
    now: context.now,
    ...window,
    week_starts_on: context.provider.week_starts_on,
  };
}

const selectCounted = (
  tx: TenantTx,
  context: Context,
  rules: ServiceRules,
  window: Window,
  except_booking_id: string | null,
) => {
  const weeks = wholeWeeks(window.from_date, window.to_date, context.provider.week_starts_on);
  const { starts_at, ends_at } = busyWindow(weeks.from_date, weeks.to_date, rules);
  return selectCountedSessions(tx, rules.id, starts_at, ends_at, except_booking_id);
};

/** The free starts near a wanted one (epoch ms), as of now, sorted by time; for "just taken" and its like. */
export async function findNearestSlots(
  tx: TenantTx,
  context: Context,
  service: ServiceRow,
  duration_min: number,
  wanted: number,
  count: number,
): Promise<{ slots: number[]; input: AvailabilityInput | null }> {
  const day = localDate(Math.max(wanted, context.now), context.provider.time_zone);
  const window = { from_date: addDays(day, -3), to_date: addDays(day, 14) };
  const input = await loadAvailability(tx, context, { service, duration_min, window, with_occupied: true });
  return { slots: input ? nearestSlots(openSlots(input), wanted, count) : [], input };
}

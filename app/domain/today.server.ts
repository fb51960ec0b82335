import { freeGaps } from "#app/domain/availability/gaps.ts";
import { loadAvailability } from "#app/domain/availability.server.ts";
import { SHOWN_AFTER } from "#app/domain/calendar_sources.ts";
import type { Context } from "#app/domain/context.ts";
import { latestChanges, planOf, splitAt } from "#app/domain/today.ts";
import type { TodayPageView } from "#app/domain/today-views.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import { selectBookingEventsSince, selectNextBookings } from "#db/agenda.ts";
import { selectAgenda, selectPendingBookings } from "#db/bookings.ts";
import { selectFailingSources } from "#db/calendar_sources.ts";
import { type ServiceRow, selectOwnServices } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** A running group and the next one, and some more so that both are whole. */
const AHEAD = 40;
const EVENTS = 200;
const CHANGES = 8;
const SERVICES = 200;
const FIVE_MINUTES = 300_000;

type Today = Omit<TodayPageView, "desk" | "provider" | "page_address" | "undelivered">;

/** Reads what a provider's day is about, as of now and for this member. */
export async function readToday(tx: TenantTx, context: Context, account_id: string): Promise<Today> {
  const { now, provider } = context;
  const date = localDate(now, provider.time_zone);
  const day = localDayBounds(date, provider.time_zone);
  const entries = await selectAgenda(tx, day.start, day.end);
  const ahead = await selectNextBookings(tx, now, AHEAD);
  const waiting = await selectPendingBookings(tx);
  const since = localDayBounds(addDays(date, -1), provider.time_zone).start;
  const changes = latestChanges(await selectBookingEventsSince(tx, since, EVENTS), account_id);
  const services = await selectOwnServices(tx, SERVICES);
  const gaps = await readGaps(tx, context, services, day.end);
  const failing_calendars = [...(await selectFailingSources(tx, now - SHOWN_AFTER))];
  return {
    now,
    date,
    failing_calendars,
    ...splitAt(ahead, now),
    plan: planOf(entries, gaps),
    has_services: services.length > 0,
    waiting: [...waiting],
    changes: changes.slice(0, CHANGES),
    more_changes: Math.max(0, changes.length - CHANGES),
  };
}

/**
 * The free time left of today's hours, in pieces long enough for the shortest service. Of several schedules it is the one
 * that most providers have only: the default, unless no service keeps to it.
 */
async function readGaps(tx: TenantTx, context: Context, services: readonly ServiceRow[], end: number) {
  const [shortest] = services
    .flatMap((service) => service.durations.map(({ duration_min }) => ({ service, duration_min })))
    .sort(
      (one, other) =>
        Number(one.service.schedule_id !== null) - Number(other.service.schedule_id !== null) ||
        one.duration_min - other.duration_min,
    );
  if (!shortest) return [];
  const date = localDate(context.now, context.provider.time_zone);
  const input = await loadAvailability(tx, context, {
    // How often a day it may be booked on the public page says nothing about when there is time.
    service: { ...shortest.service, limit_per_day: null, limit_per_week: null },
    duration_min: shortest.duration_min,
    window: { from_date: addDays(date, -1), to_date: addDays(date, 1) },
    with_occupied: true,
  });
  const from = Math.ceil(context.now / FIVE_MINUTES) * FIVE_MINUTES;
  return input ? freeGaps(input, from, end) : [];
}

import { loadAvailability } from "#app/domain/availability.server.ts";
import { openSlots } from "#app/domain/availability.ts";
import type { Context } from "#app/domain/context.ts";
import type { ExampleView } from "#app/domain/service-views.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** How many free times an example shows, and how many days it looks ahead for the first of them at most. */
const TIMES = 6;
const STEP_DAYS = 35;
const LOOK_DAYS = 370;

/** What a customer would see of a service with these settings, saved or not: the next free times of its shortest length. */
export async function exampleOf(tx: TenantTx, context: Context, service: ServiceRow): Promise<ExampleView> {
  const { time_zone } = context.provider;
  const duration_min = service.durations[0]!.duration_min;
  const today = localDate(context.now, time_zone);
  // Notice and "first day" say where looking is worth while; most services find their times in the first step.
  const earliest = localDate(context.now + service.min_notice_min * 60_000, time_zone);
  const start = service.bookable_from && service.bookable_from > earliest ? service.bookable_from : earliest;
  const last = addDays(today, LOOK_DAYS);
  const spans = [
    [start, addDays(start, STEP_DAYS)],
    [addDays(start, STEP_DAYS), last],
  ] as const;
  for (const [from_date, to_date] of spans) {
    if (from_date > last) break;
    const window = { from_date: addDays(from_date, -1), to_date };
    const input = await loadAvailability(tx, context, { service, duration_min, window, with_occupied: true });
    const times = input ? openSlots(input).slice(0, TIMES) : [];
    if (times.length > 0) return { duration_min, times, time_zone };
  }
  return { duration_min, times: [], time_zone };
}

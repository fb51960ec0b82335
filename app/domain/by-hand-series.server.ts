import { type Missed, wallOf } from "#app/domain/by-hand.ts";
import type { SeriesView } from "#app/domain/by-hand-views.ts";
import type { Context } from "#app/domain/context.ts";
import { viewProviderToCustomer } from "#app/domain/views.server.ts";
import { addDays } from "#app/domain/zones.ts";
import { selectOptionalBookingById, selectSeries } from "#db/bookings.ts";
import type { TenantTx } from "#db/transaction.ts";

/**
 * What became of a series.
 * @param missed weeks and why they have no booking, as the form's answer said; what was booked is read
 * @returns null when there is no such series
 */
export async function viewSeries(
  tx: TenantTx,
  context: Context,
  first_id: string,
  weeks: number,
  missed: ReadonlyMap<number, Missed>,
): Promise<Omit<SeriesView, "desk"> | null> {
  const first = await selectOptionalBookingById(tx, first_id);
  const made = first ? await selectSeries(tx, first_id, weeks) : [];
  if (!first || made.length === 0) return null;
  const zone = context.provider.time_zone;
  const { date } = wallOf(first.starts_at, zone);
  return {
    provider: viewProviderToCustomer(context.provider),
    first_id,
    service_title: first.service_title,
    customer_name: first.customer_name,
    weeks: Array.from({ length: weeks }, (_, week) => {
      const booking = made.find((one) => one.week === week) ?? null;
      return { week, date: addDays(date, 7 * week), booking, missed: missed.get(week) ?? null };
    }),
  };
}

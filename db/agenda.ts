import { z } from "zod";
import { AgendaRow } from "./bookings.ts";
import { instant, sql, type TenantTx } from "./transaction.ts";

/** What a provider's day begins with: what comes next, and what others did meanwhile. */

export const NextBookingRow = AgendaRow.extend({
  service_id: z.uuid(),
  customer_phone: z.string().nullable(),
  place: z.enum(["in_person", "phone", "video"]),
  place_detail: z.string(),
});
export type NextBookingRow = z.infer<typeof NextBookingRow>;

/** As long as a booking may be (its reservation's limit, less the buffers): none that is still on began earlier. */
const LONGEST_MS = 24 * 3_600_000;

/** Bookings that stand and are not over at an instant (epoch ms), the next first, at most `count`. */
export async function selectNextBookings(
  tx: TenantTx,
  now: number,
  count: number,
): Promise<readonly NextBookingRow[]> {
  return tx.any(sql.type(NextBookingRow)`
    /* selectNextBookings */
    select b.id, b.status, b.starts_at, b.ends_at, b.service_title, b.customer_name, b.version, b.service_id,
           b.customer_phone, b.place, b.place_detail
    from bookings b
    where b.provider_id = ${tx.provider_id} and b.starts_at >= ${instant(now - LONGEST_MS)}
      and b.ends_at > ${instant(now)} and b.status in ('pending', 'confirmed')
    order by b.starts_at, b.id limit ${count}`);
}

export const BookingEventRow = z.object({
  id: z.uuid(),
  booking_id: z.uuid(),
  action: z.string(),
  actor: z.enum(["customer", "provider", "system"]),
  account_id: z.uuid().nullable(),
  /** Of the member who acted; null for a customer, and when their account is gone. */
  account_name: z.string().nullable(),
  /** As the booking is now. */
  customer_name: z.string(),
  service_title: z.string(),
  starts_at: z.number(),
  at: z.number(),
});
export type BookingEventRow = z.infer<typeof BookingEventRow>;

/** The smallest id that a line written at an instant can have: they are UUIDs v7, which begin with it. */
const firstIdAt = (ms: number): string => {
  const hex = Math.floor(ms).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** What happened to bookings since an instant (epoch ms), the latest first, at most `count` lines. */
export async function selectBookingEventsSince(
  tx: TenantTx,
  since: number,
  count: number,
): Promise<readonly BookingEventRow[]> {
  return tx.any(sql.type(BookingEventRow)`
    /* selectBookingEventsSince */
    select e.id, e.booking_id, e.action, e.actor, e.account_id, a.name as account_name, b.customer_name,
           b.service_title, b.starts_at, e.at
    from audit_events e
    join bookings b on b.provider_id = e.provider_id and b.id = e.booking_id
    left join accounts a on a.id = e.account_id
    where e.provider_id = ${tx.provider_id} and e.id >= ${firstIdAt(since)} and e.at >= ${instant(since)}
    order by e.id desc limit ${count}`);
}

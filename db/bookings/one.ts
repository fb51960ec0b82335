import { z } from "zod";
import { AuditEventRow } from "../audit_events.ts";
import { BOOKING_STATUSES } from "../bookings.ts";
import { instant, sql, type TenantTx, type WriteTx } from "../transaction.ts";

/** What only the house knows of a booking; no page of a customer's asks for it. */
export const InternalRow = z.object({
  booked_by: z.enum(["customer", "provider"]),
  no_show_at: z.number().nullable(),
  internal_note: z.string(),
  /** How many seats of its session are taken, this booking's with them; null when it takes no time any more. */
  seats_taken: z.number().int().nullable(),
  capacity: z.number().int().nullable(),
});
export type InternalRow = z.infer<typeof InternalRow>;

/** Of a booking that exists. Throws Slonik's NotFoundError for any other. */
export async function selectInternal(tx: TenantTx, id: string): Promise<InternalRow> {
  return tx.one(sql.type(InternalRow)`
    /* selectInternal */
    select b.booked_by, b.no_show_at, b.internal_note, r.capacity,
      case when r.session_id is not null then (
        -- Of seats, so that the key of seats is read: for rows alone the exclusion constraint's GiST was, 1,028 pages of it.
        select count(o.seat)::int from reservations o where o.provider_id = r.provider_id and o.session_id = r.session_id
      ) end as seats_taken
    from bookings b left join reservations r on r.provider_id = b.provider_id and r.booking_id = b.id
    where b.provider_id = ${tx.provider_id} and b.id = ${id}`);
}

const SeatRow = z.object({
  id: z.uuid(),
  status: z.enum(BOOKING_STATUSES),
  customer_name: z.string(),
  seat: z.number().int(),
});
export type SeatRow = z.infer<typeof SeatRow>;

/** Who else takes a seat in a booking's session, by seat, at most 200; nobody when it takes no time any more. */
export async function selectOtherSeats(tx: TenantTx, booking_id: string): Promise<readonly SeatRow[]> {
  return tx.any(sql.type(SeatRow)`
    /* selectOtherSeats */
    select b.id, b.status, b.customer_name, o.seat
    from reservations r
    join reservations o on o.provider_id = r.provider_id and o.session_id = r.session_id and o.booking_id <> r.booking_id
    join bookings b on b.provider_id = o.provider_id and b.id = o.booking_id
    where r.provider_id = ${tx.provider_id} and r.booking_id = ${booking_id}
    order by o.seat limit 200`);
}

/** What happened to one booking, the oldest first, at most 200 lines. */
export async function selectAuditEventsOfBooking(
  tx: TenantTx,
  booking_id: string,
): Promise<readonly AuditEventRow[]> {
  return tx.any(sql.type(AuditEventRow)`
    /* selectAuditEventsOfBooking */
    select e.id, e.action, e.actor, e.account_id, a.name as account_name, null as member_name, null as address, e.details,
           b.customer_name, b.service_title, e.at
    from audit_events e
    join bookings b on b.provider_id = e.provider_id and b.id = e.booking_id
    left join accounts a on a.id = e.account_id
    where e.provider_id = ${tx.provider_id} and e.booking_id = ${booking_id}
    order by e.at, e.id limit 200`);
}

const MarkedRow = z.object({ id: z.uuid() });

/**
 * Marks (epoch ms) or unmarks (null) that the customer did not come. The booking's version stays: nothing that its customer
 * was promised has changed.
 * @returns false when it was so already
 */
export async function updateNoShow(tx: WriteTx, id: string, no_show_at: number | null): Promise<boolean> {
  const at = no_show_at === null ? sql.fragment`null` : instant(no_show_at);
  const row = await tx.maybeOne(sql.type(MarkedRow)`
    /* updateNoShow */
    update bookings set no_show_at = ${at}
    where provider_id = ${tx.provider_id} and id = ${id} and (no_show_at is null) = ${no_show_at !== null}
    returning id`);
  return row !== null;
}

/** Writes the house's own note, if it still says what the writer had before them. @returns false when it does not */
export async function updateInternalNote(
  tx: WriteTx,
  id: string,
  note: { shown: string; text: string },
): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(MarkedRow)`
    /* updateInternalNote */
    update bookings set internal_note = ${note.text}
    where provider_id = ${tx.provider_id} and id = ${id} and internal_note = ${note.shown}
    returning id`);
  return row !== null;
}

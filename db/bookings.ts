import { z } from "zod";
import { inWindow, type NewReservation, takeTime } from "./reservations.ts";
import { instant, range, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const BOOKING_STATUSES = ["held", "pending", "confirmed", "cancelled", "declined", "expired"] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

export const AnswerRow = z.object({ label: z.string(), value: z.string() });

const hash = z.instanceof(Uint8Array);

export const BookingRow = z.object({
  id: z.uuid(),
  service_id: z.uuid(),
  customer_id: z.uuid(),
  starts_at: z.number(),
  ends_at: z.number(),
  status: z.enum(BOOKING_STATUSES),
  cancelled_by: z.enum(["customer", "provider", "system"]).nullable(),
  end_reason: z.string(),
  version: z.number().int(),
  request_hash: hash,
  manage_token_hash: hash,
  customer_name: z.string(),
  customer_email: z.string(),
  customer_phone: z.string().nullable(),
  customer_time_zone: z.string(),
  customer_locale: z.string(),
  note: z.string(),
  answers: z.array(AnswerRow),
  service_title: z.string(),
  price_cents: z.number().int().nullable(),
  currency: z.string(),
  place: z.enum(["in_person", "phone", "video"]),
  place_detail: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
});
export type BookingRow = z.infer<typeof BookingRow>;

const columns = sql.fragment`
  b.id, b.service_id, b.customer_id, lower(b.during) as starts_at, upper(b.during) as ends_at, b.status,
  b.cancelled_by, b.end_reason, b.version, b.request_hash, b.manage_token_hash, b.customer_name,
  c.email as customer_email, b.customer_phone, b.customer_time_zone, b.customer_locale, b.note, b.answers,
  b.service_title, b.price_cents, b.currency, b.place, b.place_detail, b.created_at, b.updated_at`;
const source = sql.fragment`
  bookings b join customers c on c.provider_id = b.provider_id and c.id = b.customer_id`;

export type NewBooking = {
  id: string;
  service_id: string;
  new_customer_id: string;
  starts_at: number;
  ends_at: number;
  status: "pending" | "confirmed";
  now: number;
  booked_by: "customer" | "provider";
  /** For the house alone; no customer sees it. */
  internal_note: string;
  idempotency_key: string;
  request_hash: Uint8Array;
  manage_token_hash: Uint8Array;
  customer_name: string;
  customer_email: string;
  customer_phone: string | null;
  customer_time_zone: string;
  customer_locale: string;
  note: string;
  answers: z.infer<typeof AnswerRow>[];
  service_title: string;
  price_cents: number | null;
  currency: string;
  place: "in_person" | "phone" | "video";
  place_detail: string;
};

/**
 * Takes the time, finds or makes the customer and writes the booking, in one statement.
 * An existing customer keeps the name on file: who knows an address must not be able to rename its owner.
 * @returns false when the time was taken already (nothing is written)
 * @throws a unique violation of bookings_idempotency_once when the key was used before
 */
export async function insertBooking(
  tx: WriteTx,
  booking: NewBooking,
  reservation: NewReservation,
): Promise<boolean> {
  const b = booking;
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertBooking */
    with taken as (${takeTime(tx.provider_id, reservation)}),
    customer as (
      insert into customers (provider_id, id, email, name, phone)
      select t.provider_id, ${b.new_customer_id}::uuid, ${b.customer_email}::citext, ${b.customer_name}, ${b.customer_phone}
      from taken t
      on conflict on constraint customers_email_once do update set updated_at = now()
      returning id)
    insert into bookings (provider_id, id, service_id, customer_id, during, status, confirmed_at, idempotency_key,
      request_hash, manage_token_hash, customer_name, customer_phone, customer_time_zone, customer_locale, note,
      answers, service_title, price_cents, currency, place, place_detail, booked_by, internal_note, created_at, updated_at)
    select t.provider_id, t.booking_id, ${b.service_id}, customer.id, ${range(b.starts_at, b.ends_at)}, ${b.status},
      ${b.status === "confirmed" ? instant(b.now) : null}, ${b.idempotency_key}, ${sql.binary(Buffer.from(b.request_hash))},
      ${sql.binary(Buffer.from(b.manage_token_hash))}, ${b.customer_name}, ${b.customer_phone}, ${b.customer_time_zone},
      ${b.customer_locale}, ${b.note}, ${sql.jsonb(b.answers)}, ${b.service_title}, ${b.price_cents}::integer,
      ${b.currency}, ${b.place}, ${b.place_detail}, ${b.booked_by}, ${b.internal_note}, ${instant(b.now)}, ${instant(b.now)}
    from taken t, customer
    returning id`);
  return row !== null;
}

/** A booking by id, or null when it is not this provider's. */
export async function selectOptionalBookingById(tx: TenantTx, id: string): Promise<BookingRow | null> {
  return tx.maybeOne(sql.type(BookingRow)`
    /* selectOptionalBookingById */
    select ${columns} from ${source} where b.provider_id = ${tx.provider_id} and b.id = ${id}`);
}

/** A booking by the SHA-256 of its manage token, or null. */
export async function selectOptionalBookingByToken(
  tx: TenantTx,
  manage_token_hash: Uint8Array,
): Promise<BookingRow | null> {
  return tx.maybeOne(sql.type(BookingRow)`
    /* selectOptionalBookingByToken */
    select ${columns} from ${source}
    where b.provider_id = ${tx.provider_id} and b.manage_token_hash = ${sql.binary(Buffer.from(manage_token_hash))}`);
}

/** The booking that a form's key made, or null. */
export async function selectOptionalBookingByKey(tx: TenantTx, key: string): Promise<BookingRow | null> {
  return tx.maybeOne(sql.type(BookingRow)`
    /* selectOptionalBookingByKey */
    select ${columns} from ${source} where b.provider_id = ${tx.provider_id} and b.idempotency_key = ${key}`);
}

export type BookingChange = {
  id: string;
  /** The version that the change was decided on; it becomes one more. */
  version: number;
  now: number;
  status?: BookingStatus;
  starts_at?: number;
  ends_at?: number;
  cancelled_by?: "customer" | "provider" | "system";
  end_reason?: string;
};

/** Writes a change of state or time. @returns false when the booking is no longer at that version */
export async function updateBooking(tx: WriteTx, change: BookingChange): Promise<boolean> {
  const { id, version, now, status, starts_at, ends_at } = change;
  const sets = [sql.fragment`version = version + 1`, sql.fragment`updated_at = ${instant(now)}`];
  if (status) sets.push(sql.fragment`status = ${status}`);
  if (status === "confirmed") sets.push(sql.fragment`confirmed_at = ${instant(now)}`);
  if (status === "cancelled") sets.push(sql.fragment`cancelled_at = ${instant(now)}`);
  if (status === "declined") sets.push(sql.fragment`declined_at = ${instant(now)}`);
  if (change.cancelled_by) sets.push(sql.fragment`cancelled_by = ${change.cancelled_by}`);
  if (change.end_reason !== undefined) sets.push(sql.fragment`end_reason = ${change.end_reason}`);
  // Who missed the old time has not missed the new one.
  if (starts_at !== undefined && ends_at !== undefined)
    sets.push(sql.fragment`during = ${range(starts_at, ends_at)}, no_show_at = null`);
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateBooking */
    update bookings set ${sql.join(sets, sql.fragment`, `)}
    where provider_id = ${tx.provider_id} and id = ${id} and version = ${version}
    returning id`);
  return row !== null;
}

export const AgendaRow = z.object({
  id: z.uuid(),
  status: z.enum(BOOKING_STATUSES),
  starts_at: z.number(),
  ends_at: z.number(),
  service_title: z.string(),
  customer_name: z.string(),
  version: z.number().int(),
});
export type AgendaRow = z.infer<typeof AgendaRow>;

const agendaColumns = sql.fragment`
  b.id, b.status, lower(b.during) as starts_at, upper(b.during) as ends_at, b.service_title, b.customer_name, b.version`;

/** What stands in a day (epoch ms), by start: found through what is taken, so no index on bookings is needed for it. */
export async function selectAgenda(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<readonly AgendaRow[]> {
  return tx.any(sql.type(AgendaRow)`
    /* selectAgenda */
    select ${agendaColumns}
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and ${inWindow(starts_at, ends_at)}
      and lower(b.during) < ${instant(ends_at)} and upper(b.during) > ${instant(starts_at)}
    order by lower(b.during), b.id`);
}

/** Bookings that wait for the provider's answer, the next to take place first, at most 100. */
export async function selectPendingBookings(tx: TenantTx): Promise<readonly AgendaRow[]> {
  return tx.any(sql.type(AgendaRow)`
    /* selectPendingBookings */
    select ${agendaColumns} from bookings b
    where b.provider_id = ${tx.provider_id} and b.status = 'pending' order by lower(b.during), b.id limit 100`);
}

/** How many bookings that stand lie ahead of an instant (epoch ms). */
export async function selectUpcomingBookingsCount(tx: TenantTx, now: number): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ bookings: z.number().int() }))`
    /* selectUpcomingBookingsCount */
    select count(*)::int as bookings from bookings
    where provider_id = ${tx.provider_id} and status in ('pending', 'confirmed') and upper(during) > ${instant(now)}`);
}

export const SeriesRow = z.object({
  week: z.number().int(),
  id: z.uuid(),
  starts_at: z.number(),
  ends_at: z.number(),
  status: z.enum(BOOKING_STATUSES),
});
export type SeriesRow = z.infer<typeof SeriesRow>;

/**
 * What one form booked in its weeks, counted from 0 to `weeks` - 1, found by the keys that it made of its own
 * (app/domain/by-hand.ts, weeklyKey); empty when `first_id` is not the first of a series.
 */
export async function selectSeries(
  tx: TenantTx,
  first_id: string,
  weeks: number,
): Promise<readonly SeriesRow[]> {
  return tx.any(sql.type(SeriesRow)`
    /* selectSeries */
    select w.week, b.id, b.starts_at, b.ends_at, b.status
    from bookings f
    cross join generate_series(0, ${weeks - 1}::int) as w (week)
    join bookings b on b.provider_id = f.provider_id
      and b.idempotency_key = left(f.idempotency_key, -3) || '_w' || w.week
    where f.provider_id = ${tx.provider_id} and f.id = ${first_id} and right(f.idempotency_key, 3) = '_w0'
    order by w.week`);
}

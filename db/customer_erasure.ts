import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** Taking customers out of the book: merging two into one, and forgetting who somebody was. */

/** Gives all bookings of one customer to another; the bookings themselves stay as they are. */
export async function updateBookingsCustomer(tx: WriteTx, from: string, to: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateBookingsCustomer */
    update bookings set customer_id = ${to} where provider_id = ${tx.provider_id} and customer_id = ${from}`);
}

/** Deletes a customer, with their tags. @throws a foreign key violation while they have bookings */
export async function deleteCustomer(tx: WriteTx, id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteCustomer */
    delete from customers where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** What stands in an erased customer's rows in place of what was known. */
export type Erasure = {
  id: string;
  /** Epoch ms. */
  now: number;
  name: string;
  email: string;
  /** In place of the zone from which they booked: the provider's own. */
  time_zone: string;
};

/** Writes over a customer and takes their tags away. */
export async function updateCustomerErased(tx: WriteTx, erasure: Erasure): Promise<void> {
  const { id, now, name, email } = erasure;
  await tx.query(sql.typeAlias("void")`
    /* updateCustomerErased */
    with gone as (delete from customer_tags where provider_id = ${tx.provider_id} and customer_id = ${id})
    update customers set name = ${name}, email = ${email}, phone = null, note = '', blocked_at = null,
      erased_at = ${instant(now)}, version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/**
 * Writes over what a customer said in their bookings. Time, service, price and status stay. The link to each is void:
 * what opened it no longer has this hash, and the hash of what the form said goes too, because it is made of it. A place
 * goes when it is a phone call, or when it has the number that they gave.
 */
export async function updateBookingsErased(tx: WriteTx, erasure: Erasure): Promise<void> {
  const { id, now, name, time_zone } = erasure;
  await tx.query(sql.typeAlias("void")`
    /* updateBookingsErased */
    update bookings b set customer_name = ${name}, customer_phone = null, customer_time_zone = ${time_zone},
      customer_locale = 'en', note = '', answers = '[]', internal_note = '', end_reason = '',
      place_detail = case when b.place = 'phone' or strpos(regexp_replace(b.place_detail, '\\D', '', 'g'),
          nullif(regexp_replace(coalesce(b.customer_phone, ''), '\\D', '', 'g'), '')) > 0
        then '' else b.place_detail end,
      manage_token_hash = sha256(uuid_send(gen_random_uuid())), request_hash = sha256(uuid_send(gen_random_uuid())),
      version = version + 1, updated_at = ${instant(now)}
    where b.provider_id = ${tx.provider_id} and b.customer_id = ${id}`);
}

/**
 * What was sent about a customer's bookings stays, without what servers answered: that may name them. What waits is void; its job
 * goes with the others (forgetCustomer).
 */
export async function updateDeliveriesErased(
  tx: WriteTx,
  id: string,
  { answer, now }: { answer: string; now: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateDeliveriesErased */
    update deliveries d set
      state = case when d.state = 'queued' then 'void' else d.state end,
      ended_at = case when d.state = 'queued' then ${instant(now)} else d.ended_at end,
      answer = case d.state when 'queued' then ${answer} when 'void' then d.answer else '' end
    from bookings b
    where d.provider_id = ${tx.provider_id} and b.provider_id = d.provider_id and b.id = d.booking_id
      and b.customer_id = ${id}`);
}

/** Takes an erased customer out of the history of their bookings and out of the queue. @throws when they are not erased */
export async function forgetCustomer(tx: WriteTx, id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* forgetCustomer */
    select from forget_customer(${id}::uuid)`);
}

/** The bookings of a customer, by their ids. */
export async function selectBookingIdsOfCustomer(tx: TenantTx, id: string): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ id: z.uuid() }))`
    /* selectBookingIdsOfCustomer */
    select id from bookings where provider_id = ${tx.provider_id} and customer_id = ${id}`);
}

export const ComingBookingRow = z.object({ id: z.uuid(), version: z.number().int() });
export type ComingBookingRow = z.infer<typeof ComingBookingRow>;

/** A customer's bookings that stand and are not over at an instant (epoch ms), the next first, at most `count`. */
export async function selectComingBookings(
  tx: TenantTx,
  id: string,
  now: number,
  count: number,
): Promise<readonly ComingBookingRow[]> {
  return tx.any(sql.type(ComingBookingRow)`
    /* selectComingBookings */
    select id, version from bookings
    where provider_id = ${tx.provider_id} and customer_id = ${id} and status in ('held', 'pending', 'confirmed')
      and starts_at > ${instant(now - 86_400_000)} and ends_at > ${instant(now)}
    order by starts_at, id limit ${count}`);
}

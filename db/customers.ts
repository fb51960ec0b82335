import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const CustomerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  note: z.string(),
  /** In the order of the alphabet. */
  tags: z.array(z.string()),
  blocked_at: z.number().nullable(),
  erased_at: z.number().nullable(),
  created_at: z.number(),
  version: z.number().int(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

/** What a member may write of a customer. */
export type CustomerValues = Pick<CustomerRow, "name" | "email" | "phone" | "note">;

const columns = sql.fragment`
  c.id, c.name, c.email, c.phone, c.note, c.blocked_at, c.erased_at, c.created_at, c.version,
  array(select t.tag from customer_tags t where t.provider_id = c.provider_id and t.customer_id = c.id order by t.tag) as tags`;

/** A customer by id, or null when they are not this provider's. */
export async function selectOptionalCustomerById(tx: TenantTx, id: string): Promise<CustomerRow | null> {
  return tx.maybeOne(sql.type(CustomerRow)`
    /* selectOptionalCustomerById */
    select ${columns} from customers c where c.provider_id = ${tx.provider_id} and c.id = ${id}`);
}

/** A customer by their e-mail address in any spelling of its case, or null. */
export async function selectOptionalCustomerByEmail(
  tx: TenantTx,
  email: string,
): Promise<CustomerRow | null> {
  return tx.maybeOne(sql.type(CustomerRow)`
    /* selectOptionalCustomerByEmail */
    select ${columns} from customers c where c.provider_id = ${tx.provider_id} and c.email_key = lower(${email})`);
}

/** Adds a customer. @throws a unique violation of customers_email_once when somebody has the address */
export async function insertCustomer(
  tx: WriteTx,
  customer: CustomerValues & { id: string; now: number },
): Promise<void> {
  const { id, name, email, phone, note, now } = customer;
  await tx.query(sql.typeAlias("void")`
    /* insertCustomer */
    insert into customers (provider_id, id, email, name, phone, note, created_at, updated_at)
    values (${tx.provider_id}, ${id}, ${email}, ${name}, ${phone}, ${note}, ${instant(now)}, ${instant(now)})`);
}

/**
 * Writes all that a member may set (epoch ms for `now`).
 * @throws a unique violation of customers_email_once when somebody else has the address
 */
export async function updateCustomer(
  tx: WriteTx,
  customer: CustomerValues & { id: string; now: number },
): Promise<void> {
  const { id, name, email, phone, note, now } = customer;
  await tx.query(sql.typeAlias("void")`
    /* updateCustomer */
    update customers set name = ${name}, email = ${email}, phone = ${phone}, note = ${note},
      version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Makes these the customer's tags, and no others. */
export async function updateCustomerTags(tx: WriteTx, id: string, tags: readonly string[]): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateCustomerTags */
    with gone as (
      delete from customer_tags
      where provider_id = ${tx.provider_id} and customer_id = ${id} and tag <> all(${sql.array([...tags], "text")}))
    insert into customer_tags (provider_id, customer_id, tag)
    select ${tx.provider_id}::uuid, ${id}::uuid, tag from unnest(${sql.array([...tags], "text")}) tag
    on conflict do nothing`);
}

/**
 * Blocks a customer from booking at an instant (epoch ms), or with null lets them book again.
 * @returns false when they are so already, or are not this provider's, or erased
 */
export async function updateCustomerBlocked(
  tx: WriteTx,
  id: string,
  blocked_at: number | null,
  now: number,
): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateCustomerBlocked */
    update customers set blocked_at = ${blocked_at === null ? null : instant(blocked_at)},
      version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id} and erased_at is null
      and (blocked_at is null) = ${blocked_at !== null}
    returning id`);
  return row !== null;
}

export const CustomerFiguresRow = z.object({
  visits: z.number().int(),
  no_shows: z.number().int(),
  cancelled: z.number().int(),
  upcoming: z.number().int(),
  last_at: z.number().nullable(),
  next_at: z.number().nullable(),
});
export type CustomerFiguresRow = z.infer<typeof CustomerFiguresRow>;

/** A customer's bookings in numbers, as of an instant (epoch ms). */
export async function selectCustomerFigures(
  tx: TenantTx,
  id: string,
  now: number,
): Promise<CustomerFiguresRow> {
  return tx.one(sql.type(CustomerFiguresRow)`
    /* selectCustomerFigures */
    select count(*) filter (where status = 'confirmed' and no_show_at is null and starts_at <= ${instant(now)})::int as visits,
      count(*) filter (where status = 'confirmed' and no_show_at is not null)::int as no_shows,
      count(*) filter (where status in ('cancelled', 'declined', 'expired'))::int as cancelled,
      count(*) filter (where status in ('held', 'pending', 'confirmed') and starts_at > ${instant(now)})::int as upcoming,
      max(starts_at) filter (where status = 'confirmed' and no_show_at is null and starts_at <= ${instant(now)}) as last_at,
      min(starts_at) filter (where status in ('pending', 'confirmed') and starts_at > ${instant(now)}) as next_at
    from bookings where provider_id = ${tx.provider_id} and customer_id = ${id}`);
}

export const CustomerBookingRow = z.object({
  id: z.uuid(),
  status: z.enum(["held", "pending", "confirmed", "cancelled", "declined", "expired"]),
  no_show_at: z.number().nullable(),
  starts_at: z.number(),
  ends_at: z.number(),
  service_title: z.string(),
  price_cents: z.number().int().nullable(),
  currency: z.string(),
  note: z.string(),
  answers: z.array(z.object({ label: z.string(), value: z.string() })),
  version: z.number().int(),
});
export type CustomerBookingRow = z.infer<typeof CustomerBookingRow>;

/**
 * A page of a customer's bookings, the latest first.
 * @param page.before start (epoch ms) and id of the last one before it, or null for the first page
 */
export async function selectCustomerBookings(
  tx: TenantTx,
  id: string,
  page: { before: { starts_at: number; id: string } | null; count: number },
): Promise<readonly CustomerBookingRow[]> {
  const { before, count } = page;
  const from = before
    ? sql.fragment`(b.starts_at, b.id) < (${instant(before.starts_at)}, ${before.id}::uuid)`
    : sql.fragment`true`;
  return tx.any(sql.type(CustomerBookingRow)`
    /* selectCustomerBookings */
    select b.id, b.status, b.no_show_at, b.starts_at, b.ends_at, b.service_title, b.price_cents, b.currency, b.note,
      b.answers, b.version
    from bookings b
    where b.provider_id = ${tx.provider_id} and b.customer_id = ${id} and ${from}
    order by b.starts_at desc, b.id desc limit ${count}`);
}

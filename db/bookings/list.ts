import { z } from "zod";
import { BOOKING_STATUSES } from "../bookings.ts";
import { instant, sql, type TenantTx } from "../transaction.ts";

export const BookingListRow = z.object({
  id: z.uuid(),
  status: z.enum(BOOKING_STATUSES),
  starts_at: z.number(),
  ends_at: z.number(),
  service_title: z.string(),
  customer_id: z.uuid(),
  customer_name: z.string(),
  customer_email: z.string(),
  customer_phone: z.string().nullable(),
  price_cents: z.number().int().nullable(),
  currency: z.string(),
  place: z.enum(["in_person", "phone", "video"]),
  booked_by: z.enum(["customer", "provider"]),
  no_show_at: z.number().nullable(),
  created_at: z.number(),
});
export type BookingListRow = z.infer<typeof BookingListRow>;

export type BookingState = "upcoming" | "waiting" | "past" | "cancelled" | "all";

/** The beginning of customers' keys: `text` in lower case, `digits` from the last to the first, "" when none were typed. */
export type CustomerKeys = { text: string; digits: string };

export type BookingFilter = {
  state: BookingState;
  service_id: string | null;
  /** Whose bookings; null for everybody's. Nobody's when empty. */
  customer_ids: readonly string[] | null;
  /** Where so many customers fit that they are not named one by one: looked at booking by booking. */
  search: CustomerKeys | null;
  /** Epoch ms, of the start: [from, until). */
  from: number | null;
  until: number | null;
  order: "soonest" | "latest";
  /** The last booking of the page before, or null. */
  after: { starts_at: number; id: string } | null;
  now: number;
  count: number;
};

// No booking is longer than a day, so whatever is still under way began after yesterday's this time: a bound for the index.
const LONGEST_MS = 86_400_000;

const ofState = ({ state, now }: BookingFilter) => {
  switch (state) {
    case "upcoming":
      return sql.fragment`b.status in ('held', 'pending', 'confirmed') and b.ends_at > ${instant(now)}
        and b.starts_at > ${instant(now - LONGEST_MS)}`;
    case "waiting":
      return sql.fragment`b.status = 'pending'`;
    case "past":
      return sql.fragment`b.status in ('pending', 'confirmed') and b.ends_at <= ${instant(now)}
        and b.starts_at < ${instant(now)}`;
    case "cancelled":
      return sql.fragment`b.status in ('cancelled', 'declined', 'expired')`;
    case "all":
      return sql.fragment`true`;
  }
};

// After every text that begins with a prefix, in "C".
const LAST = "\u{10ffff}";

/** One condition for each key of a customer `c`; each has an index of its own. */
const beginnings = ({ text, digits }: CustomerKeys) => {
  const begins = (column: string, value: string) => {
    const key = sql.identifier(["c", column]);
    return sql.fragment`(${key} >= ${value} and ${key} < ${value + LAST})`;
  };
  return [
    ...["name_key", "last_name_key", "email_key"].map((column) => begins(column, text)),
    ...(digits === "" ? [] : [begins("phone_key", digits)]),
  ];
};

/** A page of bookings, by start and id, so that a list can go on where it stopped whatever is booked meanwhile. */
export async function selectBookingList(
  tx: TenantTx,
  filter: BookingFilter,
): Promise<readonly BookingListRow[]> {
  const { service_id, customer_ids, search, from, until, order, after } = filter;
  const soonest = order === "soonest";
  const conditions = [
    sql.fragment`b.provider_id = ${tx.provider_id}`,
    ofState(filter),
    service_id === null ? null : sql.fragment`b.service_id = ${service_id}`,
    from === null ? null : sql.fragment`b.starts_at >= ${instant(from)}`,
    until === null ? null : sql.fragment`b.starts_at < ${instant(until)}`,
    after === null
      ? null
      : soonest
        ? sql.fragment`(b.starts_at, b.id) > (${instant(after.starts_at)}, ${after.id}::uuid)`
        : sql.fragment`(b.starts_at, b.id) < (${instant(after.starts_at)}, ${after.id}::uuid)`,
  ].filter((condition) => condition !== null);
  const order_by = soonest ? sql.fragment`b.starts_at, b.id` : sql.fragment`b.starts_at desc, b.id desc`;
  const where = sql.join(conditions, sql.fragment` and `);
  // Each customer's own bookings by their own index, and of each no more than a page: with `= any(…)` PostgreSQL may
  // rather read all of a provider's bookings in the list's order, in the hope of meeting these people soon.
  const source =
    customer_ids === null
      ? sql.fragment`bookings b`
      : sql.fragment`unnest(${sql.array([...customer_ids], "uuid")}) whose (id) cross join lateral (
          select * from bookings b where b.customer_id = whose.id and ${where} order by ${order_by} limit ${filter.count}) b`;
  const found = search === null ? sql.fragment`true` : sql.join(beginnings(search), sql.fragment` or `);
  return tx.any(sql.type(BookingListRow)`
    /* selectBookingList */
    select b.id, b.status, b.starts_at, b.ends_at, b.service_title, b.customer_id, b.customer_name,
           c.email as customer_email, b.customer_phone, b.price_cents, b.currency, b.place, b.booked_by, b.no_show_at,
           b.created_at
    from ${source} join customers c on c.provider_id = b.provider_id and c.id = b.customer_id
    where ${where} and (${found})
    order by ${order_by} limit ${filter.count}`);
}

const FoundRow = z.object({ id: z.uuid() });
/**
 * Customers whose first or last name, e-mail or phone (from its end) begins with what was typed, at most `count`: each of
 * the four by its own index. Which of them, when there are more, is not said.
 */
export async function selectCustomerIdsBySearch(
  tx: TenantTx,
  search: CustomerKeys,
  count: number,
): Promise<readonly string[]> {
  const parts = beginnings(search).map(
    (begins) => sql.fragment`
    (select c.id from customers c where c.provider_id = ${tx.provider_id} and ${begins} limit ${count})`,
  );
  const rows = await tx.any(sql.type(FoundRow)`
    /* selectCustomerIdsBySearch */
    select id from (${sql.join(parts, sql.fragment` union `)}) found limit ${count}`);
  return rows.map(({ id }) => id);
}

/** How many requests wait for an answer, counted up to `most`: the index of those that wait knows. */
export async function selectWaitingCount(tx: TenantTx, most: number): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ bookings: z.number().int() }))`
    /* selectWaitingCount */
    select count(*)::int as bookings from (
      select from bookings b where b.provider_id = ${tx.provider_id} and b.status = 'pending' limit ${most}) waiting`);
}

/** A customer's name on file, or null when there is no such customer of this provider. */
export async function selectOptionalCustomerName(tx: TenantTx, id: string): Promise<string | null> {
  return tx.maybeOneFirst(sql.type(z.object({ name: z.string() }))`
    /* selectOptionalCustomerName */
    select c.name from customers c where c.provider_id = ${tx.provider_id} and c.id = ${id}`) as Promise<
    string | null
  >;
}

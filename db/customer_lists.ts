import { z } from "zod";
import { instant, sql, type TenantTx } from "./transaction.ts";

export const CustomerEntryRow = z.object({
  id: z.uuid(),
  name: z.string(),
  name_key: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  tags: z.array(z.string()),
  blocked_at: z.number().nullable(),
  created_at: z.number(),
  visits: z.number().int(),
  last_at: z.number().nullable(),
  next_at: z.number().nullable(),
});
export type CustomerEntryRow = z.infer<typeof CustomerEntryRow>;

/** What is looked for: the beginning of a name or an address, or the end of a phone number (its digits). */
export type CustomerSearch =
  | { by: "all" }
  | { by: "text"; text: string }
  | { by: "email"; text: string }
  | { by: "phone"; digits: string };

export type CustomerFilter = { search: CustomerSearch; tag: string | null; blocked: boolean };

/** Where a page of the list begins: after this name (as name_key writes it) and id. */
export type CustomerCursor = { name_key: string; id: string };

/** Behind every text that begins with the one before it, in the order of "C". */
const LAST = "\u{10FFFF}";

const beginsWith = (column: string, text: string) => {
  const key = sql.identifier(["c", column]);
  return sql.fragment`${key} >= lower(${text}) and ${key} < lower(${text}) || ${LAST}`;
};

/** One condition for each index that can answer the search. */
const conditionsOf = (search: CustomerSearch) => {
  switch (search.by) {
    case "all":
      return [sql.fragment`true`];
    case "text":
      return ["name_key", "last_name_key", "email_key"].map((column) => beginsWith(column, search.text));
    case "email":
      return [beginsWith("email_key", search.text)];
    case "phone":
      return [beginsWith("phone_key", [...search.digits].reverse().join(""))];
  }
};

/** What is counted of the customer `c`, in one scan of their bookings. */
const visits = (provider_id: string, now: number) => sql.fragment`
  select count(*) filter (where status = 'confirmed' and no_show_at is null and starts_at <= ${instant(now)})::int as visits,
    max(starts_at) filter (where status = 'confirmed' and no_show_at is null and starts_at <= ${instant(now)}) as last_at,
    min(starts_at) filter (where status in ('pending', 'confirmed') and starts_at > ${instant(now)}) as next_at
  from bookings where provider_id = ${provider_id} and customer_id = c.id`;

/**
 * A page of the customers by name, with their visits, last and next booking as of `now` (epoch ms). Each way to be found
 * is a range of an index of its own; those who were erased are not listed.
 */
export async function selectCustomers(
  tx: TenantTx,
  filter: CustomerFilter,
  page: { after: CustomerCursor | null; count: number; now: number },
): Promise<readonly CustomerEntryRow[]> {
  const { after, count, now } = page;
  const tagged =
    filter.tag === null
      ? sql.fragment``
      : sql.fragment`join customer_tags t on t.provider_id = c.provider_id and t.customer_id = c.id and t.tag = ${filter.tag}`;
  const from = after
    ? sql.fragment`(c.name_key, c.id) > (${after.name_key}, ${after.id}::uuid)`
    : sql.fragment`true`;
  const parts = conditionsOf(filter.search).map(
    (condition) => sql.fragment`
      (select c.id, c.name_key from customers c ${tagged}
       where c.provider_id = ${tx.provider_id} and c.erased_at is null and ${condition} and ${from}
         and ${filter.blocked ? sql.fragment`c.blocked_at is not null` : sql.fragment`true`}
       order by c.name_key, c.id limit ${count})`,
  );
  return tx.any(sql.type(CustomerEntryRow)`
    /* selectCustomers */
    with found as (${sql.join(parts, sql.fragment` union `)}),
    page as (select id, name_key from found order by name_key, id limit ${count})
    select c.id, c.name, c.name_key, c.email, c.phone, c.blocked_at, c.created_at, b.visits, b.last_at, b.next_at,
      array(select t.tag from customer_tags t where t.provider_id = ${tx.provider_id} and t.customer_id = c.id order by t.tag) as tags
    from page join customers c on c.provider_id = ${tx.provider_id} and c.id = page.id
    cross join lateral (${visits(tx.provider_id, now)}) b
    order by page.name_key, page.id`);
}

/** The tags in use, in the order of the alphabet, at most `count`: from one to the next in the index, not row by row. */
export async function selectCustomerTags(tx: TenantTx, count: number): Promise<readonly string[]> {
  const next = (from: ReturnType<typeof sql.fragment>) => sql.fragment`
    (select t.tag from customer_tags t where t.provider_id = ${tx.provider_id} and ${from} order by t.tag limit 1)`;
  return tx.anyFirst(sql.type(z.object({ tag: z.string() }))`
    /* selectCustomerTags */
    with recursive used as (
      select ${next(sql.fragment`true`)} as tag
      union all
      select ${next(sql.fragment`t.tag > used.tag`)} from used where used.tag is not null)
    select tag from used where tag is not null limit ${count}`);
}

export const CustomerSheetRow = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  note: z.string(),
  tags: z.array(z.string()),
  blocked_at: z.number().nullable(),
  created_at: z.number(),
  visits: z.number().int(),
  last_at: z.number().nullable(),
  next_at: z.number().nullable(),
});
export type CustomerSheetRow = z.infer<typeof CustomerSheetRow>;

/**
 * A page of all customers with what is known of them, for a file; as of `now` (epoch ms), in the order of their ids.
 * @param page.after the id of the last one before it, or null for the first page
 */
export async function selectCustomerSheet(
  tx: TenantTx,
  page: { after: string | null; count: number; now: number },
): Promise<readonly CustomerSheetRow[]> {
  const { after, count, now } = page;
  return tx.any(sql.type(CustomerSheetRow)`
    /* selectCustomerSheet */
    select c.id, c.name, c.email, c.phone, c.note, c.blocked_at, c.created_at, b.visits, b.last_at, b.next_at,
      array(select t.tag from customer_tags t where t.provider_id = ${tx.provider_id} and t.customer_id = c.id order by t.tag) as tags
    from customers c cross join lateral (${visits(tx.provider_id, now)}) b
    where c.provider_id = ${tx.provider_id} and c.erased_at is null
      and ${after === null ? sql.fragment`true` : sql.fragment`c.id > ${after}`}
    order by c.id limit ${count}`);
}

import type { z } from "zod";
import { CustomerRow, type CustomerValues } from "./customers.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** Many customers at once, for the import: each function is one statement, whatever the number. */

const KnownRow = CustomerRow.pick({ id: true, name: true, email: true, phone: true, note: true, tags: true });
export type KnownRow = z.infer<typeof KnownRow>;

/** The customers with these addresses, in any spelling of their case. */
export async function selectCustomersByEmails(
  tx: TenantTx,
  emails: readonly string[],
): Promise<readonly KnownRow[]> {
  return tx.any(sql.type(KnownRow)`
    /* selectCustomersByEmails */
    select c.id, c.name, c.email, c.phone, c.note,
      array(select t.tag from customer_tags t where t.provider_id = ${tx.provider_id} and t.customer_id = c.id order by t.tag) as tags
    from customers c
    where c.provider_id = ${tx.provider_id}
      and c.email_key = any(array(select lower(e) from unnest(${sql.array([...emails], "text")}) e))`);
}

export type ImportedCustomer = CustomerValues & { id: string; tags: string[] };

const records = (customers: readonly ImportedCustomer[]) => sql.fragment`
  jsonb_to_recordset(${sql.jsonb(customers.map(({ id, name, email, phone, note, tags }) => ({ id, name, email, phone, note, tags })))})
    as r(id uuid, name text, email text, phone text, note text, tags jsonb)`;

/** Adds customers (epoch ms for `now`). @throws a unique violation of customers_email_once for an address that is known */
export async function insertCustomers(
  tx: WriteTx,
  customers: readonly ImportedCustomer[],
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertCustomers */
    insert into customers (provider_id, id, email, name, phone, note, created_at, updated_at)
    select ${tx.provider_id}::uuid, r.id, r.email, r.name, r.phone, r.note, ${instant(now)}, ${instant(now)}
    from ${records(customers)}`);
}

/** Writes name, phone and note of customers who are there. */
export async function updateCustomers(
  tx: WriteTx,
  customers: readonly ImportedCustomer[],
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateCustomers */
    update customers c set name = r.name, phone = r.phone, note = r.note, version = c.version + 1,
      updated_at = ${instant(now)}
    from ${records(customers)} where c.provider_id = ${tx.provider_id} and c.id = r.id`);
}

/** Adds tags to customers; those they have already stay. */
export async function insertCustomerTags(tx: WriteTx, customers: readonly ImportedCustomer[]): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertCustomerTags */
    insert into customer_tags (provider_id, customer_id, tag)
    select ${tx.provider_id}::uuid, r.id, t.tag
    from ${records(customers)}, jsonb_array_elements_text(r.tags) as t(tag)
    on conflict do nothing`);
}

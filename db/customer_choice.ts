/** Customers as who books meets them: found by the beginning of what is typed, taken by id, or turned away. */
import { z } from "zod";
import { sql, type TenantTx } from "./transaction.ts";

export const CustomerChoiceRow = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  blocked_at: z.number().nullable(),
});
export type CustomerChoiceRow = z.infer<typeof CustomerChoiceRow>;

const columns = sql.fragment`c.id, c.name, c.email, c.phone, c.blocked_at`;

/** A customer to book for, or null: not this provider's, or erased. */
export async function selectOptionalCustomerChoice(
  tx: TenantTx,
  id: string,
): Promise<CustomerChoiceRow | null> {
  return tx.maybeOne(sql.type(CustomerChoiceRow)`
    /* selectOptionalCustomerChoice */
    select ${columns} from customers c
    where c.provider_id = ${tx.provider_id} and c.id = ${id} and c.erased_at is null`);
}

/** The zone in which a customer booked last, or null. */
export async function selectOptionalCustomerZone(tx: TenantTx, id: string): Promise<string | null> {
  return tx.maybeOneFirst(sql.type(z.object({ zone: z.string() }))`
    /* selectOptionalCustomerZone */
    select customer_time_zone as zone from bookings b
    where b.provider_id = ${tx.provider_id} and b.customer_id = ${id}
    order by b.starts_at desc, b.id desc limit 1`) as Promise<string | null>;
}

// Two comparisons that an index answers under row-level security; U+FFFF is above every character.
const beginsWith = (column: string, text: string) => {
  const key = sql.identifier(["c", column]);
  return sql.fragment`${key} >= lower(${text}::text) and ${key} < lower(${text}::text) || U&'\\FFFF'`;
};

/**
 * Customers whose first name, last name or e-mail begins with `text`, or whose phone number ends with `digits` reversed
 * (null: no number was typed), by name, at most `count`.
 */
export async function selectCustomersBeginning(
  tx: TenantTx,
  text: string,
  digits: string | null,
  count: number,
): Promise<readonly CustomerChoiceRow[]> {
  const keys = ["name_key", "last_name_key", "email_key"].map((key) => ({ key, text }));
  if (digits !== null) keys.push({ key: "phone_key", text: digits });
  // Each by its own index and no further than needed: a single letter may be the beginning of thousands.
  const parts = keys.map(
    ({ key, text: beginning }) => sql.fragment`
      (select ${columns} from customers c
       where c.provider_id = ${tx.provider_id} and c.erased_at is null and ${beginsWith(key, beginning)}
       order by ${sql.identifier(["c", key])} limit ${count})`,
  );
  return tx.any(sql.type(CustomerChoiceRow)`
    /* selectCustomersBeginning */
    select * from (${sql.join(parts, sql.fragment` union `)}) found order by name, id limit ${count}`);
}

/** True when the provider wants no bookings online from whoever has this e-mail address. */
export async function selectIsBlocked(tx: TenantTx, email: string): Promise<boolean> {
  return tx.oneFirst(sql.type(z.object({ blocked: z.boolean() }))`
    /* selectIsBlocked */
    select coalesce(bool_or(c.blocked_at is not null), false) as blocked
    from customers c where c.provider_id = ${tx.provider_id} and c.email_key = lower(${email}::text)`) as Promise<boolean>;
}

import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** After how many months without a visit a provider's customers are erased by themselves; null: never. */
export async function selectRetentionMonths(tx: TenantTx): Promise<number | null> {
  return tx.oneFirst(sql.type(z.object({ retention_months: z.number().int().nullable() }))`
    /* selectRetentionMonths */
    select retention_months from providers where id = ${tx.provider_id}`);
}

/** Sets the rule, or with null takes it away. */
export async function updateRetentionMonths(tx: WriteTx, months: number | null): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateRetentionMonths */
    update providers set retention_months = ${months} where id = ${tx.provider_id}`);
}

/**
 * Customers whose last booking, whatever became of it, began before an instant; without one, who were added before it.
 * Who was added after it is not among them, whenever their bookings were.
 */
const due = (provider_id: string, before: number) => sql.fragment`
  customers c
  left join lateral (
    select b.starts_at from bookings b where b.provider_id = ${provider_id} and b.customer_id = c.id
    order by b.starts_at desc, b.id desc limit 1) last on true
  where c.provider_id = ${provider_id} and c.erased_at is null and c.created_at < ${instant(before)}
    and coalesce(last.starts_at, c.created_at) < ${instant(before)}`;

export const DueCustomerRow = z.object({ id: z.uuid(), name: z.string(), last_at: z.number().nullable() });
export type DueCustomerRow = z.infer<typeof DueCustomerRow>;

/** Whom the rule would erase, in the order of their ids, at most `count`; `before` in epoch ms. */
export async function selectDueCustomers(
  tx: TenantTx,
  before: number,
  page: { after: string | null; count: number },
): Promise<readonly DueCustomerRow[]> {
  const { after, count } = page;
  return tx.any(sql.type(DueCustomerRow)`
    /* selectDueCustomers */
    select c.id, c.name, last.starts_at as last_at from ${due(tx.provider_id, before)}
      and ${after === null ? sql.fragment`true` : sql.fragment`c.id > ${after}`}
    order by c.id limit ${count}`);
}

/** How many the rule would erase; `before` in epoch ms. */
export async function selectDueCustomersCount(tx: TenantTx, before: number): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ customers: z.number().int() }))`
    /* selectDueCustomersCount */
    select count(*)::int as customers from ${due(tx.provider_id, before)}`);
}

/** Whether the rule would erase this one; `before` in epoch ms. */
export async function selectIsCustomerDue(tx: TenantTx, id: string, before: number): Promise<boolean> {
  return tx.oneFirst(sql.type(z.object({ is_due: z.boolean() }))`
    /* selectIsCustomerDue */
    select exists (select from ${due(tx.provider_id, before)} and c.id = ${id}) as is_due`);
}

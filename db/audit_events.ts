import { z } from "zod";
import { tellOfChange } from "./changes.ts";
import { type AccountWriteTx, instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export type Actor = "customer" | "provider" | "system";

export type NewAuditEvent = {
  id: string;
  booking_id: string | null;
  /** "<noun>.<past verb>", e.g. "booking.moved". */
  action: string;
  actor: Actor;
  /** Who of the provider's members (or the operator), when somebody was signed in. */
  account_id?: string | null;
  /** From where: the client's network address. */
  address?: string | null;
  details: Record<string, string | number | boolean | null>;
  at: number;
};

/**
 * Adds one line to the provider's history; `at` in epoch ms. Every act writes one, so this is also where pages that are
 * open learn that something changed (db/changes.ts).
 */
export async function insertAuditEvent(tx: WriteTx, event: NewAuditEvent): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertAuditEvent */
    with written as (
      insert into audit_events (provider_id, id, booking_id, action, actor, account_id, address, details, at)
      values (${tx.provider_id}, ${event.id}, ${event.booking_id}, ${event.action}, ${event.actor},
              ${event.account_id ?? null}, ${event.address ?? null}, ${sql.jsonb(event.details)}, ${instant(event.at)}))
    select from ${tellOfChange(tx.provider_id)}`);
}

export const AuditEventRow = z.object({
  id: z.uuid(),
  action: z.string(),
  actor: z.enum(["customer", "provider", "system"]),
  account_id: z.uuid().nullable(),
  /** Of who acted; null when nobody was signed in or their account is gone. */
  account_name: z.string().nullable(),
  /** Whom it was about, when that is a member. */
  member_name: z.string().nullable(),
  address: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  customer_name: z.string().nullable(),
  service_title: z.string().nullable(),
  at: z.number(),
});
export type AuditEventRow = z.infer<typeof AuditEventRow>;

/**
 * A page of the provider's history, newest first (ids are UUIDs v7, so their order is that of time).
 * @param page.before the id of the last line of the page before, or null for the first page
 */
export async function selectAuditEvents(
  tx: TenantTx,
  page: { before: string | null; count: number },
): Promise<readonly AuditEventRow[]> {
  const { before, count } = page;
  return tx.any(sql.type(AuditEventRow)`
    /* selectAuditEvents */
    select e.id, e.action, e.actor, e.account_id, a.name as account_name, m.name as member_name, e.address, e.details,
           b.customer_name, b.service_title, e.at
    from audit_events e
    left join accounts a on a.id = e.account_id
    left join accounts m on m.id = (e.details ->> 'member_id')::uuid
    left join bookings b on b.provider_id = e.provider_id and b.id = e.booking_id
    where e.provider_id = ${tx.provider_id} and ${before ? sql.fragment`e.id < ${before}` : sql.fragment`true`}
    order by e.id desc limit ${count}`);
}

/**
 * Takes an address out of the transaction's provider: invitations to it, and its place in their history. In a
 * transaction without a provider, out of what the operator's history says of invitations.
 */
export async function forgetInvited(tx: AccountWriteTx, email: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* forgetInvited */
    select from forget_invited(${email})`);
}

/** When the provider's latest change was made (epoch ms), or null when nothing ever was. */
export async function selectOptionalLatestChange(tx: TenantTx): Promise<number | null> {
  return tx.maybeOneFirst(sql.type(z.object({ at: z.number() }))`
    /* selectOptionalLatestChange */
    select at from audit_events where provider_id = ${tx.provider_id} order by id desc limit 1`);
}

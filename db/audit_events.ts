import { instant, sql, type WriteTx } from "./transaction.ts";

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

/** Adds one line to the provider's history; `at` in epoch ms. */
export async function insertAuditEvent(tx: WriteTx, event: NewAuditEvent): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertAuditEvent */
    insert into audit_events (provider_id, id, booking_id, action, actor, account_id, address, details, at)
    values (${tx.provider_id}, ${event.id}, ${event.booking_id}, ${event.action}, ${event.actor},
            ${event.account_id ?? null}, ${event.address ?? null}, ${sql.jsonb(event.details)}, ${instant(event.at)})`);
}

import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import type { MemberRefusal } from "#app/domain/members.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import type { WriteTx } from "#db/transaction.ts";

/** What an owner does to members, who and through which session: their own may stay when their rights change. */
export type MemberContext = Context & { account_id: string; session_id: string | null };

export const refused = (reason: MemberRefusal): { ok: false; reason: MemberRefusal } => ({
  ok: false,
  reason,
});

/** One line of the provider's history, in the transaction of the act. */
export const recordAct = (
  tx: WriteTx,
  context: Pick<Context, "actor" | "account_id" | "address" | "now">,
  action: string,
  details: Record<string, string | number | boolean | null>,
): Promise<void> =>
  insertAuditEvent(tx, {
    id: newId(),
    booking_id: null,
    action,
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details,
    at: context.now,
  });

import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import type { WriteTx } from "#db/transaction.ts";

/** One line of the provider's history, in the transaction of the act. (A booking's own: bookings/record.server.ts.) */
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

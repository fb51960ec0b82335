import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { queueDeliveries } from "#app/domain/messages/plan.server.ts";
import type { CustomerKind } from "#app/domain/messages.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { serializable } from "#db/transaction.ts";

/** Has a message, as it is saved, sent to the member who acts and to nobody else. */
export async function sendTest(context: Context, kind: CustomerKind | "agenda"): Promise<void> {
  const event_id = newId();
  const { account_id, provider, now } = context;
  if (!account_id) throw new TypeError("Somebody must be signed in.");
  await serializable(provider.id, async (tx) => {
    const message = {
      ...{ kind: "test", recipient: "member" as const, account_id, booking_id: null, booking_version: null },
      ...{ due_at: now, once: `${provider.id}.${now}.test.${account_id}`, details: { kind } },
    };
    await queueDeliveries(tx, [message], now);
    await insertAuditEvent(tx, {
      ...{ id: event_id, booking_id: null, action: "message.tested", actor: context.actor },
      ...{ account_id, address: context.address, details: { kind }, at: now },
    });
  });
}

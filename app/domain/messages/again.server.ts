import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { type SendingRules, whyNotAgain } from "#app/domain/messages/ledger.ts";
import { enqueueDelivery } from "#app/domain/messages/plan.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import {
  type LedgerRow,
  selectOptionalDelivery,
  updateDeliveryDismissed,
  updateDeliveryQueued,
} from "#db/delivery_lists.ts";
import { selectMessageSettings, selectOptOuts, selectToldMembers } from "#db/messages.ts";
import { serializable, type TenantTx, type WriteTx } from "#db/transaction.ts";

export type AgainOutcome =
  | { ok: true; booking_id: string | null }
  | { ok: false; reason: "not_found" }
  /** It no longer holds; why, in a sentence. */
  | { ok: false; reason: "void"; because: string; booking_id: string | null };

/**
 * Puts a message that was refused, given up or void back into the queue, with all its tries. One that waits
 * or was sent already, because somebody was faster, stays as it is: two clicks send it once.
 */
export function sendAgain(context: Context, id: string): Promise<AgainOutcome> {
  const event_id = newId();
  const { provider, now } = context;
  return serializable(provider.id, async (tx): Promise<AgainOutcome> => {
    const row = await selectOptionalDelivery(tx, id);
    if (!row) return { ok: false, reason: "not_found" };
    const { booking_id } = row;
    if (["queued", "sending", "sent"].includes(row.state)) return { ok: true, booking_id };
    const because = whyNotAgain(row, await readSendingRules(tx, context, [row]));
    if (because) return { ok: false, reason: "void", because, booking_id };
    if (await updateDeliveryQueued(tx, id, now)) {
      await enqueueDelivery(tx, id, booking_id, now);
      await record(tx, context, event_id, row, "message.sent_again");
    }
    return { ok: true, booking_id };
  });
}

/** Takes a message that failed off the list. Twice is once. @returns false when there is no such message */
export function dismissMessage(context: Context, id: string): Promise<boolean> {
  const event_id = newId();
  return serializable(context.provider.id, async (tx) => {
    const row = await selectOptionalDelivery(tx, id);
    if (!row) return false;
    if (await updateDeliveryDismissed(tx, id, context.now))
      await record(tx, context, event_id, row, "message.dismissed");
    return true;
  });
}

const record = (tx: WriteTx, context: Context, id: string, row: LedgerRow, action: string) =>
  insertAuditEvent(tx, {
    id,
    booking_id: row.booking_id,
    action,
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details: { kind: row.kind, recipient: row.recipient },
    at: context.now,
  });

/** What decides about these messages beside themselves, in the page's or the verb's snapshot. */
export async function readSendingRules(
  tx: TenantTx,
  { provider, now }: Context,
  rows: readonly LedgerRow[],
): Promise<SendingRules> {
  const settings = await selectMessageSettings(tx);
  const recipients = rows.flatMap(({ account_id, customer_id }) => account_id ?? customer_id ?? []);
  const optouts = await selectOptOuts(tx, [...new Set(recipients)]);
  const told = await selectToldMembers(tx);
  return {
    disabled: new Set(settings.filter((one) => one.disabled_at !== null).map((one) => one.kind)),
    optouts: new Set(optouts.map(({ recipient_id, kind }) => `${recipient_id} ${kind}`)),
    told: new Set(told.map(({ account_id }) => account_id)),
    provider,
    now,
  };
}

import { type OperatorContext, recordForOperators } from "#app/domain/operator.server.ts";
import { selectOptionalAccountDelivery, updateAccountDeliveryQueued } from "#db/delivery_lists.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import { changingAccounts } from "#db/transaction.ts";
import { selectOptionalVerificationTokenById } from "#db/verification_tokens.ts";

export type AccountAgainOutcome =
  | { ok: true }
  | { ok: false; reason: "not_found" }
  | { ok: false; reason: "void"; because: string };

/**
 * An operator puts a message about an account that was refused or given up back into the queue. One that waits
 * or was sent already stays as it is. A link that was used or has expired opens nothing any more, so it is not sent.
 */
export function sendAccountMessageAgain(context: OperatorContext, id: string): Promise<AccountAgainOutcome> {
  const { now } = context;
  return changingAccounts(null, async (tx): Promise<AccountAgainOutcome> => {
    const row = await selectOptionalAccountDelivery(tx, id);
    if (!row) return { ok: false, reason: "not_found" };
    if (["queued", "sending", "sent"].includes(row.state)) return { ok: true };
    if (row.state === "void") return { ok: false, reason: "void", because: row.answer };
    const { token_id } = row.details;
    const token =
      typeof token_id === "string" ? await selectOptionalVerificationTokenById(tx, token_id) : undefined;
    if (token === null || (token && token.used_at !== null))
      return { ok: false, reason: "void", because: "The link was used, or has expired." };
    if (await updateAccountDeliveryQueued(tx, id, now)) {
      await enqueueAccountJob(tx, "account_delivery", { delivery_id: id }, now);
      await recordForOperators(tx, context, "message.sent_again", { kind: row.kind }, row.account_id);
    }
    return { ok: true };
  });
}

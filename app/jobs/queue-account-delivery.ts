import { newId } from "#app/domain/ids.server.ts";
import { insertAccountDelivery } from "#db/deliveries.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import { readCommittedAccounts } from "#db/transaction.ts";

/**
 * Writes a message about an account down, with the job that sends it; a second run finds it.
 * @param message.about the row it tells of, which names the mail
 */
export async function queueAccountDelivery(message: {
  kind: string;
  about: string;
  account_id: string | null;
  details: Record<string, string>;
}): Promise<void> {
  const { kind, about, account_id, details } = message;
  const now = Date.now();
  const once = `${about}.1.${kind.replaceAll("_", "")}`;
  const id = newId();
  await readCommittedAccounts(async (tx) => {
    if (await insertAccountDelivery(tx, { id, kind, once, account_id, details, due_at: now }, now))
      await enqueueAccountJob(tx, "account_delivery", { delivery_id: id }, now);
  });
}

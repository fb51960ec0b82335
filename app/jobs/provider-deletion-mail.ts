import { z } from "zod";
import { queueDeliveries } from "#app/domain/messages/plan.server.ts";
import { task } from "#app/jobs/task.ts";
import { selectOptionalRole } from "#db/memberships.ts";
import { readCommitted } from "#db/transaction.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  account_id: z.uuid(),
  deletes_at: z.number().int(),
  /** Counts the owners, so that each one's mail has a name of its own. */
  index: z.number().int(),
});

/** Writes down that an owner is to be told of the deletion (app/jobs/delivery.ts). One who is gone is told nothing. */
export const providerDeletionMail = task(Payload, async ({ provider_id, account_id, deletes_at, index }) => {
  const now = Date.now();
  const message = {
    kind: "provider_deletion",
    recipient: "member" as const,
    account_id,
    booking_id: null,
    booking_version: null,
    due_at: now,
    once: `${provider_id}.${deletes_at + index}.deletion`,
    details: { deletes_at },
  };
  await readCommitted(provider_id, async (tx) => {
    if ((await selectOptionalRole(tx, account_id)) === "owner") await queueDeliveries(tx, [message], now);
  });
});

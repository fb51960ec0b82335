import { z } from "zod";
import { queueDeliveries } from "#app/domain/messages/plan.server.ts";
import { task } from "#app/jobs/task.ts";
import { readCommitted } from "#db/transaction.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  invitation_id: z.uuid(),
  sent_at: z.number().int(),
});

/** Writes down that an invitation's link is to be sent (app/jobs/delivery.ts). */
export const invitationMail = task(Payload, async ({ provider_id, invitation_id, sent_at }) => {
  const now = Date.now();
  const message = {
    kind: "invitation",
    recipient: "invited" as const,
    account_id: null,
    booking_id: null,
    booking_version: null,
    due_at: now,
    once: `${invitation_id}.${sent_at}.invited`,
    details: { invitation_id },
  };
  await readCommitted(provider_id, (tx) => queueDeliveries(tx, [message], now));
});

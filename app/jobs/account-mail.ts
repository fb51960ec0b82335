import { z } from "zod";
import { queueAccountDelivery } from "#app/jobs/queue-account-delivery.ts";
import { task } from "#app/jobs/task.ts";
import { readingAccounts } from "#db/transaction.ts";
import { selectOptionalVerificationTokenById } from "#db/verification_tokens.ts";

const Payload = z.object({ token_id: z.uuid() });

/** Writes down that a link is to be sent to the address that somebody typed (app/jobs/account-delivery.ts). */
export const accountMail = task(Payload, async ({ token_id }) => {
  const token = await readingAccounts(null, (tx) => selectOptionalVerificationTokenById(tx, token_id));
  if (!token) return;
  const kind = token.purpose === "sign_up" ? "sign_up" : "password_reset";
  await queueAccountDelivery({ kind, about: token_id, account_id: token.account_id, details: { token_id } });
});

import { z } from "zod";
import { ACCOUNT_MAILS } from "#app/domain/accounts/record.server.ts";
import { queueAccountDelivery } from "#app/jobs/queue-account-delivery.ts";
import { task } from "#app/jobs/task.ts";
import { selectOptionalAccountById } from "#db/accounts.ts";
import { readingAccounts } from "#db/transaction.ts";

const Payload = z.object({ mail: z.enum(ACCOUNT_MAILS), account_id: z.uuid(), about: z.uuid() });

/** Writes down that an account's owner is to be told of a change (app/jobs/account-delivery.ts). */
export const accountChangeMail = task(Payload, async (details) => {
  const { mail, account_id, about } = details;
  if (!(await readingAccounts(null, (tx) => selectOptionalAccountById(tx, account_id)))) return;
  await queueAccountDelivery({ kind: mail, about, account_id, details });
});

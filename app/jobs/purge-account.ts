import { z } from "zod";
import { purgeAccount } from "#app/domain/accounts/deletion.server.ts";
import { task } from "#app/jobs/task.ts";
import { deleteMailsTo } from "#app/mail/outbox.server.ts";

const Payload = z.object({ account_id: z.uuid() });

/** At the end of an account's grace period. For one that was kept it does nothing. */
export const purgeAccountJob = task(Payload, async ({ account_id }) => {
  await purgeAccount(account_id, { deleteMailsTo });
});

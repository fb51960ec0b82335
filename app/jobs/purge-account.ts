import type { Task } from "graphile-worker";
import { z } from "zod";
import { purgeAccount } from "#app/domain/accounts/deletion.server.ts";
import { deleteMailsTo } from "#app/mail/outbox.server.ts";

const Payload = z.object({ account_id: z.uuid() });

/** At the end of an account's grace period. For one that was kept it does nothing. */
export const purgeAccountJob: Task = async (raw) => {
  await purgeAccount(Payload.parse(raw).account_id, { deleteMailsTo });
};

import { z } from "zod";
import { purgeProvider } from "#app/domain/providers/delete.server.ts";
import { storage } from "#app/integrations/storage.server.ts";
import { task } from "#app/jobs/task.ts";
import { deleteMails } from "#app/mail/outbox.server.ts";

const Payload = z.object({ provider_id: z.uuid() });

/** Runs at the end of the grace period and looks whether it still is the end. */
export const purgeProviderJob = task(Payload, async ({ provider_id }) => {
  const deletePrefix = (prefix: string) => storage().deletePrefix(prefix);
  await purgeProvider(provider_id, Date.now(), { deleteMails, deletePrefix });
});

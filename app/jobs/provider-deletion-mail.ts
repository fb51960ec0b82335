import type { Task } from "graphile-worker";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { sendMail } from "#app/mail/outbox.server.ts";
import { providerDeletionMailFor } from "#app/mail/provider-deletion-mail.ts";
import { selectMembers } from "#db/memberships.ts";
import { selectOptionalProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  account_id: z.uuid(),
  deletes_at: z.number().int(),
  /** Counts the owners, so that each one's mail has a name of its own. */
  index: z.number().int(),
});

/** Tells an owner that the provider will be deleted; nobody, when that was taken back meanwhile. */
export const providerDeletionMail: Task = async (raw) => {
  const { provider_id, account_id, deletes_at, index } = Payload.parse(raw);
  const { provider, members } = await reading(provider_id, async (tx) => ({
    provider: await selectOptionalProvider(tx),
    members: await selectMembers(tx),
  }));
  const owner = members.find((member) => member.account_id === account_id && member.role === "owner");
  if (!owner || provider?.deletes_at !== deletes_at) return;
  const url = `${config().public_url}/dashboard/${provider.username}/settings/deletion`;
  await sendMail(
    `${provider_id}.${deletes_at + index}.deletion`,
    providerDeletionMailFor(owner, provider, deletes_at, url),
  );
};

import type { Task } from "graphile-worker";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { recoverInvitationToken } from "#app/domain/secrets.server.ts";
import { invitationMailFor } from "#app/mail/invitation-mail.ts";
import { sendMail } from "#app/mail/outbox.server.ts";
import { selectOptionalInvitationById } from "#db/invitations.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  invitation_id: z.uuid(),
  sent_at: z.number().int(),
});

/** Sends an invitation's link. One that was withdrawn or accepted meanwhile is sent to nobody. */
export const invitationMail: Task = async (raw) => {
  const { provider_id, invitation_id, sent_at } = Payload.parse(raw);
  const found = await reading(provider_id, async (tx) => {
    const invitation = await selectOptionalInvitationById(tx, invitation_id);
    return invitation && { invitation, provider: await selectProvider(tx) };
  });
  if (!found || found.provider.suspended_at !== null) return;
  const { invitation, provider } = found;
  const { secrets, public_url } = config();
  const token = recoverInvitationToken(secrets, provider_id, invitation);
  if (!token) return;
  const join_url = `${public_url}/join/${provider.username}/${token}`;
  await sendMail(`${invitation_id}.${sent_at}.invited`, invitationMailFor(invitation, provider, join_url));
};

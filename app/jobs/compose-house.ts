import { z } from "zod";
import { config } from "#app/config.server.ts";
import { may } from "#app/domain/permissions.ts";
import { recoverInvitationToken } from "#app/domain/secrets.server.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import { calendarFailingMailFor } from "#app/mail/calendar-failing-mail.ts";
import { invitationMailFor } from "#app/mail/invitation-mail.ts";
import { providerDeletionMailFor } from "#app/mail/provider-deletion-mail.ts";
import { selectOptionalCalendarSource } from "#db/calendar_sources.ts";
import type { DeliveryRow } from "#db/deliveries.ts";
import { selectOptionalInvitationById } from "#db/invitations.ts";
import { selectMembers } from "#db/memberships.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

const InvitationDetails = z.object({ invitation_id: z.uuid() });

/** An invitation's link. One that was withdrawn or accepted meanwhile is sent to nobody. */
export async function composeInvitation(provider_id: string, { details }: DeliveryRow): Promise<Composed> {
  const { invitation_id } = InvitationDetails.parse(details);
  const { invitation, provider } = await reading(provider_id, async (tx) => ({
    invitation: await selectOptionalInvitationById(tx, invitation_id),
    provider: await selectProvider(tx),
  }));
  if (!invitation) return { void_because: "The invitation was withdrawn or accepted." };
  if (provider.suspended_at !== null) return { void_because: "The provider is suspended." };
  const { secrets, public_url } = config();
  const token = recoverInvitationToken(secrets, provider_id, invitation);
  if (!token) return { void_because: "The secret of its link is gone." };
  return invitationMailFor(invitation, provider, `${public_url}/join/${provider.username}/${token}`);
}

const DeletionDetails = z.object({ deletes_at: z.number().int() });

/** Tells an owner that the provider will be deleted; nobody, when that was taken back meanwhile. */
export async function composeProviderDeletion(
  provider_id: string,
  { account_id, details }: DeliveryRow,
): Promise<Composed> {
  const { deletes_at } = DeletionDetails.parse(details);
  const { provider, members } = await reading(provider_id, async (tx) => ({
    provider: await selectProvider(tx),
    members: await selectMembers(tx),
  }));
  const owner = members.find((member) => member.account_id === account_id && member.role === "owner");
  if (!owner) return { void_because: "They are no longer an owner." };
  if (provider.deletes_at !== deletes_at) return { void_because: "The deletion was taken back." };
  const url = `${config().public_url}/dashboard/${provider.username}/settings/deletion`;
  return providerDeletionMailFor(owner, provider, deletes_at, url);
}

const FailingDetails = z.object({ source_id: z.uuid(), failing_since: z.number().int() });

/** Tells who runs the practice that a calendar cannot be read; nobody, when it can be again. */
export async function composeCalendarFailing(
  provider_id: string,
  { account_id, details }: DeliveryRow,
): Promise<Composed> {
  const { source_id, failing_since } = FailingDetails.parse(details);
  const { provider, members, source } = await reading(provider_id, async (tx) => ({
    provider: await selectProvider(tx),
    members: await selectMembers(tx),
    source: await selectOptionalCalendarSource(tx, source_id),
  }));
  const member = members.find((one) => one.account_id === account_id);
  if (!member || !may(member.role, "schedules:write")) return { void_because: "They no longer run this." };
  if (source?.failing_since !== failing_since) return { void_because: "The calendar can be read again." };
  const url = `${config().public_url}/dashboard/${provider.username}/hours/calendars`;
  return calendarFailingMailFor(member, provider, source, url);
}

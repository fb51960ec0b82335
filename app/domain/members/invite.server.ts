import { newId } from "#app/domain/ids.server.ts";
import { type MemberContext, refused } from "#app/domain/members/record.server.ts";
import {
  type InviteMemberInput,
  invitationEnd,
  isSameAddress,
  MAX_MEMBERS,
  type MemberOutcome,
} from "#app/domain/members.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { invitationToken, sha256 } from "#app/domain/secrets.server.ts";
import {
  deleteInvitation,
  insertInvitation,
  selectInvitations,
  selectOptionalInvitationById,
  updateInvitationSent,
} from "#db/invitations.ts";
import { enqueueJob } from "#db/jobs.ts";
import { selectMembers } from "#db/memberships.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** The mail's job; `sent_at` names the mail, so that each time it is sent is one mail, however often the job runs. */
const sendInvitation = (tx: WriteTx, id: string, sent_at: number) =>
  enqueueJob(tx, "invitation_mail", { invitation_id: id, sent_at });

/** Invites somebody by their address. An invitation that has expired makes room for a new one. */
export async function inviteMember(
  context: MemberContext,
  { email, role }: InviteMemberInput,
): Promise<MemberOutcome<{ invitation_id: string }>> {
  const { provider, now } = context;
  return serializable(provider.id, async (tx) => {
    const members = await selectMembers(tx);
    if (members.some((member) => isSameAddress(member.email, email))) return refused("is_member");
    const invitations = await selectInvitations(tx);
    const earlier = invitations.find((one) => isSameAddress(one.email, email));
    if (earlier && earlier.expires_at > now) return refused("is_invited");
    if (earlier) await deleteInvitation(tx, earlier.id);
    if (members.length + invitations.length >= MAX_MEMBERS) return refused("too_many");
    const id = newId();
    const token_hash = sha256(invitationToken(context.secrets[0]!, provider.id, id));
    const expires_at = invitationEnd(now);
    await insertInvitation(tx, {
      id,
      email,
      role,
      token_hash,
      invited_by: context.account_id,
      expires_at,
      now,
    });
    await recordAct(tx, context, "invitation.sent", { email, role });
    await sendInvitation(tx, id, now);
    return { ok: true, invitation_id: id };
  });
}

/** Sends an invitation's mail once more. It can be accepted for two weeks from now, by the links sent before as well. */
export async function resendInvitation(
  context: MemberContext,
  { invitation_id }: { invitation_id: string },
): Promise<MemberOutcome> {
  const { provider, now } = context;
  return serializable(provider.id, async (tx) => {
    const invitation = await selectOptionalInvitationById(tx, invitation_id);
    if (!invitation) return refused("no_invitation");
    const token_hash = sha256(invitationToken(context.secrets[0]!, provider.id, invitation_id));
    await updateInvitationSent(tx, { id: invitation_id, token_hash, expires_at: invitationEnd(now) });
    await recordAct(tx, context, "invitation.sent_again", { email: invitation.email, role: invitation.role });
    await sendInvitation(tx, invitation_id, now);
    return { ok: true };
  });
}

/** Makes an invitation's link void. Done before counts as done. */
export async function withdrawInvitation(
  context: MemberContext,
  { invitation_id }: { invitation_id: string },
): Promise<MemberOutcome> {
  return serializable(context.provider.id, async (tx) => {
    const gone = await deleteInvitation(tx, invitation_id);
    if (!gone) return refused("no_invitation");
    await recordAct(tx, context, "invitation.withdrawn", gone);
    return { ok: true };
  });
}

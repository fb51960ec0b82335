import { type MemberContext, refused } from "#app/domain/members/record.server.ts";
import type { ChangeRoleInput, MemberOutcome } from "#app/domain/members.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { deleteInvitationsOf } from "#db/invitations.ts";
import {
  deleteMembership,
  selectOptionalRole,
  selectOtherOwnersCount,
  updateMembershipRole,
} from "#db/memberships.ts";
import { deleteSessionsOfAccount } from "#db/sessions.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/**
 * Rights that changed end the sessions that had them, in the same transaction. Who changes their own keeps the session
 * in which they did it: it asks for its rights anew at each request.
 */
const endSessions = (tx: WriteTx, context: MemberContext, account_id: string) =>
  deleteSessionsOfAccount(tx, account_id, account_id === context.account_id ? context.session_id : null);

/**
 * Whoever is no owner any more leaves no door open: their invitations are void, or one of them, to an address of their
 * own, would make them an owner again.
 */
const withdrawInvitations = async (tx: WriteTx, context: MemberContext, account_id: string) => {
  for (const gone of await deleteInvitationsOf(tx, account_id))
    await recordAct(tx, context, "invitation.withdrawn", gone);
};

/**
 * Gives a member another role. Never without an owner: of two owners who make each other (or themselves) something else
 * at the same moment, SERIALIZABLE lets one through and has the other look again.
 */
export async function changeRole(
  context: MemberContext,
  { account_id, role, was }: ChangeRoleInput & { account_id: string },
): Promise<MemberOutcome> {
  return serializable(context.provider.id, async (tx) => {
    const current = await selectOptionalRole(tx, account_id);
    if (current === null) return refused("no_member");
    if (current === role) return { ok: true };
    if (current !== was) return refused("stale");
    if (current === "owner" && (await selectOtherOwnersCount(tx, account_id)) === 0)
      return refused("last_owner");
    await updateMembershipRole(tx, account_id, role);
    await endSessions(tx, context, account_id);
    await recordAct(tx, context, "member.role_changed", { member_id: account_id, from: current, to: role });
    if (current === "owner") await withdrawInvitations(tx, context, account_id);
    return { ok: true };
  });
}

/** Takes a member away; done before counts as done. Never the last owner. */
export async function removeMember(
  context: MemberContext,
  { account_id }: { account_id: string },
): Promise<MemberOutcome> {
  return serializable(context.provider.id, async (tx) => {
    const role = await selectOptionalRole(tx, account_id);
    if (role === null) return refused("no_member");
    if (role === "owner" && (await selectOtherOwnersCount(tx, account_id)) === 0)
      return refused("last_owner");
    await deleteMembership(tx, account_id);
    await endSessions(tx, context, account_id);
    const action = account_id === context.account_id ? "member.left" : "member.removed";
    await recordAct(tx, context, action, { member_id: account_id, role });
    if (role === "owner") await withdrawInvitations(tx, context, account_id);
    return { ok: true };
  });
}

/** Everybody may go, but for the last owner. */
export const leaveProvider = (context: MemberContext): Promise<MemberOutcome> =>
  removeMember(context, { account_id: context.account_id });

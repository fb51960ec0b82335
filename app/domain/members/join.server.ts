import { type CreateRules, createAccount } from "#app/domain/accounts/create.server.ts";
import type { AccountContext, Context } from "#app/domain/context.ts";
import { refused } from "#app/domain/members/record.server.ts";
import { isSameAddress, type MemberOutcome } from "#app/domain/members.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { type Client, type StartedSession, startSession } from "#app/domain/sessions.server.ts";
import { selectOptionalAccountById } from "#db/accounts.ts";
import { deleteInvitation, type InvitationRow, selectOptionalInvitationByToken } from "#db/invitations.ts";
import { insertMembership, type Role, selectOptionalRole } from "#db/memberships.ts";
import { selectProvider } from "#db/providers.ts";
import type { SessionMethod } from "#db/sessions.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** Who accepts, and of which provider's invitation. */
export type JoinContext = Pick<Context, "provider"> & { account: AccountContext };

/** An invitation that can be accepted at `now`. */
const openInvitation = async (
  tx: WriteTx,
  token: string,
  now: number,
): Promise<{ ok: true; invitation: InvitationRow } | ReturnType<typeof refused>> => {
  const invitation = await selectOptionalInvitationByToken(tx, sha256(token));
  if (!invitation) return refused("no_invitation");
  if (invitation.expires_at <= now) return refused("expired");
  const { suspended_at, deletes_at } = await selectProvider(tx);
  return suspended_at === null && deletes_at === null ? { ok: true, invitation } : refused("closed");
};

const join = async (
  tx: WriteTx,
  { account }: JoinContext,
  { id, role, invited_by }: InvitationRow,
  account_id: string,
) => {
  await insertMembership(tx, { account_id, role, now: account.now });
  await deleteInvitation(tx, id);
  const who = { actor: "provider" as const, account_id, address: account.address, now: account.now };
  await recordAct(tx, who, "member.joined", { member_id: account_id, role, invited_by });
};

/**
 * Accepts an invitation as the account that is signed in. Its session gets a new id, as always when rights grow.
 * Accepting twice changes nothing: who is a member by then is told so.
 */
export async function acceptInvitation(
  context: JoinContext,
  token: string,
  { client, method }: { client: Client; method: SessionMethod },
): Promise<MemberOutcome<{ role: Role; session: StartedSession | null }>> {
  const { account, provider } = context;
  const account_id = account.account_id!;
  return serializable(provider.id, async (tx) => {
    const person = await selectOptionalAccountById(tx, account_id);
    if (!person) return refused("no_member");
    const found = await openInvitation(tx, token, account.now);
    const already = await selectOptionalRole(tx, account_id);
    if (!found.ok)
      return found.reason === "no_invitation" && already ? { ok: true, role: already, session: null } : found;
    if (!isSameAddress(person.email, found.invitation.email)) return refused("other_address");
    await join(tx, context, found.invitation, account_id);
    const session = await startSession(tx, account, account_id, method, client);
    return { ok: true, role: already ?? found.invitation.role, session };
  });
}

export type NewMember = { name: string; password_hash: string };

/**
 * Accepts an invitation with a new account: who has the mail's link has the mailbox, so the address is proven. Works while
 * sign-up is by invitation too, because this is one.
 */
export async function joinAsNewAccount(
  context: JoinContext,
  token: string,
  person: NewMember,
  rules: { operator_email: CreateRules["operator_email"]; client: Client },
): Promise<MemberOutcome<{ role: Role; session: StartedSession }>> {
  const { account, provider } = context;
  return serializable(provider.id, async (tx) => {
    const found = await openInvitation(tx, token, account.now);
    if (!found.ok) return found;
    const { email, role } = found.invitation;
    const created = await createAccount(
      tx,
      account,
      { ...person, email },
      { operator_email: rules.operator_email, is_invited: true },
    );
    if (!created.ok) return refused("address_taken");
    await join(tx, context, found.invitation, created.account_id);
    return {
      ok: true,
      role,
      session: await startSession(tx, account, created.account_id, "link", rules.client),
    };
  });
}

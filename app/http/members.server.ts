import { z } from "zod";
import type { MembersPageView, MemberView } from "#app/domain/member-views.ts";
import type { MemberContext } from "#app/domain/members/record.server.ts";
import type { MemberRefusal } from "#app/domain/members.ts";
import { type Desk, requireMember } from "#app/http/desk.server.ts";
import { notFound, problem } from "#app/http/guarded.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { MEMBER_REFUSALS } from "#app/i18n/members.ts";
import { selectInvitations } from "#db/invitations.ts";
import { type MemberRow, selectMembers, selectOtherOwnersCount } from "#db/memberships.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Where a provider's members stand. */
export const membersPath = ({ view }: Desk): string => `/dashboard/${view.username}/members`;

/** Who acts on members: an owner, or somebody who leaves. */
export const memberContext = ({ provider_context, account }: Desk): MemberContext => ({
  ...provider_context,
  account_id: account.id,
  session_id: account.session_id,
});

const viewMember = ({ account_id, name, email, role, created_at }: MemberRow, desk: Desk): MemberView => ({
  account_id,
  name,
  email,
  role,
  since: created_at,
  is_self: account_id === desk.account.id,
});

/** What the list of members shows, read in the page's snapshot. */
export async function viewMembers(tx: TenantTx, desk: Desk): Promise<MembersPageView> {
  const [members, invitations] = [await selectMembers(tx), await selectInvitations(tx)];
  return {
    desk: desk.view,
    members: members.map((row) => viewMember(row, desk)),
    invitations: invitations.map(({ id, email, role, inviter_name, expires_at }) => ({
      id,
      email,
      role,
      inviter_name,
      expires_at,
      is_expired: expires_at <= desk.provider_context.now,
    })),
    may_write: desk.role === "owner",
  };
}

/** The member whose id stands in the address, and whether the provider would be without an owner if they went. */
export async function viewOneMember(tx: TenantTx, desk: Desk, id: string | undefined) {
  const found = z.uuid().safeParse(id);
  const row = found.success && (await selectMembers(tx)).find(({ account_id }) => account_id === found.data);
  if (!row) throw refusal("no_member", membersPath(desk));
  const is_last_owner = row.role === "owner" && (await selectOtherOwnersCount(tx, row.account_id)) === 0;
  return { desk: desk.view, member: viewMember(row, desk), is_last_owner };
}

/** An id of an address. @throws a 404 page when it is none */
export const requireId = (id: string | undefined): string => {
  const found = z.uuid().safeParse(id);
  if (!found.success) throw notFound();
  // As the database writes ids: two spellings of one must not pass for two.
  return found.data.toLowerCase();
};

/** The page that says why an act on members was refused. */
export const refusal = (reason: MemberRefusal, back: string, label = "Back to the members") => {
  const { status, title, text } = MEMBER_REFUSALS[reason];
  return problem(status, { title, text, links: [{ href: back, label }] }, { "Cache-Control": "no-store" });
};

/** An owner who sends a form about members. @throws as requireMember does */
export const requireOwner = (args: HttpArgs): Promise<Desk> => requireMember(args, "members:write");

import { isLinkToken } from "#app/domain/link-token.ts";
import type { JoinPageView } from "#app/domain/member-views.ts";
import type { JoinContext } from "#app/domain/members/join.server.ts";
import { isSameAddress, type MemberRefusal } from "#app/domain/members.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { type Problem, problem } from "#app/http/guarded.server.ts";
import { privateForm, readingProvider } from "#app/http/public.server.ts";
import { accountContext, type HttpArgs, liveSession, namedSession } from "#app/http/session.server.ts";
import { MEMBER_REFUSALS } from "#app/i18n/members.ts";
import { selectOptionalAccountByEmail } from "#db/accounts.ts";
import { type InvitationRow, selectOptionalInvitationByToken } from "#db/invitations.ts";
import { selectOptionalRole } from "#db/memberships.ts";
import type { ProviderRow } from "#db/providers.ts";
import type { LiveSessionRow } from "#db/sessions.ts";
import type { TenantTx } from "#db/transaction.ts";

/** What an invitation's form acts with. */
export type Join = {
  token: string;
  context: JoinContext;
  account: LiveSessionRow | null;
  view: JoinPageView;
};

/**
 * Reads the page of the invitation whose token is in the address. Who holds the link has the invited mailbox (or got it
 * from there), so it may say whether that address has an account; nobody else learns anything.
 * @throws a page that says why the invitation cannot be accepted, and what to do
 */
export async function readJoin(args: HttpArgs): Promise<Join> {
  const now = Date.now();
  const { username, token = "" } = args.params;
  const session_id = await namedSession(args.request, now);
  return readingProvider(args.request, username, async (tx, provider) => {
    const account = session_id ? await liveSession(tx, session_id, now) : null;
    const found = isLinkToken(token) ? await selectOptionalInvitationByToken(tx, sha256(token)) : null;
    if (!found) throw used(provider, account && (await selectOptionalRole(tx, account.id)) !== null);
    if (provider.suspended_at !== null || provider.deletes_at !== null) throw closed("closed");
    if (found.expires_at <= now)
      throw closed("expired", found.inviter_name && `Ask ${found.inviter_name} for a new one.`);
    return {
      token,
      account,
      context: { provider, account: accountContext(args, account, now) },
      view: await viewJoin(tx, found, provider, account, token),
    };
  });
}

const viewJoin = async (
  tx: TenantTx,
  { email, role, inviter_name, expires_at }: InvitationRow,
  provider: ProviderRow,
  account: LiveSessionRow | null,
  token: string,
): Promise<JoinPageView> => ({
  path: `/join/${provider.username}/${token}`,
  provider: { username: provider.username, name: provider.name, photo_path: provider.photo_path },
  email,
  role,
  inviter_name,
  expires_at,
  time_zone: provider.time_zone,
  visitor: account
    ? isSameAddress(account.email, email)
      ? { kind: "invited", account_name: account.name }
      : { kind: "other", account_name: account.name, account_email: account.email }
    : { kind: (await selectOptionalAccountByEmail(tx, email)) ? "known" : "new" },
});

const used = ({ name, username }: ProviderRow, is_member: boolean | null) =>
  is_member
    ? page(200, {
        title: `You are a member of ${name}`,
        text: "This invitation has been accepted already. There is nothing left to do.",
        links: [{ href: `/dashboard/${username}`, label: "Go to the dashboard" }],
      })
    : page(404, {
        title: "This invitation is no longer open",
        text: "It was accepted already, withdrawn, or replaced by a newer one. If you accepted it, just sign in; if you got several mails, use the last one.",
        links: [{ href: `/sign-in?next=/dashboard/${username}`, label: "Sign in" }],
      });

const closed = (reason: MemberRefusal, more: string | null = null) => {
  const { status, title, text } = MEMBER_REFUSALS[reason];
  return page(status, { title, text: more ? `Invitations can be accepted for two weeks. ${more}` : text });
};

const page = (status: number, body: Problem) => problem(status, body, privateForm);

/** The page for an invitation that was lost between looking and accepting. */
export const joinRefusal = (reason: MemberRefusal, { view }: Join) => {
  const { status, title, text } = MEMBER_REFUSALS[reason];
  return page(status, { title, text, links: [{ href: view.path, label: "Back to the invitation" }] });
};

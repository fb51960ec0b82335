import type { AppLoadContext } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { noteProviderUsed } from "#app/domain/members.server.ts";
import { may, type Permission } from "#app/domain/permissions.ts";
import type { DeskView } from "#app/domain/views.ts";
import { notFound, problem } from "#app/http/guarded.server.ts";
import { contextOf, readingProvider } from "#app/http/public.server.ts";
import {
  accountContext,
  type HttpArgs,
  keepAlive,
  liveSession,
  namedSession,
  type SignedIn,
  signInFirst,
} from "#app/http/session.server.ts";
import { type Role, selectOptionalDeskMembership } from "#db/memberships.ts";
import type { ProviderRow } from "#db/providers.ts";
import type { TenantTx } from "#db/transaction.ts";

/** The outbox's pages exist in the embedded demo only, for a browser on the very machine that runs it. */
export function requireDemoMachine(loadContext: AppLoadContext): void {
  if (!config().demo || !loadContext.is_from_this_machine)
    throw notFound("This page is part of the demo, for the machine that Daybook runs on.");
}

/** A member at a provider's desk, proven: signed in, of this provider, allowed to do what was asked. */
export type Desk = SignedIn & {
  role: Role;
  /** For the provider's verbs. `context` (of SignedIn) is for verbs on accounts. */
  provider_context: Context;
  /** What the shell around every page of the desk shows. */
  view: DeskView;
};

/**
 * Reads a page of a provider's desk: who is signed in, for which provider, and the page's data, in one snapshot.
 * @throws a redirect to sign-in (a 401 page for a form); 404 for who is no member, as if there were no such provider;
 * 403 for a member who may not do this, or while the provider is suspended
 */
export async function readingDesk<T>(
  args: HttpArgs,
  permission: Permission,
  routine: (tx: TenantTx, desk: Desk) => Promise<T>,
): Promise<T> {
  const now = Date.now();
  const session_id = await namedSession(args.request, now);
  if (!session_id) throw signInFirst(args.request);
  const { desk, is_recent, result } = await readingProvider(
    args.request,
    args.params.username,
    async (tx, provider) => {
      const account = await liveSession(tx, session_id, now);
      if (!account) throw signInFirst(args.request);
      const membership = await selectOptionalDeskMembership(tx, account.id);
      if (!membership) throw notFound();
      if (provider.suspended_at !== null) throw suspended(provider);
      if (!may(membership.role, permission)) throw notAllowed(provider, membership.role);
      const desk: Desk = {
        account,
        context: accountContext(args, account, now),
        role: membership.role,
        provider_context: {
          ...contextOf(provider),
          actor: "provider",
          now,
          account_id: account.id,
          address: args.context.client_address,
        },
        view: {
          username: provider.username,
          name: provider.name,
          photo_path: provider.photo_path,
          role: membership.role,
          account_name: account.name,
          is_operator: account.operator_since !== null,
          setup_finished: provider.setup_finished_at !== null,
          deletes_at: provider.deletes_at,
          time_zone: provider.time_zone,
        },
      };
      return { desk, is_recent: membership.is_recent, result: await routine(tx, desk) };
    },
  );
  await keepAlive(desk.account, now);
  if (!is_recent) await noteProviderUsed(desk.provider_context).catch(() => {});
  return result;
}

/** The member who sends a form. @throws as readingDesk does */
export const requireMember = (args: HttpArgs, permission: Permission): Promise<Desk> =>
  readingDesk(args, permission, async (_tx, desk) => desk);

const suspended = ({ suspension_reason }: ProviderRow) =>
  problem(403, {
    title: "This provider is suspended",
    text: `The operator of this installation has closed it for now.${suspension_reason ? ` The reason given: ${suspension_reason}` : ""} Please write to the operator.`,
    links: [{ href: "/account", label: "Your account" }],
  });

const notAllowed = ({ username }: ProviderRow, role: Role) =>
  problem(403, {
    title: "You may not do this here",
    text: `Your role is ${role}. An owner can change that under Members.`,
    links: [{ href: `/dashboard/${username}`, label: "Back to the dashboard" }],
  });

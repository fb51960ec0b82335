import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ConnectionsSection } from "#app/components/connections-section.tsx";
import { AccountPage } from "#app/components/pages/account-page.tsx";
import { viewAccount } from "#app/domain/accounts/view.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { viewConnections } from "#app/http/oidc/connections.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireAccount } from "#app/http/session.server.ts";
import { readingAccounts } from "#db/transaction.ts";

const DONE: Record<string, string> = {
  name: "Your name is changed",
  password: "Your password is changed, and you are signed out everywhere else",
  asked: "We sent a link to the new address. Open it to finish",
  email: "Your e-mail is changed, and you are signed out everywhere else",
  session: "That session is ended",
  others: "You are signed out everywhere else",
  kept: "Your account is kept",
  connected: "It is connected: it signs you in from now on",
  disconnected: "It is disconnected",
};

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  const done = param(args.request, "done") ?? "";
  const view = await viewAccount({ ...context, account_id: account.id });
  const connections = await readingAccounts(account.id, (tx) => viewConnections(tx, account.id));
  return data(
    { view, connections, done: Object.hasOwn(DONE, done) ? DONE[done] : null },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your account");

export default function Account() {
  const { view, connections, done } = useLoaderData<typeof loader>();
  return <AccountPage {...view} done={done} connections={<ConnectionsSection {...connections} />} />;
}

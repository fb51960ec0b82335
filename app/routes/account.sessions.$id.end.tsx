import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { endOwnSession } from "#app/domain/accounts/own.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { noSessionCookie, requireAccount } from "#app/http/session.server.ts";

/** There is nothing to see here: the account's page has the button. */
export const loader = guarded(async () => {
  throw redirect("/account", 303);
});

/** Ends one session of one's own. Somebody else's is not found; one's present one is a sign-out. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  const id = z.uuid().safeParse(args.params.id);
  if (!id.success) throw notFound();
  await endOwnSession({ ...context, account_id: account.id }, id.data);
  if (id.data !== account.session_id) throw redirect("/account?done=session#sessions", 303);
  throw redirect("/", { status: 303, headers: { "Set-Cookie": noSessionCookie() } });
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function EndSession() {
  return null;
}

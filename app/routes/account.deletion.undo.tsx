import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { keepAccount } from "#app/domain/accounts/deletion.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireAccount } from "#app/http/session.server.ts";

/** There is nothing to see here: the account's page has the button. */
export const loader = guarded(async () => {
  throw redirect("/account", 303);
});

/** Keeps the account of who is signed in during the grace period. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  await keepAccount({ ...context, account_id: account.id });
  throw redirect("/account?done=kept", 303);
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function UndoDeletion() {
  return null;
}

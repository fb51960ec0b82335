import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { leaveFor, requireProvider } from "#app/http/oidc/strategy.server.ts";
import { requireAccount } from "#app/http/session.server.ts";

/** There is nothing to see here: the account's page has the button. */
export const loader = guarded(async () => {
  throw redirect("/account", 303);
});

/** Connects another identity with the account: begins the way through its provider. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account } = await requireAccount(args);
  const provider = requireProvider(args.params.provider);
  throw await leaveFor(provider, "/account?done=connected#identities", account.session_id);
});

export const headers = passHeaders;

export default function Connect() {
  return null;
}

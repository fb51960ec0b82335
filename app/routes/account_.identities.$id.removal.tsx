import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { unlinkIdentity } from "#app/domain/identities.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { lastWayIn } from "#app/http/oidc/refusals.server.ts";
import { requireAccount } from "#app/http/session.server.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** There is nothing to see here: the account's page has the button. */
export const loader = guarded(async () => {
  throw redirect("/account", 303);
});

/** Disconnects an identity of the account. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireAccount(args);
  const { id = "" } = args.params;
  const outcome = UUID.test(id) ? await unlinkIdentity(context, id) : "unknown";
  if (outcome === "last_way_in") throw lastWayIn();
  if (outcome === "unknown") throw notFound("This is not connected with your account (any more).");
  throw redirect("/account?done=disconnected#identities", 303);
});

export const headers = passHeaders;

export default function Disconnect() {
  return null;
}

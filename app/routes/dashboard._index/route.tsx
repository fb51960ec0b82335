import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { findOwnProviders } from "#app/domain/members.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireAccount } from "#app/http/session.server.ts";

/** Leads to the provider that was used last, or to the first form of the start that is not done. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireAccount(args);
  const [latest] = await findOwnProviders(account.id);
  const rest = latest && !latest.setup_finished && latest.role !== "viewer" ? "/setup" : "";
  return redirect(latest ? `/dashboard/${latest.username}${rest}` : "/welcome", {
    headers: { "Cache-Control": "no-store" },
  });
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Dashboard() {
  return null;
}

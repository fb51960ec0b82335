import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { undoDeletion } from "#app/domain/providers/delete.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";

/** There is only the form, on every page of the desk while the days of grace run. */
export const loader = guarded(async () => {
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "provider:delete");
  await undoDeletion(context);
  return redirect(`/dashboard/${context.provider.username}/settings`, 303);
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Undo() {
  return null;
}

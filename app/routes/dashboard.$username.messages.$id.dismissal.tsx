import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { dismissMessage } from "#app/domain/messages/again.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";

export const loader = () => {
  throw notFound();
};

/** Takes a message that could not be delivered off the list. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "bookings:write");
  if (!(await dismissMessage(context, requireId(args.params.id)))) throw notFound();
  return redirect(`/dashboard/${context.provider.username}/messages?just=dismissed`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Dismissal() {
  return null;
}

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { resendInvitation } from "#app/domain/members/invite.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { memberContext, membersPath, refusal, requireId, requireOwner } from "#app/http/members.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOwner(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireOwner(args);
  const outcome = await resendInvitation(memberContext(desk), { invitation_id: requireId(args.params.id) });
  if (!outcome.ok) throw refusal(outcome.reason, membersPath(desk));
  return redirect(`${membersPath(desk)}?just=sent`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Invitation() {
  return null;
}

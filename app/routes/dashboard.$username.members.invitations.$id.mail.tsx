import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { resendInvitation } from "#app/domain/members/invite.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { memberContext, membersPath, refusal, requireId, requireOwner } from "#app/http/members.server.ts";
import { limitInvitation } from "#app/http/rate-limits.server.ts";
import { selectOptionalInvitationById } from "#db/invitations.ts";
import { reading } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOwner(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireOwner(args);
  const invitation_id = requireId(args.params.id);
  const { provider } = desk.provider_context;
  const invitation = await reading(provider.id, (tx) => selectOptionalInvitationById(tx, invitation_id));
  if (!invitation) throw refusal("no_invitation", membersPath(desk));
  await limitInvitation(args, provider.id, invitation.email);
  const outcome = await resendInvitation(memberContext(desk), { invitation_id });
  if (!outcome.ok) throw refusal(outcome.reason, membersPath(desk));
  return redirect(`${membersPath(desk)}?just=sent`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Invitation() {
  return null;
}

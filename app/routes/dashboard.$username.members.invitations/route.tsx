import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MembersPage } from "#app/components/pages/members-page.tsx";
import { inviteMember } from "#app/domain/members/invite.server.ts";
import { InviteMemberInput } from "#app/domain/members.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { memberContext, membersPath, requireOwner, viewMembers } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitInvitation } from "#app/http/rate-limits.server.ts";
import { MEMBER_REFUSALS } from "#app/i18n/members.ts";

/** The list again, for a form that was refused. */
export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "members:write", async (tx, desk) =>
    data({ view: await viewMembers(tx, desk) }, { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireOwner(args);
  const submission = parseWithZod(await readForm(args.request), { schema: InviteMemberInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  await limitInvitation(args, desk.provider_context.provider.id, submission.value.email);
  const outcome = await inviteMember(memberContext(desk), submission.value);
  if (outcome.ok) throw redirect(`${membersPath(desk)}?just=invited`, 303);
  const { status, text } = MEMBER_REFUSALS[outcome.reason];
  const lastResult = submission.reply({ fieldErrors: { email: [text] } });
  return data({ lastResult }, { status, headers: privateForm });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Invite somebody");

export default function Invitations() {
  const { view } = useLoaderData<typeof loader>();
  return <MembersPage {...view} lastResult={useActionData<typeof action>()?.lastResult} />;
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MemberRemovalPage } from "#app/components/pages/member-page.tsx";
import { leaveProvider } from "#app/domain/members/change.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { memberContext, membersPath, refusal, viewOneMember } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewOneMember(tx, desk, desk.account.id), { headers: privateForm }),
  ),
);

/** Every member may go, whatever their role; the last owner may not. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "desk:read");
  const outcome = await leaveProvider(memberContext(desk));
  if (!outcome.ok) throw refusal(outcome.reason, membersPath(desk));
  return redirect("/dashboard", 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Leave");

export default function Departure() {
  return <MemberRemovalPage {...useLoaderData<typeof loader>()} />;
}

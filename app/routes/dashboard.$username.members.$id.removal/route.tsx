import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MemberRemovalPage } from "#app/components/pages/member-page.tsx";
import { removeMember } from "#app/domain/members/change.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import {
  memberContext,
  membersPath,
  refusal,
  requireId,
  requireOwner,
  viewOneMember,
} from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "members:write", async (tx, desk) =>
    data(await viewOneMember(tx, desk, args.params.id), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireOwner(args);
  const account_id = requireId(args.params.id);
  const outcome = await removeMember(memberContext(desk), { account_id });
  if (!outcome.ok) throw refusal(outcome.reason, membersPath(desk));
  const gone = account_id === desk.account.id;
  return redirect(gone ? "/dashboard" : `${membersPath(desk)}?just=removed`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Remove ${data.member.name}` : "Remove a member");

export default function Removal() {
  return <MemberRemovalPage {...useLoaderData<typeof loader>()} />;
}

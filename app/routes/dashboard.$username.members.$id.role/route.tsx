import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MemberRolePage } from "#app/components/pages/member-page.tsx";
import { changeRole } from "#app/domain/members/change.server.ts";
import { ChangeRoleInput } from "#app/domain/members.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
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
  const submission = parseWithZod(await readForm(args.request), { schema: ChangeRoleInput });
  if (submission.status !== "success")
    return data({ error: "Choose what they may do." }, { status: 422, headers: privateForm });
  const outcome = await changeRole(memberContext(desk), { account_id, ...submission.value });
  if (!outcome.ok) throw refusal(outcome.reason, membersPath(desk));
  throw redirect(`${membersPath(desk)}?just=changed`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Role of ${data.member.name}` : "Role");

export default function Role() {
  return <MemberRolePage {...useLoaderData<typeof loader>()} error={useActionData<typeof action>()?.error} />;
}

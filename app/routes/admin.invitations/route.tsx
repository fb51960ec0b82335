import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { InviteAccountPage } from "#app/components/pages/overview-page.tsx";
import { inviteAccount } from "#app/domain/operator.server.ts";
import { InviteAccountInput } from "#app/domain/operator.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitSignUp } from "#app/http/rate-limits.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  return data(
    { person: viewPerson(account), done: param(args.request, "just") === "invited" },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const submission = parseWithZod(await readForm(args.request), { schema: InviteAccountInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const { email } = submission.value;
  const again = (status: number, text: string) =>
    data(
      { lastResult: submission.reply({ fieldErrors: { email: [text] } }) },
      { status, headers: privateForm },
    );
  if (!(await limitSignUp(args, email)))
    return again(429, "This address got several such mails lately. They still work.");
  if (!(await inviteAccount(context, email))) return again(409, "This address has an account already.");
  throw redirect("/admin/invitations?just=invited", 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Invite somebody");

export default function InviteAccount() {
  const acted = useActionData<typeof action>();
  return <InviteAccountPage {...useLoaderData<typeof loader>()} lastResult={acted?.lastResult} />;
}

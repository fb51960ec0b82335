import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { JoinPage } from "#app/components/pages/join-page.tsx";
import { config } from "#app/config.server.ts";
import { joinAsNewAccount } from "#app/domain/members/join.server.ts";
import { JoinInput } from "#app/domain/members.ts";
import { hashPassword, newPassword } from "#app/domain/passwords.server.ts";
import { enter } from "#app/http/entrance.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { joinRefusal, readJoin } from "#app/http/join.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { clientOf } from "#app/http/session.server.ts";

/** The invitation again, for a form that was refused. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { view } = await readJoin(args);
  return data(view, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const join = await readJoin(args);
  if (join.view.visitor.kind === "known") throw joinRefusal("address_taken", join);
  if (join.view.visitor.kind !== "new") throw redirect(join.view.path, 303);
  const submission = parseWithZod(await readForm(args.request), {
    schema: JoinInput(newPassword([join.view.email])),
  });
  if (submission.status !== "success")
    return data(
      { lastResult: submission.reply({ hideFields: ["password"] }) },
      { status: 422, headers: privateForm },
    );
  const { name, password } = submission.value;
  const outcome = await joinAsNewAccount(
    join.context,
    join.token,
    { name, password_hash: await hashPassword(password) },
    {
      operator_email: config().operator_email,
      client: clientOf(args),
    },
  );
  if (!outcome.ok) throw joinRefusal(outcome.reason, join);
  throw await enter(args, outcome.session, join.view.email, `/dashboard/${join.context.provider.username}`);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Invitation");

export default function JoinWithAccount() {
  return (
    <JoinPage {...useLoaderData<typeof loader>()} lastResult={useActionData<typeof action>()?.lastResult} />
  );
}

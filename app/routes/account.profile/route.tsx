import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ProfilePage } from "#app/components/pages/account-form-pages.tsx";
import { renameAccount } from "#app/domain/accounts/own.server.ts";
import { RenameAccountInput } from "#app/domain/accounts/own.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireAccount, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireAccount(args);
  return data({ person: viewPerson(account) }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  const submission = parseWithZod(await readForm(args.request), { schema: RenameAccountInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  await renameAccount({ ...context, account_id: account.id }, submission.value.name);
  throw redirect("/account?done=name", 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your name");

export default function Profile() {
  const acted = useActionData<typeof action>();
  return <ProfilePage {...useLoaderData<typeof loader>()} lastResult={acted?.lastResult} />;
}

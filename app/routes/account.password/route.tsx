import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { PasswordPage } from "#app/components/pages/account-form-pages.tsx";
import { changePassword } from "#app/domain/accounts/own.server.ts";
import { ChangePasswordInput } from "#app/domain/accounts/own.ts";
import { hashPassword, newPassword } from "#app/domain/passwords.server.ts";
import { CHANGED_MEANWHILE, proveOwn, requireOwn, WRONG_PASSWORD } from "#app/http/account.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { clientOf, sessionCookie, viewPerson } from "#app/http/session.server.ts";

const NEVER_SENT_BACK = ["current_password", "new_password"];

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account, own } = await requireOwn(args);
  const { email, password_hash } = own;
  return data(
    { person: viewPerson(account), email, has_password: password_hash !== null },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const signed = await requireOwn(args);
  const { email, name } = signed.own;
  const schema = ChangePasswordInput(newPassword([email, name]));
  const submission = parseWithZod(await readForm(args.request), { schema });
  const refuse = (current_password?: string) => {
    const fieldErrors = current_password ? { current_password: [current_password] } : undefined;
    const lastResult = submission.reply({ hideFields: NEVER_SENT_BACK, fieldErrors });
    return data({ lastResult }, { status: 422, headers: privateForm });
  };
  if (submission.status !== "success") return refuse();
  const proof = await proveOwn(args, signed, submission.value.current_password);
  if (!proof) return refuse(WRONG_PASSWORD);
  const password_hash = await hashPassword(submission.value.new_password);
  const session = await changePassword(signed.context, { password_hash, proof }, clientOf(args));
  if (!session) return refuse(CHANGED_MEANWHILE);
  const cookie = await sessionCookie(session);
  throw redirect("/account?done=password", { status: 303, headers: { "Set-Cookie": cookie } });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your password");

export default function Password() {
  const acted = useActionData<typeof action>();
  return <PasswordPage {...useLoaderData<typeof loader>()} lastResult={acted?.lastResult} />;
}

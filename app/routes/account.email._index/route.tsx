import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmailPage } from "#app/components/pages/account-form-pages.tsx";
import { askForEmailChange } from "#app/domain/accounts/email.server.ts";
import { ChangeEmailInput } from "#app/domain/accounts/own.ts";
import { CHANGED_MEANWHILE, proveOwn, requireOwn, WRONG_PASSWORD } from "#app/http/account.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitVerificationMail } from "#app/http/rate-limits.server.ts";
import { viewPerson } from "#app/http/session.server.ts";

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
  const submission = parseWithZod(await readForm(args.request), { schema: ChangeEmailInput });
  const refuse = (fieldErrors?: Record<string, string[]>) => {
    const lastResult = submission.reply({ hideFields: ["current_password"], fieldErrors });
    return data({ lastResult }, { status: 422, headers: privateForm });
  };
  if (submission.status !== "success") return refuse();
  const { email, current_password } = submission.value;
  // Another way of writing it (Ada@, ada@) is a change like any other.
  if (email === signed.own.email) return refuse({ email: ["That is your address already."] });
  const proof = await proveOwn(args, signed, current_password);
  if (!proof) return refuse({ current_password: [WRONG_PASSWORD] });
  const mails = await limitVerificationMail(args, email);
  if (!(await askForEmailChange(signed.context, { email, proof, mails })))
    return refuse({ current_password: [CHANGED_MEANWHILE] });
  throw redirect("/account?done=asked", 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your e-mail");

export default function Email() {
  const acted = useActionData<typeof action>();
  return <EmailPage {...useLoaderData<typeof loader>()} lastResult={acted?.lastResult} />;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeletionPage } from "#app/components/pages/account-form-pages.tsx";
import { ACCOUNT_GRACE, askForDeletion } from "#app/domain/accounts/deletion.server.ts";
import { DeleteAccountInput } from "#app/domain/accounts/own.ts";
import { findSoleOwnerships } from "#app/domain/members/owners.server.ts";
import { CHANGED_MEANWHILE, proveOwn, requireOwn, WRONG_PASSWORD } from "#app/http/account.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { noSessionCookie, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account, own } = await requireOwn(args);
  if (own.deletes_at !== null) throw redirect("/account", 303);
  const alone = (await findSoleOwnerships(account.id)).map(({ username, name }) => ({ username, name }));
  return data(
    {
      person: viewPerson(account),
      email: own.email,
      has_password: own.password_hash !== null,
      alone,
      days: ACCOUNT_GRACE / 86_400_000,
    },
    { status: alone.length > 0 && args.request.method === "POST" ? 409 : 200, headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const signed = await requireOwn(args);
  const { email, password_hash } = signed.own;
  const has_password = password_hash !== null;
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: DeleteAccountInput({ email, has_password }) });
  const refuse = (current_password?: string) => {
    const fieldErrors = current_password ? { current_password: [current_password] } : undefined;
    const lastResult = submission.reply({ hideFields: ["current_password"], fieldErrors });
    return data({ lastResult }, { status: 422, headers: privateForm });
  };
  if (submission.status !== "success") return refuse();
  const typed = submission.value.current_password;
  const proof = has_password ? await proveOwn(args, signed, String(typed)) : { password_hash };
  if (!proof) return refuse(WRONG_PASSWORD);
  const outcome = await askForDeletion(signed.context, proof);
  if (!outcome.ok && outcome.reason === "stale") return refuse(CHANGED_MEANWHILE);
  // The page itself says which providers still need them.
  if (!outcome.ok) return data({ lastResult: null }, { status: 409, headers: privateForm });
  throw redirect("/account/deletion/asked", {
    status: 303,
    headers: { "Set-Cookie": noSessionCookie() },
  });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Delete your account");

export default function Deletion() {
  const acted = useActionData<typeof action>();
  return <DeletionPage {...useLoaderData<typeof loader>()} lastResult={acted?.lastResult} />;
}

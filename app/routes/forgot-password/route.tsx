import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ForgotPasswordPage } from "#app/components/pages/sign-up-pages.tsx";
import { requestPasswordReset } from "#app/domain/accounts/reset.server.ts";
import { AddressInput } from "#app/domain/accounts/sign-in.ts";
import { readNext } from "#app/http/entrance.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitReset } from "#app/http/rate-limits.server.ts";
import { accountContext } from "#app/http/session.server.ts";

export const loader = guarded(async ({ request }: LoaderFunctionArgs) =>
  data({ next: readNext(param(request, "next")) }, { headers: privateForm }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AddressInput });
  const next = readNext(form.get("next") as string | null);
  if (submission.status !== "success")
    return data({ lastResult: submission.reply(), next }, { status: 422, headers: privateForm });
  const { email } = submission.value;
  if (await limitReset(args, email))
    await requestPasswordReset(accountContext(args, null), { email, next: next ?? "" });
  return redirect("/forgot-password/sent", { status: 303, headers: { "Cache-Control": "no-store" } });
});

export const headers = passHeaders;

export const meta = () => privateMeta("A new password");

export default function ForgotPassword() {
  return <ForgotPasswordPage {...useLoaderData<typeof loader>()} {...useActionData<typeof action>()} />;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ResetPasswordPage } from "#app/components/pages/sign-up-pages.tsx";
import { resetPassword } from "#app/domain/accounts/reset.server.ts";
import { ResetPasswordInput } from "#app/domain/accounts/sign-in.ts";
import { hashPassword, newPassword } from "#app/domain/passwords.server.ts";
import { enter, linkOver, readNext, requireLink } from "#app/http/entrance.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { accountContext, clientOf, findSignedIn } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { email, token } = await requireLink("password_reset", param(args.request, "token"));
  return data({ email, token }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request);
  const { email, token, next } = await requireLink("password_reset", form.get("token") as string | null);
  const submission = parseWithZod(form, { schema: ResetPasswordInput(newPassword([email])) });
  if (submission.status !== "success")
    return data(
      { lastResult: submission.reply({ hideFields: ["password"] }) },
      { status: 422, headers: privateForm },
    );
  const password_hash = await hashPassword(submission.value.password);
  const signed = await findSignedIn(args);
  const context = accountContext(args, signed?.account ?? null);
  const outcome = await resetPassword(context, token, password_hash, clientOf(args));
  if (outcome.ok) return enter(args, outcome.session, outcome.email, readNext(next) ?? "/dashboard");
  if (outcome.reason === "link_over") throw linkOver("password_reset", "used");
  throw problem(403, {
    title: "This account is suspended",
    text: "Whoever runs this Daybook has closed it for now. Please write to them.",
  });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Set a new password");

export default function ResetPassword() {
  const asked = useLoaderData<typeof loader>();
  return <ResetPasswordPage {...asked} {...useActionData<typeof action>()} />;
}

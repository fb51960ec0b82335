import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SignUpPage } from "#app/components/pages/sign-up-pages.tsx";
import { config } from "#app/config.server.ts";
import { AddressInput } from "#app/domain/accounts/sign-in.ts";
import { isSignUpOpen, requestSignUp } from "#app/domain/accounts/sign-up.server.ts";
import { leadOnSignedIn, readNext } from "#app/http/entrance.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { viewIdentityProviders } from "#app/http/oidc/providers.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitSignUp } from "#app/http/rate-limits.server.ts";
import { accountContext } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await leadOnSignedIn(args);
  const is_open = await isSignUpOpen(config().operator_email, null);
  return data(
    { is_open, next: readNext(param(args.request, "next")), providers: viewIdentityProviders() },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AddressInput });
  const next = readNext(form.get("next") as string | null);
  const again = (status: number) =>
    data({ lastResult: submission.reply(), next }, { status, headers: privateForm });
  if (submission.status !== "success") return again(422);
  const { email } = submission.value;
  // The page says why; the operator's own address is let through, or nobody could open the door.
  if (!(await isSignUpOpen(config().operator_email, email))) return again(403);
  if (await limitSignUp(args, email))
    await requestSignUp(accountContext(args, null), { email, next: next ?? "" });
  return redirect("/sign-up/sent", { status: 303, headers: { "Cache-Control": "no-store" } });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Sign up");

export default function SignUp() {
  const sent = useActionData<typeof action>();
  const { next, ...view } = useLoaderData<typeof loader>();
  return <SignUpPage {...view} next={sent?.next ?? next} lastResult={sent?.lastResult} />;
}

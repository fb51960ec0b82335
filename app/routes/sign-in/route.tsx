import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SignInPage } from "#app/components/pages/sign-in-page.tsx";
import { SignInInput } from "#app/domain/accounts/sign-in.ts";
import { authenticatePassword } from "#app/http/authenticator.server.ts";
import { enter, leadOnSignedIn, readNext } from "#app/http/entrance.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { viewIdentityProviders } from "#app/http/oidc/providers.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitSignIn } from "#app/http/rate-limits.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await leadOnSignedIn(args);
  return data(
    { next: readNext(param(args.request, "next")), providers: viewIdentityProviders() },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request.clone());
  const submission = parseWithZod(form, { schema: SignInInput });
  const next = readNext(form.get("next") as string | null);
  const again = (status: number, error: Record<string, string[]> = {}) => {
    const lastResult = submission.reply({ hideFields: ["password"] });
    return data(
      { lastResult: { ...lastResult, error: { ...lastResult.error, ...error } }, next },
      { status, headers: privateForm },
    );
  };
  if (submission.status !== "success") return again(422);

  const attempt = await limitSignIn(args, submission.value.email);
  const outcome = await authenticatePassword(args, submission.value);
  if (outcome.ok) {
    await attempt.succeeded();
    return enter(args, outcome.session, outcome.email, next ?? "/dashboard");
  }
  if (outcome.reason === "suspended")
    throw problem(403, {
      title: "This account is suspended",
      text: `Whoever runs this Daybook has closed it for now.${outcome.suspension_reason ? ` The reason given: ${outcome.suspension_reason}` : ""} Please write to them.`,
    });
  // One answer for an address that nobody has and for a wrong password.
  return again(422, { password: ["The address or the password is wrong."] });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Sign in");

export default function SignIn() {
  const sent = useActionData<typeof action>();
  const { next, providers } = useLoaderData<typeof loader>();
  return <SignInPage next={sent?.next ?? next} providers={providers} lastResult={sent?.lastResult} />;
}

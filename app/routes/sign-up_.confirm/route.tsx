import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ConfirmSignUpPage } from "#app/components/pages/sign-up-pages.tsx";
import { ConfirmSignUpInput } from "#app/domain/accounts/sign-in.ts";
import { confirmSignUp } from "#app/domain/accounts/sign-up.server.ts";
import { hashPassword, newPassword } from "#app/domain/passwords.server.ts";
import { enter, linkOver, readNext, requireLink } from "#app/http/entrance.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { createRules } from "#app/http/oidc/rules.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { accountContext, clientOf, findSignedIn } from "#app/http/session.server.ts";

/** Shows the form; only the form makes the account, because programs that check mails open every link in them. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { email, token } = await requireLink("sign_up", param(args.request, "token"));
  return data({ email, token }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request);
  const { email, token, next } = await requireLink("sign_up", form.get("token") as string | null);
  const submission = parseWithZod(form, { schema: ConfirmSignUpInput(newPassword([email])) });
  if (submission.status !== "success")
    return data(
      { lastResult: submission.reply({ hideFields: ["password"] }) },
      { status: 422, headers: privateForm },
    );
  const { name, password } = submission.value;
  const password_hash = await hashPassword(password);
  const signed = await findSignedIn(args);
  const outcome = await confirmSignUp(
    accountContext(args, signed?.account ?? null),
    token,
    { name, password_hash },
    await createRules(email, next),
    clientOf(args),
  );
  if (outcome.ok) return enter(args, outcome.session, email, readNext(outcome.next) ?? "/welcome");
  if (outcome.reason === "link_over") throw linkOver("sign_up", "used");
  throw outcome.reason === "address_taken"
    ? problem(409, {
        title: "You have an account already",
        text: "This address got an account in the meantime. Sign in with it.",
        links: [{ href: "/sign-in", label: "Sign in" }],
      })
    : problem(403, {
        title: "Sign-up is by invitation",
        text: "Whoever runs this Daybook has closed it since your link was sent. Ask them to let you in.",
      });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Finish your sign-up");

export default function ConfirmSignUp() {
  const asked = useLoaderData<typeof loader>();
  return <ConfirmSignUpPage {...asked} {...useActionData<typeof action>()} />;
}

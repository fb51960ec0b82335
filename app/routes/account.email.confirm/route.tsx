import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LinkOverPage, LinkPage } from "#app/components/pages/account-link-pages.tsx";
import { confirmEmailChange, findEmailChange } from "#app/domain/accounts/email.server.ts";
import { LinkTokenInput } from "#app/domain/accounts/own.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { accountContext, clientOf, findSignedIn, sessionCookie } from "#app/http/session.server.ts";

/** Works for who is not signed in as well: who reads the mail has the address. */
export const loader = guarded(async ({ request }: LoaderFunctionArgs) => {
  const token = LinkTokenInput.safeParse(param(request, "token"));
  const change = token.success ? await findEmailChange(token.data, Date.now()) : null;
  return data(
    { change: change && { ...change, token: token.data } },
    { status: change ? 200 : 404, headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const token = LinkTokenInput.safeParse((await readForm(args.request)).get("token"));
  const signed = await findSignedIn(args);
  const context = accountContext(args, signed?.account ?? null);
  const client = { ...clientOf(args), method: signed?.account.method ?? ("link" as const) };
  const outcome = token.success
    ? await confirmEmailChange(context, token.data, client)
    : ({ ok: false, reason: "link_over" } as const);
  if (!outcome.ok)
    return data({ outcome }, { status: outcome.reason === "link_over" ? 404 : 409, headers: privateForm });
  if (!outcome.session)
    return data(
      { outcome: { ok: true as const, email: outcome.email } },
      { status: 200, headers: privateForm },
    );
  throw redirect("/account?done=email", {
    status: 303,
    headers: { "Set-Cookie": await sessionCookie(outcome.session) },
  });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your new e-mail");

export default function ConfirmEmail() {
  const { change } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>()?.outcome;
  if (outcome?.ok)
    return (
      <LinkPage title="Your e-mail is changed">
        <p className="text-lg text-soft">
          Sign in with {outcome.email} from now on. You were signed out everywhere.
        </p>
        <p>
          <a className="btn main" href="/sign-in">
            Sign in
          </a>
        </p>
      </LinkPage>
    );
  if (outcome?.reason === "address_taken")
    return (
      <LinkOverPage
        text="Meanwhile this address belongs to another account. Yours keeps the one it has."
        href="/account"
        label="Your account"
      />
    );
  if (!change)
    return (
      <LinkOverPage
        text="It was used, it is older than a day, or a later one took its place. Ask for another one in your account."
        href="/account/email"
        label="Ask again"
      />
    );
  return (
    <LinkPage title="Change your e-mail?" token={change.token} button="Change it">
      <p className="text-lg text-soft">
        From <strong className="font-semibold text-ink">{change.from}</strong> to{" "}
        <strong className="font-semibold text-ink">{change.to}</strong>. You will be signed out on your other
        devices.
      </p>
    </LinkPage>
  );
}

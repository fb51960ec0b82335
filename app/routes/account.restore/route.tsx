import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LinkOverPage, LinkPage } from "#app/components/pages/account-link-pages.tsx";
import { findRestorableUntil, restoreAccount } from "#app/domain/accounts/deletion.server.ts";
import { LinkTokenInput } from "#app/domain/accounts/own.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { accountContext } from "#app/http/session.server.ts";
import { formatDate } from "#app/i18n/format.ts";

/** Where the mail about a deletion leads, for who is signed out everywhere. */
export const loader = guarded(async ({ request }: LoaderFunctionArgs) => {
  const token = LinkTokenInput.safeParse(param(request, "token"));
  const until = token.success ? await findRestorableUntil(token.data, Date.now()) : null;
  return data(
    { link: until === null ? null : { until, token: token.data } },
    { status: until === null ? 404 : 200, headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const token = LinkTokenInput.safeParse((await readForm(args.request)).get("token"));
  const kept = token.success && (await restoreAccount(accountContext(args, null), token.data));
  return data({ kept }, { status: kept ? 200 : 404, headers: privateForm });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Keep your account");

export default function Restore() {
  const { link } = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  if (acted?.kept)
    return (
      <LinkPage title="Your account is kept">
        <p className="text-lg text-soft">Everything is as it was. Sign in to go on.</p>
        <p>
          <a className="btn main" href="/sign-in">
            Sign in
          </a>
        </p>
      </LinkPage>
    );
  if (!link)
    return (
      <LinkOverPage
        text="The account is kept already, or it is deleted. If you can sign in, it is still there."
        href="/sign-in"
        label="Sign in"
      />
    );
  return (
    <LinkPage title="Keep your account?" token={link.token} button="Keep my account">
      <p className="text-lg text-soft">
        It will be deleted on {formatDate(new Date(link.until).toISOString().slice(0, 10))}, with everything
        about you in it. If you keep it, all is as it was.
      </p>
    </LinkPage>
  );
}

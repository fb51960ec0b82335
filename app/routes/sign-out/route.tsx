import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { SignOutPage } from "#app/components/pages/sign-in-page.tsx";
import { endSession } from "#app/domain/sessions.server.ts";
import { readNext } from "#app/http/entrance.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { findSignedIn, noSessionCookie } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  if (!(await findSignedIn(args))) throw redirect("/");
  return data(null, { headers: privateForm });
});

/** Ends the session in the database, so that a copy of the cookie is worth nothing, and takes the cookie away. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const form = await readForm(args.request);
  const signed = await findSignedIn(args);
  if (signed) await endSession(signed.context);
  return redirect(readNext(form.get("next") as string | null) ?? "/", {
    status: 303,
    headers: { "Set-Cookie": noSessionCookie(), "Cache-Control": "no-store" },
  });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Sign out");

export default function SignOut() {
  return <SignOutPage />;
}

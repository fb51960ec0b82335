import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { LinkPage } from "#app/components/pages/link-page.tsx";
import { linkByPassword, linkIdentity } from "#app/domain/identities.server.ts";
import { deviceCookie } from "#app/http/devices.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { noPendingCookie, type Pending, readPending } from "#app/http/oidc/pending.server.ts";
import { noFlow, notLetIn, notLinked } from "#app/http/oidc/refusals.server.ts";
import { requireProvider } from "#app/http/oidc/strategy.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitSignIn } from "#app/http/rate-limits.server.ts";
import {
  accountContext,
  clientOf,
  findSignedIn,
  type HttpArgs,
  type SignedIn,
  sessionCookie,
} from "#app/http/session.server.ts";

const Input = z.object({ password: z.string("Enter your password.").min(1).max(1000) });

/** What this browser proved at a provider, and whether the account's owner is signed in here. @throws a 400 page */
const findPending = async (args: HttpArgs): Promise<{ pending: Pending; owner: SignedIn | null }> => {
  const pending = await readPending(args.request);
  if (!pending) throw noFlow();
  const signed = await findSignedIn(args);
  const is_owner = signed?.account.email.toLowerCase() === pending.email.toLowerCase();
  return { pending, owner: is_owner ? signed : null };
};

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { pending, owner } = await findPending(args);
  const { label } = requireProvider(pending.provider);
  return data({ email: pending.email, label, is_signed_in: owner !== null }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { pending, owner } = await findPending(args);
  const provider = requireProvider(pending.provider);
  const ends = { "Set-Cookie": noPendingCookie() };
  if (owner) {
    const outcome = await linkIdentity(owner.context, pending);
    if (outcome === "belongs_to_another" || outcome === "has_another")
      throw notLinked(outcome, provider, ends);
    throw onTo(pending.next);
  }
  const submission = parseWithZod(await readForm(args.request), { schema: Input });
  const refuse = (status: number, password: string[]) =>
    // Never with what was typed: a password is not sent back.
    data({ lastResult: { status: "error" as const, error: { password } } }, { status, headers: privateForm });
  if (submission.status !== "success") return refuse(422, ["Enter the password of your account here."]);

  const attempt = await limitSignIn(args, pending.email);
  const signed = await findSignedIn(args);
  const client = clientOf(args);
  const context = accountContext(args, signed?.account ?? null);
  const outcome = await linkByPassword(context, pending, submission.value.password, client);
  if (outcome.ok) {
    await attempt.succeeded();
    throw onTo(
      pending.next,
      await sessionCookie(outcome.session),
      await deviceCookie(args.request, pending.email),
    );
  }
  if (outcome.reason === "wrong_password") return refuse(422, ["This is not the password of this account."]);
  throw outcome.reason === "suspended"
    ? notLetIn("suspended", provider, ends)
    : notLinked(outcome.reason, provider, ends);
});

const onTo = (path: string, ...cookies: string[]) => {
  const headers = new Headers({ "Cache-Control": "no-store" });
  for (const cookie of [noPendingCookie(), ...cookies]) headers.append("Set-Cookie", cookie);
  return redirect(path, { status: 303, headers });
};

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Connect ${data.label}` : "Sign in");

export default function Link() {
  return (
    <LinkPage {...useLoaderData<typeof loader>()} lastResult={useActionData<typeof action>()?.lastResult} />
  );
}

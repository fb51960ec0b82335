import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { linkIdentity, signInWithIdentity } from "#app/domain/identities.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { noFlowCookie } from "#app/http/oidc/flow.server.ts";
import { pendingCookie } from "#app/http/oidc/pending.server.ts";
import { notLetIn, notLinked } from "#app/http/oidc/refusals.server.ts";
import { createRules } from "#app/http/oidc/rules.server.ts";
import { authenticate, type Proof, requireProvider } from "#app/http/oidc/strategy.server.ts";
import {
  accountContext,
  clientOf,
  findSignedIn,
  type HttpArgs,
  type SignedIn,
  sessionCookie,
} from "#app/http/session.server.ts";

/** Where a provider sends people back to: its answer is checked, then it leads on. Nothing is shown but what went wrong. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const provider = requireProvider(args.params.provider);
  const signed = await findSignedIn(args);
  return authenticate(args.request, provider, (proof) =>
    proof.flow.session_id === null ? signIn(args, signed, proof) : link(signed, proof),
  );
});

const signIn = async (args: HttpArgs, signed: SignedIn | null, { identity, flow, provider }: Proof) => {
  const context = accountContext(args, signed?.account ?? null);
  const client = clientOf(args);
  const rules = await createRules(identity.email, flow.next);
  const outcome = await signInWithIdentity(context, identity, client, rules);
  if (outcome.ok) throw onTo(flow.next, await sessionCookie(outcome.session));
  if (outcome.reason === "needs_proof")
    throw onTo(
      "/sign-in/link",
      await pendingCookie({
        ...identity,
        email: outcome.email,
        email_verified: true,
        provider: provider.key,
        next: flow.next,
      }),
    );
  throw notLetIn(outcome.reason, provider, ends());
};

const link = async (signed: SignedIn | null, { identity, flow, provider }: Proof) => {
  if (signed?.account.session_id !== flow.session_id) throw notLinked("other_session", provider, ends());
  const outcome = await linkIdentity(signed.context, identity);
  if (outcome === "belongs_to_another" || outcome === "has_another")
    throw notLinked(outcome, provider, ends());
  throw onTo(flow.next);
};

const ends = () => ({ "Set-Cookie": noFlowCookie() });

const onTo = (path: string, cookie?: string) => {
  const headers = new Headers({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
  headers.append("Set-Cookie", noFlowCookie());
  if (cookie) headers.append("Set-Cookie", cookie);
  return redirect(path, { status: 303, headers });
};

export const headers = passHeaders;

export const meta: MetaFunction = () => privateMeta("Sign in");

export default function Callback() {
  return null;
}

import { type AppLoadContext, redirect } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { noteSessionSeen, SESSION_LIMITS, type StartedSession } from "#app/domain/sessions.server.ts";
import type { PersonView } from "#app/domain/views.ts";
import { readCookie, setCookie } from "#app/http/cookies.server.ts";
import { notFound, problem } from "#app/http/guarded.server.ts";
import { seal, unseal } from "#app/http/sealed.server.ts";
import { type LiveSessionRow, selectOptionalLiveSession } from "#db/sessions.ts";
import { type AccountTx, readingAccounts } from "#db/transaction.ts";

const COOKIE = "session";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What loaders and actions get; all of it, because guards need the address and the page beside the request. */
export type HttpArgs = {
  request: Request;
  params: Record<string, string | undefined>;
  context: AppLoadContext;
};

export type SignedIn = { account: LiveSessionRow; context: AccountContext };

/** The Set-Cookie header of a session that has just begun. */
export async function sessionCookie({ id, account_id, expires_at }: StartedSession): Promise<string> {
  const now = Date.now();
  const token = await seal(config().secrets, "session", { sid: id, sub: account_id }, { now, expires_at });
  return setCookie(COOKIE, token, (expires_at - now) / 1000);
}

/** The Set-Cookie header that takes the session away. */
export const noSessionCookie = (): string => setCookie(COOKIE, "", 0);

/** The session that a cookie names, or null; whether it still counts is the database's word. */
export async function namedSession(request: Request, now: number): Promise<string | null> {
  const claims = await unseal(config().secrets, "session", readCookie(request, COOKIE), now);
  return typeof claims?.sid === "string" && UUID.test(claims.sid) ? claims.sid : null;
}

/** Asks in the caller's snapshot whether a named session counts. */
export const liveSession = (tx: AccountTx, session_id: string, now: number) =>
  selectOptionalLiveSession(tx, session_id, { now, idle_since: now - SESSION_LIMITS.idle });

/** Who acts, as domain verbs want to know it. */
export const accountContext = (
  { context }: Pick<HttpArgs, "context">,
  account: LiveSessionRow | null,
  now = Date.now(),
): AccountContext => ({
  account_id: account?.id ?? null,
  session_id: account?.session_id ?? null,
  address: context.client_address,
  now,
  secrets: config().secrets,
});

/** The browser, as it calls itself, for the list of sessions. */
export const clientOf = ({ request }: Pick<HttpArgs, "request">) => ({
  user_agent: request.headers.get("User-Agent") ?? "",
});

/** Who is signed in, as the menu of a page shows it. */
export const viewPerson = (account: LiveSessionRow): PersonView => ({
  account_name: account.name,
  is_operator: account.operator_since !== null,
});

/** The person who is signed in, or null. */
export async function findSignedIn(args: HttpArgs): Promise<SignedIn | null> {
  const now = Date.now();
  const session_id = await namedSession(args.request, now);
  const account = session_id && (await readingAccounts(null, (tx) => liveSession(tx, session_id, now)));
  if (!account) return null;
  await keepAlive(account, now);
  return { account, context: accountContext(args, account, now) };
}

/** Keeps the idle limit away; a page does not fail because that could not be written. */
export async function keepAlive(account: LiveSessionRow, now: number): Promise<void> {
  if (now - account.last_seen_at > SESSION_LIMITS.seen)
    await noteSessionSeen(account.session_id, now).catch(() => {});
}

/**
 * The person who is signed in.
 * @throws a redirect to the sign-in page that leads back here; for a form a 401 page, so that nobody thinks it was sent
 */
export async function requireAccount(args: HttpArgs): Promise<SignedIn> {
  return (await findSignedIn(args)) ?? throwTo(signInFirst(args.request));
}

/** The installation's operator. @throws like requireAccount, and a 404 page for everybody else */
export async function requireOperator(args: HttpArgs): Promise<SignedIn> {
  const signed = await requireAccount(args);
  if (signed.account.operator_since === null) throw notFound();
  return signed;
}

export const throwTo = (answer: unknown): never => {
  throw answer;
};

/** What somebody gets who is not signed in. */
export const signInFirst = (request: Request): unknown => {
  const { pathname, search } = new URL(request.url);
  const next = pathname.replace(/\.data$/, "") + search;
  // An address too long for ownPath leads to the plain page: written twice over it could outgrow what browsers take.
  const href = next.length > 2000 ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
  if (request.method === "GET" || request.method === "HEAD")
    return redirect(href, { headers: { "Cache-Control": "no-store" } });
  return problem(
    401,
    {
      title: "You are signed out",
      text: "Your session has ended, so nothing was changed. Sign in in another tab, then come back here and send the form again.",
      links: [{ href: "/sign-in", label: "Sign in" }],
    },
    { "Cache-Control": "no-store" },
  );
};

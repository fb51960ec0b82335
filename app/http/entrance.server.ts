import { redirect } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import { findLink, type OpenLink } from "#app/domain/accounts/links.server.ts";
import { isLinkToken } from "#app/domain/link-token.ts";
import type { StartedSession } from "#app/domain/sessions.server.ts";
import { deviceCookie } from "#app/http/devices.server.ts";
import { param, problem } from "#app/http/guarded.server.ts";
import { ownPath } from "#app/http/next.ts";
import { privateForm } from "#app/http/public.server.ts";
import { findSignedIn, type HttpArgs, sessionCookie } from "#app/http/session.server.ts";

/** The own path that a page or its form was asked to lead on to, or null. */
export const readNext = (value: string | null): string | null => ownPath(value, "") || null;

/** Who is signed in needs no sign-in. @throws a redirect to where they want to go */
export async function leadOnSignedIn(args: HttpArgs): Promise<void> {
  if (await findSignedIn(args))
    throw redirect(readNext(param(args.request, "next")) ?? "/dashboard", {
      headers: { "Cache-Control": "no-store" },
    });
}

/** Signed in: on to where they want to go, with the session and the note that this browser is known for the account. */
export async function enter(args: HttpArgs, session: StartedSession, email: string, path: string) {
  const headers = new Headers({ "Cache-Control": "no-store" });
  headers.append("Set-Cookie", await sessionCookie(session));
  headers.append("Set-Cookie", await deviceCookie(args.request, email));
  return redirect(path, { status: 303, headers });
}

/** The embedded demo's mails lie on a page for this very machine: who waits for one is led there. */
export const showsOutbox = ({ context }: Pick<HttpArgs, "context">): boolean =>
  config().demo && context.is_from_this_machine && config().smtp === null;

/**
 * A mailed link that still works.
 * @throws a page that says why it does not, and where to get another
 */
export async function requireLink(
  purpose: "sign_up" | "password_reset",
  token: string | null,
): Promise<{ email: string; token: string; next: string }> {
  const found: OpenLink =
    token && isLinkToken(token)
      ? await findLink(purpose, token, Date.now())
      : { ok: false, reason: "unknown" };
  if (!found.ok) throw linkOver(purpose, found.reason);
  return { email: found.link.email, token: token!, next: found.link.details.next ?? "" };
}

const AGAIN = {
  sign_up: [
    { href: "/sign-in", label: "Sign in" },
    { href: "/sign-up", label: "Get another link" },
  ],
  password_reset: [{ href: "/forgot-password", label: "Get another link" }],
};

const OVER = {
  unknown: {
    status: 404,
    title: "We don't know this link",
    text: "Please use the whole link from your mail. If several mails came, the newest one counts.",
  },
  used: { status: 410, title: "This link was used already", text: "Each link works once." },
  expired: {
    status: 410,
    title: "This link is too old",
    text: "Links like this work for a short while only.",
  },
};

export const linkOver = (
  purpose: "sign_up" | "password_reset",
  reason: Extract<OpenLink, { ok: false }>["reason"],
) => {
  const { status, title, text } = OVER[reason];
  return problem(status, { title, text, links: AGAIN[purpose] }, privateForm);
};

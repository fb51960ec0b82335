import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import { ZodError } from "zod";
import type { SignInOutcome } from "#app/domain/identities.server.ts";
import { type Problem, problem } from "#app/http/guarded.server.ts";
import { ApiError } from "#app/http/oidc/identity.server.ts";
import type { IdentityProvider } from "#app/http/oidc/providers.server.ts";
import { privatePage } from "#app/http/public.server.ts";

const BACK = { href: "/sign-in", label: "Back to sign-in" };
const ACCOUNT = { href: "/account", label: "Your account" };

/** A page about a sign-in by others: its address has a code in it, so it is stored nowhere and sends no Referer. */
const page = (status: number, { links = [BACK], ...body }: Problem, headers: Record<string, string> = {}) =>
  problem(status, { ...body, links }, { ...privatePage, ...headers });

export const unknownProvider = () =>
  page(404, {
    title: "This way to sign in is not set up",
    text: "The operator of this installation has not connected it, or it was taken away.",
  });

/** No flow of this browser with this provider: another browser's, another provider's, too old, or used already. */
export const noFlow = () =>
  page(400, {
    title: "Please start again",
    text: "This sign-in was begun in another browser or too long ago, or it is already done. Nothing was changed.",
  });

type Kind = "cancelled" | "away" | "misconfigured" | "used" | "untrusted";

// What the person or the provider's session decided; nothing is wrong with the settings.
const CANCELLED = new Set([
  "access_denied",
  "login_required",
  "consent_required",
  "interaction_required",
  "account_selection_required",
]);
const AWAY = new Set(["temporarily_unavailable", "server_error"]);
const AWAY_CODES = new Set(["OAUTH_TIMEOUT", "OAUTH_ABORT"]);

const kindOf = (error: unknown): Kind | null => {
  if (error instanceof AuthorizationResponseError)
    return CANCELLED.has(error.error) ? "cancelled" : AWAY.has(error.error) ? "away" : "misconfigured";
  if (error instanceof ResponseBodyError)
    return error.error === "invalid_grant" ? "used" : error.status >= 500 ? "away" : "misconfigured";
  if (error instanceof ApiError)
    return error.status >= 500 || error.status === 429 ? "away" : "misconfigured";
  if (error instanceof ZodError) return "untrusted";
  if (error instanceof ClientError) {
    if (error.cause instanceof Response && error.cause.status >= 500) return "away";
    return AWAY_CODES.has(error.code ?? "") ? "away" : "untrusted";
  }
  // What fetch throws when nobody answers.
  if (error instanceof TypeError && error.cause instanceof Error) return "away";
  return null;
};

/**
 * The page for a sign-in that the provider refused, or whose answer does not hold.
 * @throws what is no failure of that kind
 */
export function refusalOf(
  error: unknown,
  provider: IdentityProvider,
  is_start: boolean,
  headers: Record<string, string> = {},
) {
  const kind = kindOf(error);
  if (kind === null) throw error;
  if (kind !== "cancelled" && kind !== "used") warn(provider, kind, error);
  const { label } = provider;
  // At the start what does not hold is the provider's own description: nothing that a person did.
  if (kind === "away" || kind === "misconfigured" || is_start)
    return page(
      503,
      {
        title: `${label} can’t be reached just now`,
        text: `We asked ${label} who you are and got no useful answer. Please try again shortly, or sign in with your password.`,
      },
      { "Retry-After": "30", ...headers },
    );
  return page(400, WORDS[kind](label), headers);
}

const WORDS: Record<"cancelled" | "used" | "untrusted", (label: string) => Problem> = {
  cancelled: (label) => ({
    title: "You didn’t sign in",
    text: `${label} sent you back without a sign-in. Nothing was changed.`,
  }),
  used: (label) => ({
    title: "Please start again",
    text: `What ${label} sent was used already, or it is too old. Nothing was changed.`,
  }),
  untrusted: (label) => ({
    title: "We can’t trust this sign-in",
    text: `The answer did not come from ${label} as it should, so nothing was changed. Please start again.`,
  }),
};

/** For the operator: which setting, not who; codes only, as messages may quote what was sent. */
const warn = ({ key }: IdentityProvider, kind: Kind, error: unknown): void => {
  const { name, code, error: oauth, status, cause } = error as Record<string, unknown>;
  const below = (cause as { code?: unknown } | undefined)?.code;
  console.warn(
    JSON.stringify({
      level: "warn",
      event: "identity_provider_failed",
      provider: key,
      kind,
      error: name,
      code: oauth ?? code,
      status,
      cause: below,
    }),
  );
};

type Refused = Exclude<SignInOutcome, { ok: true } | { reason: "needs_proof" }>["reason"];

/** The page for a proven identity that does not get in. */
export function notLetIn(reason: Refused, { label }: IdentityProvider, headers: Record<string, string>) {
  switch (reason) {
    case "suspended":
      return page(
        403,
        {
          title: "This account is suspended",
          text: "The operator of this installation has closed it for now. Please write to the operator.",
        },
        headers,
      );
    case "by_invitation":
      return page(
        403,
        {
          title: "Sign-up is by invitation",
          text: "There is no account for you here yet. Ask the people you work with, or the operator, to invite you.",
        },
        headers,
      );
    case "email_missing":
    case "email_unverified":
      return page(
        403,
        {
          title: "We need an address that is proven",
          text:
            reason === "email_missing"
              ? `${label} did not tell us an e-mail address of yours. Sign up with your address instead; then connect ${label} under Your account.`
              : `${label} told us an e-mail address, but not that it is yours. Confirm it there and try again, or sign up with your address; then connect ${label} under Your account.`,
          links: [{ href: "/sign-up", label: "Sign up with your address" }, BACK],
        },
        headers,
      );
  }
}

/** The page for an identity that could not be connected with the account that asked. */
export function notLinked(
  reason: "belongs_to_another" | "has_another" | "other_session",
  { label }: IdentityProvider,
  headers: Record<string, string>,
) {
  const text = {
    belongs_to_another: `This ${label} account is connected with another account here. Sign in there and disconnect it first.`,
    has_another: `Your account is connected with another ${label} account already. Disconnect that one first.`,
    other_session: `You signed out, or in as somebody else, while you were at ${label}. Sign in and connect it again.`,
  }[reason];
  return page(409, { title: `${label} was not connected`, text, links: [ACCOUNT] }, headers);
}

/** The page for who would lock themselves out. */
export const lastWayIn = () =>
  page(409, {
    title: "This is your only way to sign in",
    text: "Your account has no password and no other connection. Set a password first, then disconnect this one.",
    links: [{ href: "/account/password", label: "Set a password" }, ACCOUNT],
  });

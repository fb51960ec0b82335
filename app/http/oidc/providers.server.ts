import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
} from "openid-client";
import { type Client, config, isLoopback } from "#app/config.server.ts";

export const PROVIDER_KEYS = ["oidc", "google", "microsoft", "github"] as const;
export type ProviderKey = (typeof PROVIDER_KEYS)[number];

/** A button: "Continue with <label>". */
export type IdentityProviderView = { key: ProviderKey; label: string };

export type IdentityProvider = IdentityProviderView & {
  /** What is asked for; each of these is needed to know who it is. */
  scope: string;
  /** Asks which of their accounts is meant, on machines that several people share. */
  prompt?: "select_account";
  /** Whether an issuer that stands in our tables is this one. */
  issued: (issuer: string) => boolean;
  /** Where to send people and how to check what comes back. @throws when the provider cannot be asked */
  configuration: () => Promise<Configuration>;
  /** Who signed in cannot be read from an ID token: there is an API for it. */
  api_url?: string;
};

const OIDC_SCOPE = "openid email profile";
export const MICROSOFT = "https://login.microsoftonline.com";
export const GITHUB_ISSUER = "https://github.com/login/oauth";

/** Seconds that one request to a provider may take; a page waits for at most three of them. */
const TIMEOUT_S = 6;
/** Milliseconds after which a provider is asked again what it offers. */
const KEPT = 3_600_000;

/** The providers that the environment sets, by key. */
export function identityProviders(): ReadonlyMap<ProviderKey, IdentityProvider> {
  cached ??= new Map(readProviders().map((one) => [one.key, one]));
  return cached;
}
let cached: Map<ProviderKey, IdentityProvider> | null = null;

/** What /sign-in and /sign-up show. */
export const viewIdentityProviders = (): IdentityProviderView[] =>
  [...identityProviders().values()].map(({ key, label }) => ({ key, label }));

/** The words for who vouched for an identity; the issuer's own address when it is not set (any more). */
export const labelOfIssuer = (issuer: string): string =>
  [...identityProviders().values()].find((one) => one.issued(issuer))?.label ?? issuer;

const readProviders = (): IdentityProvider[] => {
  const { oidc, google, microsoft, github } = config().identity_providers;
  return [
    oidc && oidcProvider("oidc", oidc.label, oidc.issuer, oidc),
    google && {
      ...oidcProvider("google", "Google", "https://accounts.google.com", google),
      prompt: "select_account" as const,
    },
    microsoft && microsoftProvider(microsoft),
    github && githubProvider(github),
  ].filter((one) => one !== null);
};

/** Any issuer that answers OpenID Connect Discovery. */
export function oidcProvider(
  key: ProviderKey,
  label: string,
  issuer: string,
  client: Client,
): IdentityProvider {
  const own = new URL(issuer).href;
  return {
    key,
    label,
    scope: OIDC_SCOPE,
    issued: (other) => URL.canParse(other) && new URL(other).href === own,
    configuration: remembering(() => discover(issuer, client)),
  };
}

/**
 * "common" and "organizations" are no issuers: their document has `{tenantid}` in its place, and each token names its
 * own tenant, which openid-client puts there before it compares. A tenant's name does the same, as tokens name its id.
 */
function microsoftProvider({ tenant, ...client }: Client & { tenant: string }): IdentityProvider {
  return {
    ...oidcProvider("microsoft", "Microsoft", `${MICROSOFT}/${tenant}/v2.0`, client),
    prompt: "select_account",
    issued: (issuer) => issuer.startsWith(`${MICROSOFT}/`),
  };
}

/** GitHub speaks OAuth 2 (with PKCE) but no OpenID Connect: its API says who signed in. */
export function githubProvider(
  client: Client,
  at = { authorization: "https://github.com/login/oauth", api: "https://api.github.com" },
): IdentityProvider {
  const configuration = new Configuration(
    {
      issuer: GITHUB_ISSUER,
      authorization_endpoint: `${at.authorization}/authorize`,
      token_endpoint: `${at.authorization}/access_token`,
    },
    client.id,
    undefined,
    ClientSecretPost(client.secret),
  );
  configuration.timeout = TIMEOUT_S;
  if (isLoopback(at.authorization)) allowInsecureRequests(configuration);
  return {
    key: "github",
    label: "GitHub",
    scope: "user:email",
    prompt: "select_account",
    issued: (issuer) => issuer === GITHUB_ISSUER,
    configuration: async () => configuration,
    api_url: at.api,
  };
}

const discover = (issuer: string, client: Client): Promise<Configuration> =>
  discovery(new URL(issuer), client.id, undefined, secretAsRegistered(client.secret), {
    timeout: TIMEOUT_S,
    // Without this openid-client trusts TLS for a token that comes straight from the provider, and skips its signature.
    execute: [enableNonRepudiationChecks, ...(isLoopback(issuer) ? [allowInsecureRequests] : [])],
  });

/** Basic is what a client has that is registered without further words (OIDC Registration §2); some offer no other than Post. */
const secretAsRegistered = (secret: string): ClientAuth => {
  const basic = ClientSecretBasic(secret);
  const post = ClientSecretPost(secret);
  return (server, ...rest) => {
    const offered = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (offered.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
};

/**
 * Asks once and keeps the answer for an hour. A failure is not kept: the next visitor asks again; but while there is an
 * older answer, that one goes on.
 */
export function remembering<T>(ask: () => Promise<T>, now: () => number = Date.now): () => Promise<T> {
  let kept: { value: T; at: number } | null = null;
  let asking: Promise<T> | null = null;
  return async () => {
    if (kept && now() - kept.at < KEPT) return kept.value;
    asking ??= ask().finally(() => {
      asking = null;
    });
    try {
      const value = await asking;
      kept = { value, at: now() };
      return value;
    } catch (error) {
      if (!kept) throw error;
      // Not at every visit: a provider that is away costs each of them its timeout.
      kept = { value: kept.value, at: now() - KEPT + 60_000 };
      return kept.value;
    }
  };
}

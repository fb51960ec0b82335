import { redirect } from "@remix-run/node";
import { authorizationCodeGrant } from "openid-client";
import { Authenticator } from "remix-auth";
import { Strategy } from "remix-auth/strategy";
import type { ProvenIdentity } from "#app/domain/identities.server.ts";
import {
  authorizationUrl,
  beginFlow,
  type Flow,
  noFlowCookie,
  readFlow,
  redirectUri,
  speaksOidc,
} from "#app/http/oidc/flow.server.ts";
import { identityOfGitHub, identityOfToken } from "#app/http/oidc/identity.server.ts";
import { type IdentityProvider, identityProviders } from "#app/http/oidc/providers.server.ts";
import { noFlow, refusalOf, unknownProvider } from "#app/http/oidc/refusals.server.ts";

/** What a way through a provider proved. */
export type Proof = { identity: ProvenIdentity; flow: Flow; provider: IdentityProvider };

/**
 * remix-auth's way in through one identity provider, on openid-client (certified): discovery, PKCE with S256, state,
 * nonce, and the ID token's signature, issuer, audience and time. What does not hold is thrown as a page.
 */
export class IdentityStrategy<User> extends Strategy<User, Proof> {
  readonly name: string;
  readonly provider: IdentityProvider;

  constructor(provider: IdentityProvider, verify: Strategy.VerifyFunction<User, Proof>) {
    super(verify);
    this.name = provider.key;
    this.provider = provider;
  }

  /** A provider's answer. */
  override async authenticate(request: Request): Promise<User> {
    const flow = await readFlow(request, this.provider.key);
    if (!flow) throw noFlow();
    const { searchParams, search } = new URL(request.url);
    // Only the answer to this flow ends it: a link of somebody else's may not.
    const ends: Record<string, string> =
      searchParams.get("state") === flow.state ? { "Set-Cookie": noFlowCookie() } : {};
    let identity: ProvenIdentity;
    try {
      identity = await this.#identify(flow, search);
    } catch (error) {
      throw refusalOf(error, this.provider, false, ends);
    }
    return this.verify({ identity, flow, provider: this.provider });
  }

  async #identify(flow: Flow, search: string): Promise<ProvenIdentity> {
    const configuration = await this.provider.configuration();
    const has_token = speaksOidc(this.provider);
    // The address as we have it set, not as it was asked: the provider compares it with the one at the start.
    const answered = new URL(redirectUri(this.provider.key) + search);
    const tokens = await authorizationCodeGrant(configuration, answered, {
      expectedState: flow.state,
      pkceCodeVerifier: flow.code_verifier,
      ...(has_token && { expectedNonce: flow.nonce, idTokenExpected: true }),
    });
    if (this.provider.api_url !== undefined)
      return identityOfGitHub(configuration, tokens.access_token, this.provider.api_url);
    const claims = tokens.claims();
    if (!claims) throw new TypeError("No ID token, though one was asked for.");
    return identityOfToken(configuration, tokens, claims);
  }
}

/** The provider that an address names. @throws a 404 page when it is not set */
export function requireProvider(key: string | undefined): IdentityProvider {
  const provider = [...identityProviders().values()].find((one) => one.key === key);
  if (!provider) throw unknownProvider();
  return provider;
}

/**
 * Begins a way through a provider: a redirect to the page that leads there, with the flow in a cookie.
 * @param session_id the session that connects an identity with its account; null to sign in
 */
export async function leaveFor(provider: IdentityProvider, next: string, session_id: string | null) {
  // Browsers drop a cookie of more than 4096 bytes without a word.
  const kept = next.length > 1000 ? "/dashboard" : next;
  const cookie = await beginFlow(provider.key, kept, session_id);
  return redirect(`/sign-in/with/${provider.key}`, {
    status: 303,
    headers: { "Set-Cookie": cookie, "Cache-Control": "no-store" },
  });
}

/** Where the flow in this browser's cookie leads to; null without one. @throws a 503 page when the provider is away */
export async function findAuthorizationUrl(
  request: Request,
  provider: IdentityProvider,
): Promise<string | null> {
  const flow = await readFlow(request, provider.key);
  if (!flow) return null;
  try {
    return (await authorizationUrl(provider, flow)).href;
  } catch (error) {
    throw refusalOf(error, provider, true);
  }
}

/** Checks a provider's answer and hands what it proves to `verify`. @throws a page when it does not hold */
export const authenticate = <User>(
  request: Request,
  provider: IdentityProvider,
  verify: (proof: Proof) => Promise<User>,
): Promise<User> =>
  new Authenticator<User>()
    .use(new IdentityStrategy<User>(provider, verify))
    .authenticate(provider.key, request);

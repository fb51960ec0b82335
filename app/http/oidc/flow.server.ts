import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { readCookie, setCookie } from "#app/http/cookies.server.ts";
import { type IdentityProvider, PROVIDER_KEYS, type ProviderKey } from "#app/http/oidc/providers.server.ts";
import { seal, unseal } from "#app/http/sealed.server.ts";

/** Between leaving for a provider and coming back the browser keeps this, signed: nobody else's answer fits it. */
const Flow = z.object({
  provider: z.enum(PROVIDER_KEYS),
  state: z.string(),
  nonce: z.string(),
  code_verifier: z.string(),
  next: z.string(),
  /** The session that connects an identity with its account; null to sign in. */
  session_id: z.string().nullable(),
});
export type Flow = z.infer<typeof Flow>;

const COOKIE = "oidc";
/** Milliseconds to sign in elsewhere. */
const LIFE = 10 * 60_000;

/** A new flow and its Set-Cookie header. A second one takes the first one's place. */
export async function beginFlow(
  provider: ProviderKey,
  next: string,
  session_id: string | null,
): Promise<string> {
  const now = Date.now();
  const flow: Flow = {
    provider,
    state: randomState(),
    nonce: randomNonce(),
    code_verifier: randomPKCECodeVerifier(),
    next,
    session_id,
  };
  const token = await seal(config().secrets, "oidc", flow, { now, expires_at: now + LIFE });
  return setCookie(COOKIE, token, LIFE / 1000);
}

/** The flow that this browser began with this provider, or null. */
export async function readFlow(request: Request, provider: ProviderKey): Promise<Flow | null> {
  const claims = await unseal(config().secrets, "oidc", readCookie(request, COOKIE), Date.now());
  const flow = Flow.safeParse(claims);
  return flow.success && flow.data.provider === provider ? flow.data : null;
}

/** The Set-Cookie header that ends a flow: its answer counts once. */
export const noFlowCookie = (): string => setCookie(COOKIE, "", 0);

/** Where providers send people back to; never built from a request. */
export const redirectUri = (provider: ProviderKey): string =>
  `${config().public_url}/sign-in/with/${provider}/callback`;

/** Where a flow leads to. @throws when the provider cannot be asked */
export async function authorizationUrl(provider: IdentityProvider, flow: Flow): Promise<URL> {
  const configuration = await provider.configuration();
  return buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(provider.key),
    scope: provider.scope,
    state: flow.state,
    code_challenge: await calculatePKCECodeChallenge(flow.code_verifier),
    code_challenge_method: "S256",
    ...(speaksOidc(provider) && { nonce: flow.nonce }),
    ...(provider.prompt && { prompt: provider.prompt }),
  });
}

/** Whether an ID token comes back, with our nonce in it. */
export const speaksOidc = ({ api_url }: Pick<IdentityProvider, "api_url">): boolean => api_url === undefined;

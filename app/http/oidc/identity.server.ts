import {
  type Configuration,
  fetchProtectedResource,
  fetchUserInfo,
  type IDToken,
  type TokenEndpointResponse,
} from "openid-client";
import { z } from "zod";
import type { ProvenIdentity } from "#app/domain/identities.server.ts";
import { GITHUB_ISSUER, MICROSOFT } from "#app/http/oidc/providers.server.ts";

type Claims = Record<string, unknown>;

/** What a checked ID token says, and the provider's userinfo where the token has no address in it. */
export async function identityOfToken(
  configuration: Configuration,
  tokens: TokenEndpointResponse,
  claims: IDToken,
): Promise<ProvenIdentity> {
  const has_more =
    claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more: Claims = has_more ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
  return readClaims(claims, more);
}

/** One person from the ID token's claims and userinfo's. The address and the word for it come from the same of both. */
export function readClaims(claims: IDToken, userinfo: Claims = {}): ProvenIdentity {
  const source: Claims = claims.email === undefined ? userinfo : claims;
  const email = readEmail(source.email);
  return {
    issuer: Issuer.parse(claims.iss),
    subject: Subject.parse(claims.sub),
    email,
    email_verified: isVerified(claims.iss, source),
    name: readName(claims.name ?? userinfo.name, email),
  };
}

/**
 * Microsoft lets a tenant's administrator write any address into `email`: whoever has a tenant could be anybody
 * ("nOAuth"). `xms_edov` says that the address's domain is the tenant's own, or that the address was confirmed.
 */
const isVerified = (issuer: string, claims: Claims): boolean => {
  if (isTrue(claims.email_verified)) return true;
  return issuer.startsWith(`${MICROSOFT}/`) && isTrue(claims.xms_edov);
};

// Some write flags as texts or numbers.
const isTrue = (flag: unknown): boolean => flag === true || flag === 1 || flag === "true" || flag === "1";

const GitHubUser = z.object({
  id: z.number().int().positive(),
  login: z.string(),
  name: z.string().nullish(),
});
const GitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's API: who the token belongs to, and the primary address if it is verified. Names there change; the number stays. */
export async function identityOfGitHub(
  configuration: Configuration,
  access_token: string,
  api_url: string,
): Promise<ProvenIdentity> {
  const user = GitHubUser.parse(await askApi(configuration, access_token, `${api_url}/user`));
  const emails = GitHubEmails.parse(await askApi(configuration, access_token, `${api_url}/user/emails`));
  const primary = emails.find((one) => one.primary && one.verified);
  const email = readEmail(primary?.email);
  return {
    issuer: GITHUB_ISSUER,
    subject: String(user.id),
    email,
    email_verified: email !== null,
    name: readName(user.name || user.login, email),
  };
}

const askApi = async (configuration: Configuration, access_token: string, url: string): Promise<unknown> => {
  const headers = new Headers({ Accept: "application/vnd.github+json", "User-Agent": "Daybook" });
  const answer = await fetchProtectedResource(
    configuration,
    access_token,
    new URL(url),
    "GET",
    undefined,
    headers,
  );
  if (!answer.ok) throw new ApiError(answer.status);
  return answer.json();
};

/** A provider's API did not answer what was asked. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  constructor(status: number) {
    super(`The API answered ${status}.`);
    this.status = status;
  }
}

const Email = z.email().max(254);
// What the columns take; the standard allows 255 characters of ASCII.
const Issuer = z.string().max(300);
const Subject = z.string().regex(/^[^\p{C}]{1,255}$/u);

const readEmail = (email: unknown): string | null => Email.safeParse(email).data ?? null;

/** A name goes into mails and headers, so it has no line breaks; without one the address's first part must do. */
const readName = (name: unknown, email: string | null): string => {
  const text = typeof name === "string" ? name.replace(/[\p{C}\s]+/gu, " ").trim() : "";
  return text.slice(0, 120).trim() || email?.split("@")[0]?.slice(0, 120) || "New here";
};

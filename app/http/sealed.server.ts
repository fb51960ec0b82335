import { createHash, hkdfSync } from "node:crypto";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";

/**
 * Signed texts that a browser keeps for us: JWTs (RFC 7519) with HS256 and nothing else. Each use has an audience of its
 * own and a key derived for it (HKDF, RFC 5869), so one can never pass for another.
 * Rotation: the first secret of APP_SECRET signs, all are understood; the key's name stands in `kid`.
 */
export type Audience = "session" | "device" | "oidc" | "identity-link" | "form" | "time-off";

const ISSUER = "daybook";
const ALGORITHM = "HS256";

const keys = new Map<string, { kid: string; key: Uint8Array }>();

/** The key that a secret gives to a use, and its name. */
export const keyOf = (secret: string, audience: Audience) => {
  const name = `${audience}\n${secret}`;
  let found = keys.get(name);
  if (!found) {
    const key = new Uint8Array(hkdfSync("sha256", secret, "", `daybook ${audience}`, 32));
    found = { key, kid: createHash("sha256").update(key).digest("base64url").slice(0, 12) };
    keys.set(name, found);
  }
  return found;
};

/** Signs claims until `expires_at` (epoch ms). */
export async function seal(
  secrets: readonly string[],
  audience: Audience,
  claims: JWTPayload,
  { now, expires_at }: { now: number; expires_at: number },
): Promise<string> {
  const { key, kid } = keyOf(secrets[0]!, audience);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(expires_at / 1000))
    .sign(key);
}

/** The claims, or null for whatever was not signed by us, for this, with a key in use, or is over. */
export async function unseal(
  secrets: readonly string[],
  audience: Audience,
  token: string | null,
  now: number,
): Promise<JWTPayload | null> {
  if (!token) return null;
  const known = secrets.map((secret) => keyOf(secret, audience));
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const found = known.find((one) => one.kid === kid);
        if (!found) throw new errors.JWKSNoMatchingKey();
        return found.key;
      },
      {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience,
        currentDate: new Date(now),
        requiredClaims: ["exp", "iat"],
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

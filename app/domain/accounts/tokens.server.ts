import { createHmac } from "node:crypto";
import { sha256 } from "#app/domain/secrets.server.ts";

/**
 * What stands in a mailed link: 192 bits, HMAC-SHA-256 of the token row's id. The database keeps only its SHA-256, and
 * the job that sends the mail can make it again.
 */
export function accountToken(secret: string, token_id: string): string {
  return createHmac("sha256", secret)
    .update(`verification\n${token_id}`)
    .digest()
    .subarray(0, 24)
    .toString("base64url");
}

/** The token that a stored hash belongs to, among the secrets in use; null when its secret is gone. */
export function recoverAccountToken(
  secrets: readonly string[],
  { id, token_hash }: { id: string; token_hash: Uint8Array },
): string | null {
  const wanted = Buffer.from(token_hash);
  for (const secret of secrets) {
    const token = accountToken(secret, id);
    if (wanted.equals(sha256(token))) return token;
  }
  return null;
}

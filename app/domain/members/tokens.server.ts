import { createHmac } from "node:crypto";
import { sha256 } from "#app/domain/secrets.server.ts";

/**
 * What stands in an invitation's link: 192 bits, HMAC-SHA-256 of its id, made again by the job that sends the mail. As
 * with a booking's manage token the database keeps only its SHA-256.
 */
export function invitationToken(secret: string, provider_id: string, invitation_id: string): string {
  const mac = createHmac("sha256", secret).update(`invitation\n${provider_id}\n${invitation_id}`).digest();
  return mac.subarray(0, 24).toString("base64url");
}

/** The token that a stored hash belongs to, among the secrets in use; null when its secret is gone. */
export function recoverInvitationToken(
  secrets: readonly string[],
  provider_id: string,
  invitation: { id: string; token_hash: Uint8Array },
): string | null {
  const wanted = Buffer.from(invitation.token_hash);
  for (const secret of secrets) {
    const token = invitationToken(secret, provider_id, invitation.id);
    if (wanted.equals(sha256(token))) return token;
  }
  return null;
}

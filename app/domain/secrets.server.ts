import { createHash, createHmac } from "node:crypto";

/**
 * A booking's manage token is a capability: 192 bits, HMAC-SHA-256 of the booking's id. The database keeps only its
 * SHA-256, yet a later mail or a repeated form can be answered with the same link, because the server can make it
 * again. The newest secret comes first; older ones are kept until the bookings made with them are over.
 */
export function manageToken(secret: string, provider_id: string, booking_id: string): string {
  const mac = createHmac("sha256", secret).update(`manage-token\n${provider_id}\n${booking_id}`).digest();
  return mac.subarray(0, 24).toString("base64url");
}

/** SHA-256 of a text, as it is stored. */
export function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** The token that a stored hash belongs to, among the secrets in use; null when its secret is gone. */
export function recoverManageToken(
  secrets: readonly string[],
  provider_id: string,
  booking: { id: string; manage_token_hash: Uint8Array },
): string | null {
  const wanted = Buffer.from(booking.manage_token_hash);
  for (const secret of secrets) {
    const token = manageToken(secret, provider_id, booking.id);
    if (wanted.equals(sha256(token))) return token;
  }
  return null;
}

import { createHash, createHmac } from "node:crypto";

/** What a link is for; a token of one use is none of another. */
type Use = "manage-token" | "invitation" | "verification";

/**
 * What stands in a private link: 192 bits, HMAC-SHA-256 of what the link is about. The database keeps only its SHA-256,
 * yet a later mail or a repeated form can be answered with the same link, because the server can make it again.
 */
const linkToken = (secret: string, use: Use, ...ids: string[]): string =>
  createHmac("sha256", secret)
    .update([use, ...ids].join("\n"))
    .digest()
    .subarray(0, 24)
    .toString("base64url");

/** A booking's manage token is a capability, kept as long as the booking. */
export const manageToken = (secret: string, provider_id: string, booking_id: string): string =>
  linkToken(secret, "manage-token", provider_id, booking_id);

/** What accepts an invitation. */
export const invitationToken = (secret: string, provider_id: string, invitation_id: string): string =>
  linkToken(secret, "invitation", provider_id, invitation_id);

/** What proves an address: the link to finish a sign-up, to a new password, to a new address, to keep an account. */
export const accountToken = (secret: string, token_id: string): string =>
  linkToken(secret, "verification", token_id);

/** SHA-256 of a text, as it is stored. */
export function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/**
 * The token that a stored hash belongs to, among the secrets in use (the newest first; older ones are kept until the
 * links made with them are over); null when its secret is gone.
 */
const recover = (
  secrets: readonly string[],
  hash: Uint8Array,
  make: (secret: string) => string,
): string | null => {
  const wanted = Buffer.from(hash);
  return secrets.map(make).find((token) => wanted.equals(sha256(token))) ?? null;
};

/** The manage token of a booking, or null when its secret is gone. */
export const recoverManageToken = (
  secrets: readonly string[],
  provider_id: string,
  booking: { id: string; manage_token_hash: Uint8Array },
): string | null =>
  recover(secrets, booking.manage_token_hash, (secret) => manageToken(secret, provider_id, booking.id));

/** The token of an invitation, or null when its secret is gone. */
export const recoverInvitationToken = (
  secrets: readonly string[],
  provider_id: string,
  invitation: { id: string; token_hash: Uint8Array },
): string | null =>
  recover(secrets, invitation.token_hash, (secret) => invitationToken(secret, provider_id, invitation.id));

/** The token of a mailed link (verification_tokens), or null when its secret is gone. */
export const recoverAccountToken = (
  secrets: readonly string[],
  { id, token_hash }: { id: string; token_hash: Uint8Array },
): string | null => recover(secrets, token_hash, (secret) => accountToken(secret, id));

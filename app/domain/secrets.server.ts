import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** What a link is for; a token of one use is none of another. */
type Use = "manage-token" | "invitation" | "verification" | "unsubscribe" | "calendar-feed";

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

/** What ends mails of one kind to one recipient (RFC 8058); it works as long as its secret is among those in use. */
export const unsubscribeToken = (
  secret: string,
  { provider_id, kind, recipient_id }: { provider_id: string; kind: string; recipient_id: string },
): string => linkToken(secret, "unsubscribe", provider_id, kind, recipient_id);

/** Whether a token is the one of this provider, kind and recipient. */
export const isUnsubscribeToken = (
  secrets: readonly string[],
  token: string,
  about: { provider_id: string; kind: string; recipient_id: string },
): boolean => recover(secrets, sha256(token), (secret) => unsubscribeToken(secret, about)) !== null;

/** What opens a calendar feed; a new address is a new feed, with an id of its own. */
export const feedToken = (secret: string, provider_id: string, feed_id: string): string =>
  linkToken(secret, "calendar-feed", provider_id, feed_id);

/** SHA-256 of a text or of bytes, as it is stored. */
export function sha256(text: string | Uint8Array): Uint8Array {
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

/** The token of a calendar feed, or null when its secret is gone. */
export const recoverFeedToken = (
  secrets: readonly string[],
  provider_id: string,
  { id, token_hash }: { id: string; token_hash: Uint8Array },
): string | null => recover(secrets, token_hash, (secret) => feedToken(secret, provider_id, id));

const SEAL = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const sealingKey = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", "daybook calendar-address", 32));

/** What a calendar's sealed address belongs to; moved to another row it does not open. */
export type SealedFor = { provider_id: string; source_id: string };

const boundTo = ({ provider_id, source_id }: SealedFor) => Buffer.from(`${provider_id}\n${source_id}`);

/** The address of a calendar, which is a secret that has to be used again: AES-256-GCM with the newest secret. */
export function sealAddress(secrets: readonly string[], address: string, owner: SealedFor): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(SEAL, sealingKey(secrets[0]!), nonce).setAAD(boundTo(owner));
  const sealed = Buffer.concat([cipher.update(address, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The address again, or null when the secret that sealed it is gone or the text is not of this owner. */
export function openAddress(secrets: readonly string[], sealed: string, owner: SealedFor): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  const [nonce, tag, rest] = [
    bytes.subarray(0, NONCE_BYTES),
    bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    bytes.subarray(NONCE_BYTES + TAG_BYTES),
  ];
  if (tag.length < TAG_BYTES) return null;
  for (const secret of secrets) {
    try {
      const decipher = createDecipheriv(SEAL, sealingKey(secret), nonce).setAAD(boundTo(owner));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(rest), decipher.final()]).toString("utf8");
    } catch {
      // Sealed with another secret.
    }
  }
  return null;
}

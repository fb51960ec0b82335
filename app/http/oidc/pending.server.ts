import { z } from "zod";
import { config } from "#app/config.server.ts";
import type { ProvenIdentity } from "#app/domain/identities.server.ts";
import { readCookie, setCookie } from "#app/http/cookies.server.ts";
import { PROVIDER_KEYS } from "#app/http/oidc/providers.server.ts";
import { seal, unseal } from "#app/http/sealed.server.ts";

/** An identity that waits for proof of the account whose address it has; the browser keeps it, signed. */
const Pending = z.object({
  provider: z.enum(PROVIDER_KEYS),
  issuer: z.string(),
  subject: z.string(),
  email: z.string(),
  email_verified: z.literal(true),
  name: z.string(),
  next: z.string(),
}) satisfies z.ZodType<ProvenIdentity>;
export type Pending = z.infer<typeof Pending>;

const COOKIE = "identity-link";
/** Milliseconds for the proof; the mail with a new password has to come in that time, or one starts again. */
const LIFE = 10 * 60_000;

/** The Set-Cookie header that keeps it. */
export async function pendingCookie(pending: Pending): Promise<string> {
  const now = Date.now();
  const token = await seal(config().secrets, "identity-link", pending, { now, expires_at: now + LIFE });
  return setCookie(COOKIE, token, LIFE / 1000);
}

/** The Set-Cookie header that forgets it. */
export const noPendingCookie = (): string => setCookie(COOKIE, "", 0);

/** What this browser proved a moment ago, or null. */
export async function readPending(request: Request): Promise<Pending | null> {
  const claims = await unseal(config().secrets, "identity-link", readCookie(request, COOKIE), Date.now());
  return Pending.safeParse(claims).data ?? null;
}

import { config } from "#app/config.server.ts";
import { newId } from "#app/domain/ids.server.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { readCookie, setCookie } from "#app/http/cookies.server.ts";
import { seal, unseal } from "#app/http/sealed.server.ts";

const COOKIE = "device";
/** Browsers keep no cookie longer than 400 days. */
const LIFE_MS = 400 * 86_400_000;
/** Accounts that one browser is known for, the last ones. */
const KEPT = 5;

type Device = { id: string; known_for: string[] };

/** One spelling for one address, as accounts compare them. */
export const canonicalEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

const nameOf = (email: string) =>
  Buffer.from(sha256(`device\n${canonicalEmail(email)}`))
    .toString("base64url")
    .slice(0, 22);

const readDevice = async (request: Request, now: number): Promise<Device | null> => {
  const claims = await unseal(config().secrets, "device", readCookie(request, COOKIE), now);
  const { jti, known_for } = claims ?? {};
  if (typeof jti !== "string" || !Array.isArray(known_for)) return null;
  return { id: jti, known_for: known_for.filter((name) => typeof name === "string") };
};

/**
 * The Set-Cookie header of a browser that has just proven an account (sign-in, reset, the new address of an account).
 * From then on its tries at this account are counted apart from everybody else's (app/http/rate-limits.server.ts), so
 * that nobody who guesses elsewhere can lock its owner out. It lets nobody in.
 */
export async function deviceCookie(request: Request, email: string): Promise<string> {
  const now = Date.now();
  const device = await readDevice(request, now);
  const name = nameOf(email);
  const known_for = [name, ...(device?.known_for ?? []).filter((other) => other !== name)].slice(0, KEPT);
  const claims = { jti: device?.id ?? newId(), known_for };
  const token = await seal(config().secrets, "device", claims, { now, expires_at: now + LIFE_MS });
  return setCookie(COOKIE, token, LIFE_MS / 1000);
}

/** The browser's id when the account of this address was proven on it before, or null. */
export async function knownDevice(request: Request, email: string): Promise<string | null> {
  const device = await readDevice(request, Date.now());
  return device?.known_for.includes(nameOf(email)) ? device.id : null;
}

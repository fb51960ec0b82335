import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { cookieIn, setCookie } from "#app/http/cookies.server.ts";
import { keyOf } from "#app/http/sealed.server.ts";

/**
 * For the few browsers that do not say where their requests come from: a random value in a cookie, and in each form a
 * token that only we can make from that value (signed double submit). Another site can send the cookie along, but knows
 * no token for it; whoever plants a cookie of their own can make no token for it either.
 */
const COOKIE = "form";
const VALUE = /^[A-Za-z0-9_-]{32}$/;
const LIFE_S = 30 * 86_400;

const tokenOf = (secret: string, value: string): Buffer =>
  createHmac("sha256", keyOf(secret, "form").key).update(value).digest();

/** True for a browser with Fetch Metadata: it will say of each form where it comes from. */
const saysWhence = ({ headers }: IncomingMessage): boolean =>
  Object.keys(headers).some((name) => name.startsWith("sec-fetch-"));

/** The token for the forms of the page that is asked for, and its cookie; null for a browser that needs none. */
export function giveFormToken(
  secrets: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): string | null {
  if (saysWhence(request)) return null;
  const sent = cookieIn(request.headers.cookie, COOKIE);
  const known = sent !== null && VALUE.test(sent) ? sent : null;
  // Crawlers and monitors ask for anything and keep no cookies; browsers ask for a page.
  if (known === null && !(request.headers.accept ?? "").includes("text/html")) return null;
  const value = known ?? randomBytes(24).toString("base64url");
  response.appendHeader("Set-Cookie", setCookie(COOKIE, value, LIFE_S));
  return tokenOf(secrets[0]!, value).toString("base64url");
}

/** Whether a token was made for this browser's cookie, with any secret in use. */
export function isFormToken(
  secrets: readonly string[],
  request: IncomingMessage,
  token: string | null,
): boolean {
  const value = cookieIn(request.headers.cookie, COOKIE);
  if (value === null || !VALUE.test(value) || token === null) return false;
  const given = Buffer.from(token, "base64url");
  return secrets
    .map((secret) => tokenOf(secret, value))
    .some((wanted) => wanted.length === given.length && timingSafeEqual(wanted, given));
}

const URLENCODED = /(?:^|&)form_token=([A-Za-z0-9_-]{43})(?:&|$)/;
const MULTIPART = /; name="form_token"\r\n\r\n([A-Za-z0-9_-]{43})\r\n/;

/** PostForm writes the token first, so the beginning of a body is enough, whatever is uploaded after it. */
const ENOUGH = 16_384;

/** Reads the token at the beginning of a form, then puts back what was read: the route gets the body untouched. */
export async function readFormToken(request: IncomingMessage): Promise<string | null> {
  const type = request.headers["content-type"] ?? "";
  const pattern = /^application\/x-www-form-urlencoded/i.test(type) ? URLENCODED : MULTIPART;
  const chunks: Buffer[] = [];
  let read = 0;
  const wanted = Math.min(ENOUGH, Number(request.headers["content-length"] ?? 0));
  while (read < wanted) {
    const chunk: Buffer | null = request.read();
    if (chunk === null) {
      if (!(await moreOf(request))) break;
      continue;
    }
    chunks.push(chunk);
    read += chunk.length;
  }
  const start = Buffer.concat(chunks);
  // In the same turn as the last read: Node ends a body that is read to its end in the next one.
  if (start.length > 0) request.unshift(start);
  return pattern.exec(start.subarray(0, ENOUGH).toString("latin1"))?.[1] ?? null;
}

/** Waits for the next piece of a body. @returns false when none comes any more */
const moreOf = (request: IncomingMessage): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (more: boolean) => {
      for (const [event, listener] of listeners) request.off(event, listener);
      resolve(more);
    };
    const listeners = [
      ["readable", () => done(true)],
      ["end", () => done(false)],
      ["close", () => done(false)],
      ["error", () => done(false)],
    ] as const;
    for (const [event, listener] of listeners) request.on(event, listener);
  });

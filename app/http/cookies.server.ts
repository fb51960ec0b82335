import { config } from "#app/config.server.ts";

/** Cookies of ours that hold something: never readable by script, never sent along from another site's form. */
const isSecure = () => config().public_url.startsWith("https:");

/**
 * `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis); browsers take that prefix with Secure only,
 * so on http://localhost the name is plain.
 */
const fullName = (name: string) => (isSecure() ? `__Host-daybook-${name}` : `daybook-${name}`);

/** A Set-Cookie header's text. `max_age_s` 0 takes the cookie away. */
export function setCookie(name: string, value: string, max_age_s: number): string {
  const secure = isSecure() ? "; Secure" : "";
  return `${fullName(name)}=${value}; Path=/; Max-Age=${Math.floor(max_age_s)}; HttpOnly; SameSite=Lax${secure}`;
}

/** A cookie's value as the browser sent it, or null. */
export const readCookie = (request: Request, name: string): string | null =>
  cookieIn(request.headers.get("Cookie"), name);

/** The same in the text of a Cookie header. */
export function cookieIn(header: string | null | undefined, name: string): string | null {
  const wanted = `${fullName(name)}=`;
  for (const pair of (header ?? "").split(";")) {
    const text = pair.trim();
    if (text.startsWith(wanted)) return text.slice(wanted.length);
  }
  return null;
}

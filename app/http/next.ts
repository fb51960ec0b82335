/**
 * Where somebody wanted to go, if it is a page of ours. Read as a browser reads it: "/\evil", "//evil", a tab or a line
 * break in between all lead elsewhere, so the address is resolved and must stay on its origin.
 */
export function ownPath(next: string | null | undefined, otherwise: string): string {
  if (!next || next.length > 2000 || !next.startsWith("/")) return otherwise;
  const base = "http://own.invalid";
  if (!URL.canParse(next, base)) return otherwise;
  const url = new URL(next, base);
  if (url.origin !== base) return otherwise;
  const path = url.pathname + url.search + url.hash;
  // "/.//evil" resolves to a path that begins with two slashes: written again it would be another host.
  return /^\/(?![/\\])/.test(path) ? path : otherwise;
}

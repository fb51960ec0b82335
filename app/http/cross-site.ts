import { isIP } from "node:net";
import type { Request, RequestHandler } from "express";
import { isFormToken, readFormToken } from "#app/http/form-token.ts";
import { isOneClickAddress } from "#app/http/one-click.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

const ELSEWHERE =
  "This form was sent from another site, so nothing was changed.\n\nIf you did send it from a page of ours, open that page anew and send it again.\n";
const UNKNOWN =
  "We could not make sure that this form was sent from a page of ours, so nothing was changed.\n\nPlease allow cookies for this site, go back, reload the page and send the form again.\n";

/**
 * In front of all routes, so that none can forget it: what is not sent from a page of ours may not change anything
 * here. Browsers say where a request comes from (Fetch Metadata, else Origin); of one that says neither, the form must
 * bring the token that its page was given. Remix's own check covers document posts with an Origin only.
 */
export const refuseCrossSite =
  ({ public_url, secrets }: { public_url: string; secrets: readonly string[] }): RequestHandler =>
  (request, response, next) => {
    if (SAFE.has(request.method)) return next();
    if (isOneClickAddress(request.path)) {
      delete request.headers.origin;
      return next();
    }
    const refuse = (text: string) => {
      // The rest of the body is not read: the connection cannot be used for another request.
      response.set({ Connection: "close", "Cache-Control": "no-store" });
      response.status(403).type("text/plain").send(text);
    };
    const said = whence(request, public_url);
    if (said === "elsewhere") return refuse(ELSEWHERE);
    if (said === "here") {
      // Remix compares Origin and Host once more and answers a difference with a 500: behind a proxy that asks us by
      // another name that is every form.
      delete request.headers.origin;
      return next();
    }
    readFormToken(request)
      .then((token) => (isFormToken(secrets, request, token) ? next() : refuse(UNKNOWN)))
      .catch(next);
  };

const whence = (request: Request, public_url: string): "here" | "elsewhere" | "unknown" => {
  const site = request.get("Sec-Fetch-Site");
  if (site !== undefined) return site === "same-origin" ? "here" : "elsewhere";
  const origin = request.get("Origin");
  if (origin === undefined) return "unknown";
  return isOwnOrigin(origin, public_url, request.get("Host")) ? "here" : "elsewhere";
};

/**
 * The installation's own address; or, on plain http, the one that was typed: Sec-Fetch-Site is missing there to other
 * hosts than localhost, and a trial in the local network has no PUBLIC_URL yet.
 */
const isOwnOrigin = (origin: string, public_url: string, host: string | undefined): boolean => {
  if (origin === new URL(public_url).origin) return true;
  return host !== undefined && origin === `http://${host}` && isNearby(host);
};

/**
 * Names that nobody can point at us from outside. Any other name may be a stranger's that leads to this machine for a
 * moment (DNS rebinding): its pages are of the same origin as ours then. They have no cookie of ours, but even a first
 * sign-up, which makes the operator, is not theirs to send.
 */
const isNearby = (host: string): boolean => {
  const name = host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
  return isIP(name) !== 0 || !name.includes(".") || /\.(localhost|local|lan|home\.arpa|internal)$/.test(name);
};

import type { RequestHandler } from "express";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * In front of all routes: a form of another site may not change anything here. Browsers say where a request comes
 * from (Fetch Metadata, else Origin); what says neither is no browser's form and carries no one's cookies.
 */
export const refuseCrossSite =
  (public_url: string): RequestHandler =>
  (request, response, next) => {
    if (SAFE.has(request.method)) return next();
    const site = request.get("Sec-Fetch-Site");
    const origin = request.get("Origin");
    const same_site =
      site === undefined ? isOwnOrigin(origin, public_url, request.get("Host")) : site === "same-origin";
    if (same_site) {
      // Remix compares Origin and Host once more and answers a difference with a 500: behind a proxy that asks us by
      // another name that is every form.
      delete request.headers.origin;
      return next();
    }
    response
      .status(403)
      .type("text/plain")
      .send("This form was sent from another site, so nothing was changed.");
  };

/**
 * The installation's own address, or on one's own machine whatever name was typed (localhost, 127.0.0.1).
 * Sec-Fetch-Site is missing on plain http: to other hosts than localhost, so a trial in the local network needs Host.
 */
const isOwnOrigin = (origin: string | undefined, public_url: string, host: string | undefined): boolean => {
  if (origin === undefined) return true;
  if (origin === new URL(public_url).origin) return true;
  return host !== undefined && origin === `http://${host}`;
};

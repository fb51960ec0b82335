import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Logger } from "pino";

const METHODS = new Set(["GET", "HEAD", "POST"]);
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

/**
 * Turns away what Express, Remix or the Request they build would answer with a 500: other methods than pages and
 * forms have (TRACE), addresses that cannot be decoded, a Host that makes no address.
 */
export const refuseMalformed: RequestHandler = (request, response, next) => {
  const refuse = (status: number, text: string) => {
    response.set("Connection", "close").status(status).type("text/plain").send(text);
  };
  if (!METHODS.has(request.method)) {
    response.set("Allow", [...METHODS].join(", "));
    return refuse(405, "This address cannot do what was asked of it.");
  }
  // No proxy is trusted to name us (PUBLIC_URL does), and Remix would take a port from it.
  delete request.headers["x-forwarded-host"];
  const { host } = request.headers;
  if (host && !(HOST.test(host) && URL.canParse(`http://${host}/`)))
    return refuse(400, "This request's Host is malformed.");
  try {
    decodeURIComponent(request.path);
  } catch {
    return refuse(400, "This address is malformed.");
  }
  if (!request.url.startsWith("/")) return refuse(400, "This address is malformed.");
  next();
};

/** The last resort: no stack reaches a visitor, and the log gets one line without the address. */
export const answerFailure =
  (logger: Logger): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = Number(error?.status) >= 400 && Number(error?.status) < 500 ? Number(error.status) : 500;
    if (status === 500) logger.error({ event: "request_failed", error: error?.name, code: error?.code });
    response
      .status(status)
      .type("text/plain")
      .send(status === 500 ? "Something went wrong on our side." : "This request is malformed.");
  };

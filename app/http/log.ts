import type { RequestHandler } from "express";
import type { Logger } from "pino";

/**
 * A path without its capability: what follows /bookings/ is a manage token, the last part of /join/<username>/<token> an
 * invitation's, that of /feeds/<username>/<token>.ics a calendar feed's, the fourth after /unsubscribe/ what ends mails, in every
 * spelling in which the router understands it (/BOOKINGS/, /%62ookings/). The query, where all other tokens stand, is never logged.
 */
export const withoutSecrets = (path: string): string =>
  decoded(path)
    .replace(/(\/bookings\/+)[^/]+/gi, "$1…")
    .replace(/(\/unsubscribe(?:\/+[^/]+){3}\/+)[^/]+/gi, "$1…")
    .replace(/(\/(?:join|feeds)\/+[^/]+\/+)[^/]+/gi, "$1…")
    .slice(0, 200);

const decoded = (path: string) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return "…";
  }
};

/** One line a request, when it ends; no query, no body, no address of a person. */
export const logRequests =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.on("close", () => {
      const line = {
        id: response.locals.request_id,
        method: request.method,
        path: withoutSecrets(request.path),
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        aborted: response.writableFinished ? undefined : true,
      };
      if (response.statusCode >= 500) logger.error(line);
      else logger.info(line);
    });
    next();
  };

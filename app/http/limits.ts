import type { Request, RequestHandler } from "express";

const WITHOUT_BODY = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Where a picture or a list of customers is sent. The routes take 10 MB and 2 MB and say so on a page of their own: a
 * little more comes through to them, because a browser whose upload is cut off shows nothing of the answer.
 */
export const UPLOADS = {
  path: /^\/dashboard\/[^/]+\/(settings\/photo|customers\/import(\/run)?)(\.data)?\/?$/i,
  max_bytes: 30_000_000,
};

/**
 * What nobody read of a body is taken off the wire: browsers look for the answer when all is sent, and a refusal (signed
 * out, too large) comes before that.
 */
const takeRest = (request: Request) => {
  request.removeAllListeners("data").removeAllListeners("pause");
  request.resume();
};

/** Forms are small: a body must say its length, and the length must fit (bytes). Node holds the body to it. */
export const limitBody =
  (max_form_bytes: number): RequestHandler =>
  (request, response, next) => {
    if (WITHOUT_BODY.has(request.method)) return next();
    if (UPLOADS.path.test(request.path)) response.once("finish", () => takeRest(request));
    const max_bytes = UPLOADS.path.test(request.path) ? UPLOADS.max_bytes : max_form_bytes;
    const refuse = (status: number, text: string) => {
      // The rest of the body is not read: the connection cannot be used for another request.
      response.set("Connection", "close").status(status).type("text/plain").send(text);
    };
    const length = request.get("Content-Length");
    if (request.get("Transfer-Encoding") !== undefined || (length === undefined && request.method === "POST"))
      return refuse(411, "This request must say how long it is.");
    if (Number(length ?? 0) > max_bytes)
      return refuse(413, "This form is too large. Please shorten your text.");
    const type = request.get("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    if (
      Number(length ?? 0) > 0 &&
      type !== "application/x-www-form-urlencoded" &&
      type !== "multipart/form-data"
    )
      return refuse(415, "This address takes forms only.");
    next();
  };

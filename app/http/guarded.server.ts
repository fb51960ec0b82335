import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { DomainError } from "#app/domain/errors.ts";
import { DatabaseUnavailableError, isUnavailable } from "#db/errors.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** What an error page says; app/root.tsx draws it. */
export type Problem = {
  title: string;
  text: string;
  links?: { href: string; label: string }[];
  /** Seconds; the page says when to try again. */
  retry_after_s?: number;
  /** In place of "Error 404" above the title, for what is no mistake of anybody's. */
  eyebrow?: string;
};

/** A page that says what is wrong, with its status. Throw it. */
export const problem = (status: number, body: Problem, headers: HeadersInit = {}) =>
  data(body, { status, headers });

/** We have no such page, or it is not yours: both look the same. */
export const notFound = (text = "This page does not exist, or it has moved.") =>
  problem(404, { title: "We can't find this page", text });

/**
 * The database limits each statement itself (db/pool.ts); this is for a network that swallows everything, so that no
 * visitor waits for ever. Milliseconds.
 */
const DEADLINE = 20_000;

/** Seconds after which it is worth trying again. */
const RETRY_AFTER_S = 5;

/**
 * Wraps every loader and action (a test looks for it): what the database or the domain throws becomes an answer with
 * the right status, so that no known state of the world is a 500.
 */
export function guarded<A extends Args, T>(
  routine: (args: A) => Promise<T>,
  deadline_ms = DEADLINE,
): (args: A) => Promise<T> {
  return async (args) => {
    const deadline = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => deadline.reject(new DatabaseUnavailableError("No answer in time.")),
      deadline_ms,
    );
    try {
      return await Promise.race([routine(args), deadline.promise]);
    } catch (error) {
      throw answerTo(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** `guarded` for a route that is no page (a file): there Remix would send a problem as JSON and drop its headers. */
export function guardedFile<A extends Args, T>(routine: (args: A) => Promise<T>): (args: A) => Promise<T> {
  const page = guarded(routine);
  return async (args) => {
    try {
      return await page(args);
    } catch (error) {
      if (error instanceof Response || !isResponseLike(error)) throw error;
      const { data: body, init } = error as ReturnType<typeof problem>;
      const headers = new Headers(init?.headers);
      headers.set("Content-Type", "text/plain; charset=utf-8");
      throw new Response(`${body.title}\n${body.text}\n`, { ...init, headers });
    }
  };
}

const answerTo = (error: unknown): unknown => {
  if (error instanceof DomainError && error.code === "not_found") return notFound(error.message);
  if (error instanceof DomainError && error.code === "too_busy")
    return problem(
      503,
      { title: "One moment, please", text: error.message },
      { "Retry-After": String(RETRY_AFTER_S), "Cache-Control": "no-store" },
    );
  if (!isResponseLike(error) && isUnavailable(error))
    return problem(
      503,
      {
        title: "We'll be right back",
        text: "Daybook cannot reach its database for the moment. Please try again shortly. If you were sending a form, send the same one again: it counts once.",
      },
      { "Retry-After": String(RETRY_AFTER_S), "Cache-Control": "no-store" },
    );
  return error;
};

const isResponseLike = (error: unknown) =>
  error instanceof Response ||
  (typeof error === "object" && error !== null && "init" in error && "data" in error);

// Conform reads more into a name than a field: paths ("a.b[4000000000]"), `__intent__` and `__state__`, whose JSON it
// parses unasked. No form of ours sends any of these, so they end here.
const FIELD_NAME = /^[a-z][a-z0-9_-]{0,63}$/;

// Conform's time grows with the square of a field's repetitions: 20,000 of them kept the process busy for 4 s.
const MAX_FIELDS = 1000;

// The form's token (app/http/cross-site.ts) has been read before any route.
const isField = (name: string) => FIELD_NAME.test(name) && !(name in {}) && name !== "form_token";

/** The form of a request. @throws a 400 page when the body is not one (cut off, wrong boundary, wrong encoding) */
export async function readForm(request: Request): Promise<FormData> {
  const form = new FormData();
  try {
    // A file where a text is expected would reach zod as an object; no form of ours sends one.
    for (const [name, value] of await request.formData())
      if (typeof value === "string" && isField(name)) form.append(name, value);
  } catch {
    throw problem(400, { title: "We couldn't read that form", text: "Please go back and send it again." });
  }
  if ([...form.keys()].length > MAX_FIELDS)
    throw problem(413, {
      title: "This form is too large",
      text: "It has more fields than any form of ours.",
    });
  return form;
}

/** An address's parameter as one string, or null; repeated ones count once (the first). */
export const param = (request: Request, name: string): string | null =>
  new URL(request.url).searchParams.get(name);

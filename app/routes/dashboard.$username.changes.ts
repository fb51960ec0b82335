import type { LoaderFunctionArgs } from "@remix-run/node";
import { changesStream } from "#app/http/changes.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guardedFile, param, problem } from "#app/http/guarded.server.ts";

/** Where pages that are open learn that something changed (app/client/live.ts). */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { request, context } = args;
  const wants_stream =
    request.method === "GET" && request.headers.get("Accept")?.includes("text/event-stream") === true;
  const desk = await readingDesk(args, "desk:read", async (_tx, member) => member).catch((error) => {
    throw wants_stream && isRefusal(error) ? new Response(null, { status: 204 }) : error;
  });
  if (!wants_stream)
    throw problem(406, {
      title: "Nothing to read here",
      text: "This address is for the dashboard's own script.",
    });
  const since = Number(param(request, "since") ?? Number.NaN);
  return changesStream(desk, {
    since: Number.isFinite(since) ? since : null,
    signals: [request.signal, context.stopping],
  });
});

/** Who is not let in is told so in the words of an EventSource: 204 means "do not come back". */
const isRefusal = (error: unknown): boolean => {
  const status = error instanceof Response ? error.status : (error as { init?: ResponseInit }).init?.status;
  return status !== undefined && status < 500;
};

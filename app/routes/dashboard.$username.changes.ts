import type { LoaderFunctionArgs } from "@remix-run/node";
import { changesStream } from "#app/http/changes.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guardedFile, param, problem } from "#app/http/guarded.server.ts";

/** Where pages that are open learn that something changed (app/client/live.ts). */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { request, context } = args;
  const desk = await readingDesk(args, "desk:read", async (_tx, member) => member);
  if (request.method !== "GET" || !request.headers.get("Accept")?.includes("text/event-stream"))
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

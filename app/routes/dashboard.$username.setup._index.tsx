import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { readProgress } from "#app/domain/setup/steps.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";

/** Leads to the first form of the start that is not done. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { username, next } = await readingDesk(args, "settings:write", async (tx, { view }) => {
    const { next } = await readProgress(tx);
    // What was made elsewhere is there, but nobody has opened the page yet: sending the hours does.
    return { username: view.username, next: next === "live" && !view.setup_finished ? "hours" : next };
  });
  return redirect(`/dashboard/${username}/setup/${next}`, { headers: { "Cache-Control": "no-store" } });
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Setup() {
  return null;
}

import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem } from "#app/http/guarded.server.ts";
import { forgetRemoved, readRemoved, timeOffPath } from "#app/http/time-off.server.ts";

/** There is only the form. */
export const loader = guarded(async () => {
  throw notFound();
});

/** Puts back what this browser removed last, under the id it had: twice is once. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const path = timeOffPath(desk);
  const removed = await readRemoved(desk, args.request);
  if (!removed)
    throw problem(409, {
      title: "This can't be undone any more",
      text: "Undo works for ten minutes, in the browser that removed the absence. Please add it again.",
      links: [{ href: path, label: "Back to your time off" }],
    });
  const { hit } = await blockTime(desk.provider_context, removed);
  const to = hit.length > 0 ? `/${removed.id}/bookings` : "";
  return redirect(`${path}${to}?just=restored`, { status: 303, headers: { "Set-Cookie": forgetRemoved() } });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Restoration() {
  return null;
}

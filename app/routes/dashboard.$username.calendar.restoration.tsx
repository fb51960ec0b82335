import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { weekPath } from "#app/http/calendar.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem } from "#app/http/guarded.server.ts";
import { forgetRemoved, readRemoved } from "#app/http/time-off.server.ts";

export const loader = () => {
  throw notFound();
};

/** Blocks again what this browser opened last, under the id it had: twice is once. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const removed = await readRemoved(desk, args.request);
  if (!removed)
    throw problem(409, {
      title: "This can't be undone any more",
      text: "Undo works for ten minutes, in the browser that opened the time. Please block it again.",
      links: [{ href: weekPath(desk, desk.provider_context.now), label: "Back to the calendar" }],
    });
  await blockTime(desk.provider_context, removed);
  return redirect(`${weekPath(desk, removed.starts_at)}&just=restored`, {
    status: 303,
    headers: { "Set-Cookie": forgetRemoved() },
  });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Restoration() {
  return null;
}

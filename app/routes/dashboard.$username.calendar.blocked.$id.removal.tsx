import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { blockedPath } from "#app/components/calendar/links.ts";
import { removeTimeOff } from "#app/domain/blocked_times.server.ts";
import { RemoveTimeOffInput } from "#app/domain/blocked_times.ts";
import { weekPath } from "#app/http/calendar.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { keepRemoved, requireBlockedTimeId } from "#app/http/time-off.server.ts";

export const loader = () => {
  throw notFound();
};

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const { now } = desk.provider_context;
  const id = requireBlockedTimeId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: RemoveTimeOffInput });
  const links = [{ href: weekPath(desk, now), label: "Back to the calendar" }];
  if (submission.status !== "success")
    throw problem(400, { title: "We couldn't read that form", text: "Please try again.", links });
  const outcome = await removeTimeOff(desk.provider_context, { id, ...submission.value });
  if (!outcome.ok)
    throw problem(409, {
      title: "This blocked time has changed meanwhile",
      text: "Somebody else changed it after your page was loaded. Please look at it again before you remove it.",
      links: [{ href: blockedPath(desk.view.username, id), label: "See what it says now" }, ...links],
    });
  const { removed } = outcome;
  const headers = removed ? { "Set-Cookie": await keepRemoved(desk, removed) } : undefined;
  return redirect(`${weekPath(desk, removed?.starts_at ?? now)}&just=unblocked`, { status: 303, headers });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Removal() {
  return null;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { removeTimeOff } from "#app/domain/blocked_times.server.ts";
import { RemoveTimeOffInput } from "#app/domain/blocked_times.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { keepRemoved, requireBlockedTimeId, timeOffPath } from "#app/http/time-off.server.ts";

/** There is only the form. */
export const loader = guarded(async () => {
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireBlockedTimeId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: RemoveTimeOffInput });
  const path = timeOffPath(desk);
  const links = [{ href: path, label: "Back to your time off" }];
  if (submission.status !== "success")
    throw problem(400, { title: "We couldn't read that form", text: "Please try again.", links });
  const outcome = await removeTimeOff(desk.provider_context, { id, ...submission.value });
  if (!outcome.ok)
    throw problem(409, {
      title: "This absence has changed meanwhile",
      text: "Somebody else changed it after your page was loaded. Please look at it again before you remove it.",
      links: [{ href: `${path}/${id}`, label: "See what it says now" }, ...links],
    });
  const headers = outcome.removed ? { "Set-Cookie": await keepRemoved(desk, outcome.removed) } : undefined;
  return redirect(`${path}?just=removed`, { status: 303, headers });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Removal() {
  return null;
}

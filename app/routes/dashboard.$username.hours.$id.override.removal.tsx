import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { removeOverride } from "#app/domain/schedules/overrides.server.ts";
import { OverrideDateInput } from "#app/domain/schedules.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { hoursPath, removedQuery, requireScheduleId } from "#app/http/schedules.server.ts";

export const loader = () => {
  throw notFound();
};

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireScheduleId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: OverrideDateInput });
  if (submission.status !== "success")
    throw problem(400, { title: "We couldn't read that form", text: "Please go back and send it again." });
  const removed = await removeOverride(desk.provider_context, { id, date: submission.value.date });
  const undo = removed ? `&${removedQuery(removed)}` : "";
  return redirect(`${hoursPath(desk)}/${id}?just=removed${undo}`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Removal() {
  return null;
}

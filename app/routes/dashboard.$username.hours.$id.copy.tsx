import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { copySchedule } from "#app/domain/schedules/manage.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { hoursPath, refused, requireScheduleId } from "#app/http/schedules.server.ts";

export const loader = () => {
  throw notFound();
};

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const outcome = await copySchedule(desk.provider_context, { id: requireScheduleId(args.params.id) });
  if (!outcome.ok) throw refused(outcome.reason, hoursPath(desk));
  return redirect(`${hoursPath(desk)}/${outcome.id}?just=copied`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Nothing() {
  return null;
}

import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { makeDefaultSchedule } from "#app/domain/schedules/manage.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { hoursPath, requireScheduleId } from "#app/http/schedules.server.ts";

export const loader = () => {
  throw notFound();
};

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  await makeDefaultSchedule(desk.provider_context, { id: requireScheduleId(args.params.id) });
  return redirect(`${hoursPath(desk)}?just=default`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Nothing() {
  return null;
}

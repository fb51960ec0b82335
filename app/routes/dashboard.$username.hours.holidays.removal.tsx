import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { switchOffHolidays } from "#app/domain/holidays.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { holidaysPath } from "#app/http/holidays.server.ts";

/** There is only the form. */
export const loader = guarded(async () => {
  throw notFound();
});

/** Switches the holidays off; the address says what was on, for the undo. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const was = await switchOffHolidays(desk.provider_context);
  const what = was ? `?just=off&country=${was.country}&region=${was.region}` : "";
  return redirect(holidaysPath(desk) + what, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Removal() {
  return null;
}

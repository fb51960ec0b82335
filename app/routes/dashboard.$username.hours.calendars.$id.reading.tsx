import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { readSourceNow } from "#app/domain/calendar_sources/manage.server.ts";
import { requireSourceId, sourcesPath } from "#app/http/calendar-sources.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";

/** There is only the form. */
export const loader = guarded(async () => {
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  await readSourceNow(desk.provider_context, requireSourceId(args.params.id));
  return redirect(`${sourcesPath(desk)}?just=asked`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Reading() {
  return null;
}

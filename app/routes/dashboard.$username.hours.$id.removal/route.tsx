import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ScheduleRemovalPage } from "#app/components/pages/schedule-removal-page.tsx";
import { removeSchedule } from "#app/domain/schedules/manage.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import {
  hoursPath,
  refusalWords,
  refused,
  requireScheduleId,
  viewOneSchedule,
} from "#app/http/schedules.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "schedules:write", async (tx, desk) => {
    const view = await viewOneSchedule(tx, desk, args.params.id);
    const { is_default, is_named } = view.schedule;
    const refusal = is_default ? refusalWords("is_default") : is_named ? refusalWords("in_use") : null;
    return data({ ...view, refusal }, { headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const outcome = await removeSchedule(desk.provider_context, { id: requireScheduleId(args.params.id) });
  if (!outcome.ok) throw refused(outcome.reason, hoursPath(desk));
  return redirect(`${hoursPath(desk)}?just=deleted`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Delete hours");

export default function Removal() {
  return <ScheduleRemovalPage {...useLoaderData<typeof loader>()} />;
}

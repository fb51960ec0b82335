import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SchedulesPage } from "#app/components/pages/schedules-page.tsx";
import type { SchedulesView } from "#app/domain/schedule-views.ts";
import { createSchedule } from "#app/domain/schedules/manage.server.ts";
import { CreateScheduleInput, MAX_SCHEDULES } from "#app/domain/schedules.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { hoursPath, refusalWords, viewFrame, viewSchedule } from "#app/http/schedules.server.ts";
import { selectSchedules } from "#db/schedule_desk.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const view: SchedulesView = {
      ...viewFrame(desk),
      schedules: (await selectSchedules(tx, MAX_SCHEDULES)).map(viewSchedule),
      just: param(args.request, "just"),
    };
    return data(view, { headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const submission = parseWithZod(await readForm(args.request), { schema: CreateScheduleInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const outcome = await createSchedule(desk.provider_context, submission.value);
  if (outcome.ok) return redirect(`${hoursPath(desk)}/${outcome.id}?just=created`, 303);
  const lastResult = submission.reply({ fieldErrors: { name: [refusalWords(outcome.reason)] } });
  return data({ lastResult }, { status: 422, headers: privateForm });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Hours");

export default function Hours() {
  return <SchedulesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

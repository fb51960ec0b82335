import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SetupHoursPage } from "#app/components/pages/setup-hours-page.tsx";
import { presetWeek, WeekInput, weekOf, weekValues } from "#app/domain/setup/hours.ts";
import { readProgress, setWorkingHours } from "#app/domain/setup/steps.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { personOf, viewSetup } from "#app/http/setup.server.ts";
import { selectOptionalDefaultSchedule } from "#db/schedules.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "settings:write", async (tx, desk) => {
    const { provider } = desk.provider_context;
    const schedule = await selectOptionalDefaultSchedule(tx);
    const saved = schedule?.weekly_hours ?? [];
    const chosen = param(args.request, "preset") ?? (saved.length > 0 ? null : "workdays");
    const week = presetWeek(chosen);
    return data(
      {
        person: personOf(desk),
        setup: viewSetup(desk, await readProgress(tx)),
        time_zone: schedule?.time_zone ?? provider.time_zone,
        week_starts_on: provider.week_starts_on,
        preset: week && chosen,
        values: weekValues(week ?? weekOf(saved)),
      },
      { headers: privateForm },
    );
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context, view } = await requireMember(args, "settings:write");
  const submission = parseWithZod(await readForm(args.request), { schema: WeekInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const { next } = await setWorkingHours(provider_context, submission.value);
  return redirect(`/dashboard/${view.username}/setup/${next}`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("When you work");

export default function Hours() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <SetupHoursPage {...loaded} lastResult={acted?.lastResult} />;
}

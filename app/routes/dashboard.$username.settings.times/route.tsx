import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsTimesPage, type TimesView } from "#app/components/pages/settings-times-page.tsx";
import { TimesInput } from "#app/domain/settings.ts";
import { localDate } from "#app/domain/zones.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { saveForm, viewSettings } from "#app/http/settings.server.ts";
import { selectScheduleZones } from "#db/schedules.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const { provider, now } = desk.provider_context;
    const view: TimesView = {
      ...(await viewSettings(tx, desk, "times", args.request)),
      time_zone: provider.time_zone,
      schedules: [...(await selectScheduleZones(tx))].map(({ name, time_zone }) => ({ name, time_zone })),
      sample_date: localDate(now, provider.time_zone),
    };
    return data(view, { headers: privateForm });
  }),
);

export const action = guarded((args: ActionFunctionArgs) => saveForm(args, "times", TimesInput));

export const headers = passHeaders;

export const meta = () => privateMeta("Times and language · Settings");

export default function Times() {
  return <SettingsTimesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CalendarSourcesPage } from "#app/components/pages/calendar-sources-page.tsx";
import { addSource } from "#app/domain/calendar_sources/manage.server.ts";
import { AddSourceInput } from "#app/domain/calendar_sources.ts";
import { SOURCE_REFUSALS, sourcesPath, viewSources } from "#app/http/calendar-sources.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewSources(tx, desk, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const submission = parseWithZod(await readForm(args.request), { schema: AddSourceInput });
  const again = (lastResult: ReturnType<typeof submission.reply>) =>
    data({ lastResult }, { status: 422, headers: privateForm });
  if (submission.status !== "success") return again(submission.reply());
  const { key, ...source } = submission.value;
  const outcome = await addSource(desk.provider_context, { id: key, ...source });
  if (!outcome.ok) {
    const { field, text } = SOURCE_REFUSALS[outcome.reason];
    return again(submission.reply({ fieldErrors: { [field]: [text] } }));
  }
  throw redirect(`${sourcesPath(desk)}?just=added`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Other calendars · Hours");

export default function Calendars() {
  return <CalendarSourcesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

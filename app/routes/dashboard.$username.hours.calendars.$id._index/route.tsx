import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CalendarSourcePage } from "#app/components/pages/calendar-source-page.tsx";
import { changeSource } from "#app/domain/calendar_sources/manage.server.ts";
import { ChangeSourceInput } from "#app/domain/calendar_sources.ts";
import {
  requireSourceId,
  SOURCE_REFUSALS,
  sourcesPath,
  viewSourceChange,
} from "#app/http/calendar-sources.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewSourceChange(tx, desk, args.params.id), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireSourceId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: ChangeSourceInput });
  const again = (
    status: number,
    lastResult: ReturnType<typeof submission.reply>,
    theirs: { name: string; version: number } | null = null,
  ) => data({ lastResult, theirs }, { status, headers: privateForm });
  if (submission.status !== "success") return again(422, submission.reply());
  const outcome = await changeSource(desk.provider_context, { id, ...submission.value });
  if (outcome.ok) throw redirect(`${sourcesPath(desk)}?just=changed`, 303);
  if (outcome.reason === "stale") {
    const { name, version } = outcome.current;
    return again(409, submission.reply(), { name, version });
  }
  const { field, text } = SOURCE_REFUSALS[outcome.reason];
  return again(422, submission.reply({ fieldErrors: { [field]: [text] } }));
});

export const headers = passHeaders;

export const meta = () => privateMeta("Change a calendar · Hours");

export default function Calendar() {
  return <CalendarSourcePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type DetailsAnswer, ScheduleDetailsPage } from "#app/components/pages/schedule-forms-page.tsx";
import { shownWords } from "#app/domain/conflicts.ts";
import { renameSchedule } from "#app/domain/schedules/manage.server.ts";
import { RenameScheduleInput } from "#app/domain/schedules.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import {
  hoursPath,
  refusalWords,
  requireScheduleId,
  theirsIn,
  viewOneSchedule,
} from "#app/http/schedules.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "schedules:write", async (tx, desk) =>
    data(await viewOneSchedule(tx, desk, args.params.id), { headers: privateForm }),
  ),
);

const answer = (status: number, body: DetailsAnswer) => data(body, { status, headers: privateForm });

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireScheduleId(args.params.id);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: RenameScheduleInput });
  if (submission.status !== "success") return answer(422, { lastResult: submission.reply(), conflict: null });
  const { shown, ...rest } = submission.value;
  const input = { ...rest, id, shown: shownWords(shown), theirs: theirsIn(form) };
  const outcome = await renameSchedule(desk.provider_context, input);
  if (outcome.ok) return redirect(`${hoursPath(desk)}/${id}?just=renamed`, 303);
  if (outcome.reason === "stale") {
    const { conflicts, version, now } = outcome;
    const conflict = { conflicts, version, shown: JSON.stringify(now) };
    return answer(409, { lastResult: submission.reply(), conflict });
  }
  const lastResult = submission.reply({ fieldErrors: { name: [refusalWords(outcome.reason)] } });
  return answer(422, { lastResult, conflict: null });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Name and time zone · Hours");

export default function Details() {
  return <ScheduleDetailsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

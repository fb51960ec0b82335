import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type EditorAnswer, SchedulePage } from "#app/components/pages/schedule-page.tsx";
import { shownWords } from "#app/domain/conflicts.ts";
import { setWeek } from "#app/domain/schedules/week.server.ts";
import { editorValues, editTyped, type Typed, WeekEditorInput } from "#app/domain/week-editor.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { hoursPath, requireScheduleId, theirsIn, viewEditor } from "#app/http/schedules.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewEditor(tx, desk, args.params.id, (name) => param(args.request, name)), {
      headers: privateForm,
    }),
  ),
);

const answer = (status: number, body: EditorAnswer) => data(body, { status, headers: privateForm });

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireScheduleId(args.params.id);
  const form = await readForm(args.request);
  const typed: Typed = Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const all = form.getAll(name).map(String);
      return [name, name === "copy_to" ? all : all[0]];
    }),
  );
  const edit = form.get("edit");
  if (typeof edit === "string" && edit !== "")
    return answer(200, { values: editTyped(typed, edit), errors: {}, conflict: null });
  const submission = parseWithZod(form, { schema: WeekEditorInput });
  if (submission.status !== "success") {
    const errors = Object.entries(submission.error ?? {}).flatMap(([name, texts]) =>
      texts ? [[name, texts] as const] : [],
    );
    return answer(422, { values: typed, errors: Object.fromEntries(errors), conflict: null });
  }
  const { version, shown, rows, merged } = submission.value;
  const outcome = await setWeek(desk.provider_context, {
    ...{ id, version, rows },
    shown: shownWords(shown),
    theirs: theirsIn(form),
  });
  if (!outcome.ok) {
    const { conflicts, rows: wanted } = outcome;
    const conflict = { conflicts, version: outcome.version, shown: JSON.stringify(outcome.shown) };
    return answer(409, { values: editorValues(wanted), errors: {}, conflict });
  }
  const joined = merged.length > 0 ? `&merged=${encodeURIComponent(merged.join(","))}` : "";
  return redirect(`${hoursPath(desk)}/${id}?just=saved${joined}`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `${data.schedule.name} · Hours` : "Hours");

export default function Schedule() {
  return <SchedulePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

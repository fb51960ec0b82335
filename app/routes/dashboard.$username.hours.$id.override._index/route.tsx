import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type OverrideAnswer, OverridePage } from "#app/components/pages/schedule-forms-page.tsx";
import { setOverrides } from "#app/domain/schedules/overrides.server.ts";
import { OverrideInput } from "#app/domain/schedules.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { hoursPath, requireScheduleId, viewOverride } from "#app/http/schedules.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "schedules:write", async (tx, desk) =>
    data(await viewOverride(tx, desk, args.params.id, param(args.request, "date")), { headers: privateForm }),
  ),
);

const answer = (status: number, body: OverrideAnswer) => data(body, { status, headers: privateForm });

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireScheduleId(args.params.id);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: OverrideInput });
  if (submission.status !== "success") return answer(422, { lastResult: submission.reply(), there: [] });
  const { is_merged, ...input } = submission.value;
  const outcome = await setOverrides(desk.provider_context, { id, ...input });
  if (!outcome.ok) return answer(409, { lastResult: submission.reply(), there: outcome.there });
  const just = form.get("undo") === "yes" ? "restored" : "date";
  return redirect(`${hoursPath(desk)}/${id}?just=${just}${is_merged ? "&merged=day" : ""}`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Hours for a date");

export default function Override() {
  return <OverridePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AlternationPage } from "#app/components/pages/schedule-forms-page.tsx";
import { setAlternation } from "#app/domain/schedules/manage.server.ts";
import { AlternationInput } from "#app/domain/schedules.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { hoursPath, requireScheduleId, viewOneSchedule } from "#app/http/schedules.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "schedules:write", async (tx, desk) =>
    data(await viewOneSchedule(tx, desk, args.params.id), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireScheduleId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: AlternationInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply(), stale: false }, { status: 422, headers: privateForm });
  if (!(await setAlternation(desk.provider_context, { id, ...submission.value })))
    return data({ lastResult: submission.reply(), stale: true }, { status: 409, headers: privateForm });
  return redirect(`${hoursPath(desk)}/${id}?just=alternation`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Weeks A and B · Hours");

export default function Alternation() {
  return <AlternationPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

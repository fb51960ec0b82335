import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { TimeOffChangePage } from "#app/components/pages/time-off-change-page.tsx";
import { changeTimeOff } from "#app/domain/blocked_times.server.ts";
import { ChangeTimeOffInput } from "#app/domain/blocked_times.ts";
import type { TimeOffConflict } from "#app/domain/time-off-views.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import {
  parseTimeOff,
  requireBlockedTimeId,
  timeOffPath,
  viewAbsence,
  viewTimeOffChange,
} from "#app/http/time-off.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewTimeOffChange(tx, desk, args.params.id), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const id = requireBlockedTimeId(args.params.id);
  const { provider, now } = desk.provider_context;
  const submission = parseTimeOff(await readForm(args.request), ChangeTimeOffInput(provider.time_zone, now));
  const again = (status: number, conflict: TimeOffConflict | null) =>
    data({ lastResult: submission.reply(), conflict }, { status, headers: privateForm });
  if (submission.status !== "success") return again(422, null);
  const outcome = await changeTimeOff(desk.provider_context, { ...submission.value, id });
  if (!outcome.ok) {
    const { current } = outcome;
    return again(409, { theirs: viewAbsence(current, 0), version: current.version });
  }
  const to = outcome.hit.length > 0 ? `/${id}/bookings` : "";
  throw redirect(`${timeOffPath(desk)}${to}?just=changed`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction = () => privateMeta("Change time off · Hours");

export default function Change() {
  return <TimeOffChangePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

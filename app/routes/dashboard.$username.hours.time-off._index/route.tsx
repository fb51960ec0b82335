import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { TimeOffPage } from "#app/components/pages/time-off-page.tsx";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { AddTimeOffInput } from "#app/domain/blocked_times.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { parseTimeOff, timeOffPath, viewTimeOff } from "#app/http/time-off.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewTimeOff(tx, desk, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const { provider, now } = desk.provider_context;
  const submission = parseTimeOff(await readForm(args.request), AddTimeOffInput(provider.time_zone, now));
  const again = (status: number, used_before: boolean) =>
    data({ lastResult: submission.reply(), used_before }, { status, headers: privateForm });
  if (submission.status !== "success") return again(422, false);
  const { blocked_time_id, hit, differs } = await blockTime(desk.provider_context, submission.value);
  if (differs) return again(409, true);
  const to = hit.length > 0 ? `/${blocked_time_id}/bookings` : "";
  throw redirect(`${timeOffPath(desk)}${to}?just=added`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Time off · Hours");

export default function TimeOff() {
  return <TimeOffPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { blockedPath } from "#app/components/calendar/links.ts";
import { BlockedPage } from "#app/components/pages/blocked-page.tsx";
import { changeTimeOff } from "#app/domain/blocked_times.server.ts";
import { ChangeTimeOffInput } from "#app/domain/blocked_times.ts";
import type { BlockedPageView } from "#app/domain/calendar-views.ts";
import type { TimeOffConflict } from "#app/domain/time-off-views.ts";
import { readHits, weekPath } from "#app/http/calendar.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import {
  parseTimeOff,
  requireBlockedTimeId,
  viewAbsence,
  viewTimeOffChange,
} from "#app/http/time-off.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const shown = await viewTimeOffChange(tx, desk, args.params.id);
    const { starts_at, ends_at } = shown.absence;
    const range = { starts_at, ends_at, schedule_id: String(shown.values.schedule) || null };
    const view: BlockedPageView = {
      ...shown,
      hits: await readHits(tx, range, shown.now),
      just: param(args.request, "just"),
      back: weekPath(desk, starts_at),
    };
    return data(view, { headers: privateForm });
  }),
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
  throw redirect(`${blockedPath(provider.username, id)}?just=changed`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Blocked time · Calendar");

export default function Blocked() {
  return <BlockedPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

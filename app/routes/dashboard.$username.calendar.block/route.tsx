import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { blockedPath } from "#app/components/calendar/links.ts";
import { BlockPage } from "#app/components/pages/block-page.tsx";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { AddTimeOffInput } from "#app/domain/blocked_times.ts";
import { viewBlock, weekPath } from "#app/http/calendar.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { parseTimeOff } from "#app/http/time-off.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "schedules:write", async (tx, desk) =>
    data(await viewBlock(tx, desk, args.request), { headers: privateForm }),
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
  // Bookings that stand in it are what one wants to see next.
  const to =
    hit.length > 0
      ? `${blockedPath(provider.username, blocked_time_id)}?just=blocked`
      : `${weekPath(desk, submission.value.starts_at)}&just=blocked&id=${blocked_time_id}`;
  throw redirect(to, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Block time · Calendar");

export default function Block() {
  return <BlockPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { TimeOffBookingsPage } from "#app/components/pages/time-off-bookings-page.tsx";
import { CancelHitBookingsInput } from "#app/domain/blocked_times.ts";
import { cancelBooking } from "#app/domain/bookings.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, notFound, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import {
  parseTimeOff,
  requireBlockedTimeId,
  timeOffPath,
  viewTimeOffBookings,
} from "#app/http/time-off.server.ts";
import { selectOptionalBlockedTime } from "#db/blocked_times.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewTimeOffBookings(tx, desk, args.params.id, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const id = requireBlockedTimeId(args.params.id);
  const desk = await readingDesk(args, "bookings:write", async (tx, desk) => {
    if (!(await selectOptionalBlockedTime(tx, id))) throw notFound();
    return desk;
  });
  const submission = parseTimeOff(await readForm(args.request), CancelHitBookingsInput);
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const { cancel, reason } = submission.value;
  // One after the other, each in a transaction of its own: what was done stays done if one of them cannot be.
  let left = 0;
  for (const booking of cancel)
    if (!(await cancelBooking(desk.provider_context, { ...booking, reason })).ok) left++;
  const done = `just=cancelled&cancelled=${cancel.length - left}&left=${left}`;
  throw redirect(`${timeOffPath(desk)}/${id}/bookings?${done}`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction = () => privateMeta("Bookings in your time off · Hours");

export default function Bookings() {
  return <TimeOffBookingsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

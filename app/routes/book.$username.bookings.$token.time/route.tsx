import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MovePage } from "#app/components/pages/move-page.tsx";
import { rescheduleBooking } from "#app/domain/bookings.server.ts";
import { InstantInput, RescheduleBookingInput } from "#app/domain/bookings.ts";
import { viewRefusal } from "#app/domain/details.server.ts";
import { buildPicker } from "#app/domain/picker.server.ts";
import { viewProviderToCustomer } from "#app/domain/views.server.ts";
import { type OwnBooking, readingOwnBooking, requireOwnBooking } from "#app/http/bookings.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireCalendarParams } from "#app/http/picker.server.ts";
import { privateForm, shownZone } from "#app/http/public.server.ts";
import { limitMove } from "#app/http/rate-limits.server.ts";
import { reading } from "#db/transaction.ts";

const MINUTE = 60_000;
const lengthOf = ({ booking }: OwnBooking) => booking.ends_at - booking.starts_at;

const noMoves = ({ context: { provider }, view }: OwnBooking) =>
  problem(
    403,
    {
      title: "This booking cannot be moved now",
      text: `${provider.name} takes no bookings here at the moment. Yours stands as it is, and you can still cancel it.`,
      links: [{ href: view.path, label: "Back to your booking" }],
    },
    privateForm,
  );

export const loader = guarded(({ request, params }: LoaderFunctionArgs) =>
  readingOwnBooking(request, params, async (tx, own) => {
    const { context, booking, service, view } = own;
    if (view.is_closed) throw noMoves(own);
    // Until they choose another, customers see the zone in which they booked.
    const { zone, in_address, headers } = shownZone(request, { time_zone: booking.customer_time_zone });
    const path = `${view.path}/time`;
    const start = param(request, "start");
    const chosen = start === null ? null : InstantInput.safeParse(start);
    if (chosen && !chosen.success)
      throw problem(400, {
        title: "We can't read the time in this address",
        text: "Please choose a time in the calendar.",
        links: [{ href: path, label: "Back to the calendar" }],
      });
    const picker = await buildPicker(tx, context, {
      service,
      duration_min: lengthOf(own) / MINUTE,
      zone,
      zone_in_address: in_address,
      ...requireCalendarParams(request),
      path,
      details_path: path,
      except_booking: booking,
    });
    return data(
      {
        provider: viewProviderToCustomer(context.provider),
        booking: view,
        // The length was promised; it cannot be changed here, so there is nothing to choose.
        picker: { ...picker, durations: [] },
        chosen: chosen && { starts_at: chosen.data, ends_at: chosen.data + lengthOf(own) },
        refusal: null,
      },
      { headers: { ...privateForm, ...headers } },
    );
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { request, params } = args;
  const own = await requireOwnBooking(request, params);
  const { context, booking, service, view } = own;
  if (view.is_closed) throw noMoves(own);
  const submission = parseWithZod(await readForm(request), { schema: RescheduleBookingInput });
  if (submission.status !== "success")
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please choose a time in the calendar again.",
      links: [{ href: `${view.path}/time`, label: "Back to the calendar" }],
    });
  const { start, version } = submission.value;
  await limitMove(args, context.provider.id, booking.customer_email);
  const outcome = await rescheduleBooking(context, { booking_id: booking.id, version, starts_at: start });
  if (outcome.ok) throw redirect(`${view.path}?just=moved`, 303);
  const duration_min = lengthOf(own) / MINUTE;
  const { zone } = shownZone(request, { time_zone: booking.customer_time_zone });
  const choice = { service, starts_at: start, duration_min, zone };
  const refusal = await reading(context.provider.id, (tx) =>
    viewRefusal(tx, context, choice, outcome.reason),
  );
  return data({ refusal, stale: outcome.reason === "stale" }, { status: 409, headers: privateForm });
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = () => privateMeta("Move your booking");

export default function Time() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <MovePage {...loaded} refusal={acted?.refusal ?? null} stale={acted?.stale} />;
}

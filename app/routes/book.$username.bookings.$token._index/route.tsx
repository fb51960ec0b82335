import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BookingPage } from "#app/components/pages/booking-page.tsx";
import { googleCalendarUrl, outlookCalendarUrl } from "#app/domain/calendar-links.ts";
import { viewProviderToCustomer } from "#app/domain/views.server.ts";
import { requireOwnBooking } from "#app/http/bookings.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privatePage } from "#app/http/public.server.ts";

const JUST = ["booked", "moved", "cancelled"] as const;

export const loader = guarded(async ({ request, params }: LoaderFunctionArgs) => {
  const { context, view } = await requireOwnBooking(request, params);
  const event = { ...view, provider_name: context.provider.name };
  return data(
    {
      provider: viewProviderToCustomer(context.provider),
      booking: view,
      google_url: googleCalendarUrl(event),
      outlook_url: outlookCalendarUrl(event),
      just: JUST.find((word) => word === param(request, "just")) ?? null,
    },
    { headers: privatePage },
  );
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Your booking: ${data.booking.service_title}` : "Your booking");

export default function Booking() {
  return <BookingPage {...useLoaderData<typeof loader>()} />;
}

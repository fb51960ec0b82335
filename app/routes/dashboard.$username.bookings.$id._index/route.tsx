import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskBookingPage } from "#app/components/pages/desk-booking-page.tsx";
import { viewDeliveriesOfBooking } from "#app/http/deliveries.server.ts";
import { readingDeskBooking } from "#app/http/desk-bookings.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { auditActor, auditWords } from "#app/i18n/history.ts";
import { selectAuditEventsOfBooking, selectOtherSeats } from "#db/bookings/one.ts";
import { selectOptionalRefusal } from "#db/delivery_lists.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDeskBooking(args, "desk:read", async (tx, page, desk) => {
    const events = await selectAuditEventsOfBooking(tx, page.booking.id);
    const history = events.map((event) => ({
      ...{ id: event.id, at: event.at },
      ...{ who: auditActor(event), what: auditWords(event), from: null },
    }));
    const others = page.booking.seats ? [...(await selectOtherSeats(tx, page.booking.id))] : [];
    const messages = await viewDeliveriesOfBooking(tx, desk, page.booking.id);
    const refusal = await selectOptionalRefusal(tx, page.booking.customer_id);
    const just = param(args.request, "just");
    return data({ ...page, others, history, messages, refusal, just }, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("A booking");

export default function Booking() {
  return <DeskBookingPage {...useLoaderData<typeof loader>()} />;
}

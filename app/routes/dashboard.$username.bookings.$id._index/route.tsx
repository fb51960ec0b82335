import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskBookingPage } from "#app/components/pages/desk-booking-page.tsx";
import { readingDeskBooking } from "#app/http/desk-bookings.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { auditActor, auditWords } from "#app/i18n/history.ts";
import { selectAuditEventsOfBooking, selectOtherSeats } from "#db/bookings/one.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDeskBooking(args, "desk:read", async (tx, page) => {
    const events = await selectAuditEventsOfBooking(tx, page.booking.id);
    const history = events.map((event) => ({
      ...{ id: event.id, at: event.at },
      ...{ who: auditActor(event), what: auditWords(event), from: null },
    }));
    const others = page.booking.seats ? [...(await selectOtherSeats(tx, page.booking.id))] : [];
    return data({ ...page, others, history, just: param(args.request, "just") }, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("A booking");

export default function Booking() {
  return <DeskBookingPage {...useLoaderData<typeof loader>()} />;
}

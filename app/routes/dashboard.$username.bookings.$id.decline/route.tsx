import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EndBookingPage } from "#app/components/pages/end-booking-page.tsx";
import { declineBooking } from "#app/domain/bookings.server.ts";
import { endWith } from "#app/http/answers.server.ts";
import { readingDeskBooking } from "#app/http/desk-bookings.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDeskBooking(args, "bookings:write", async (_tx, page) => data(page, { headers: privateForm })),
);

export const action = guarded(endWith(declineBooking, "declined"));

export const headers = passHeaders;

export const meta = () => privateMeta("Decline a request");

export default function Decline() {
  return (
    <EndBookingPage
      {...useLoaderData<typeof loader>()}
      act="decline"
      answer={useActionData<typeof action>()}
    />
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { deskCalendarFile } from "#app/domain/calendar-file.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { requireBookingId } from "#app/http/desk-bookings.server.ts";
import { guardedFile, notFound } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";

/** One booking for the calendar of who gives it: the customer's name is its title. */
export const loader = guardedFile((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx) => {
    const booking = await selectOptionalBookingById(tx, requireBookingId(args));
    if (!booking) throw notFound();
    return new Response(deskCalendarFile(booking), {
      headers: {
        ...privatePage,
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'attachment; filename="booking.ics"',
      },
    });
  }),
);

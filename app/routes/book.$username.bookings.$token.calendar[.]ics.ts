import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarFile } from "#app/domain/calendar-file.ts";
import { requireOwnBooking } from "#app/http/bookings.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";

export const loader = guardedFile(async ({ request, params }: LoaderFunctionArgs) => {
  const { context, booking } = await requireOwnBooking(request, params);
  return new Response(calendarFile(booking, context.provider), {
    headers: {
      ...privatePage,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'attachment; filename="booking.ics"',
    },
  });
});

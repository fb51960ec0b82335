import { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod } from "ical-generator";
import { bookingCalendar } from "#app/domain/calendar-file.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

/**
 * The same entry as the file of the booking's page, as an invitation by mail (iMIP, RFC 6047; methods of RFC 5546): one UID, a
 * SEQUENCE that grows, so that a later one changes the entry that an earlier one made. The customer has accepted by booking.
 */
export function calendarInvite(
  method: "REQUEST" | "CANCEL",
  booking: BookingRow,
  provider: ProviderRow,
  organizer_email: string,
): string {
  const { calendar, event } = bookingCalendar(booking, provider, ICalCalendarMethod[method]);
  event.organizer({ name: provider.name, email: organizer_email });
  event.createAttendee({
    name: booking.customer_name,
    email: booking.customer_email,
    role: ICalAttendeeRole.REQ,
    status: ICalAttendeeStatus.ACCEPTED,
    rsvp: false,
  });
  return calendar.toString();
}

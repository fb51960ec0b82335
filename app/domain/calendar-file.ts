import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const STATUS: Partial<Record<BookingRow["status"], ICalEventStatus>> = {
  confirmed: ICalEventStatus.CONFIRMED,
  pending: ICalEventStatus.TENTATIVE,
  held: ICalEventStatus.TENTATIVE,
};

/**
 * A booking as an iCalendar file (RFC 5545), times in UTC so that no reader needs our zone tables. One UID for ever,
 * and a SEQUENCE that grows with each change, so that adding it again moves the entry instead of doubling it.
 */
export function calendarFile(booking: BookingRow, provider: ProviderRow): string {
  const calendar = ical({ prodId: "-//Daybook//Booking//EN", method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    id: `${booking.id}@daybook`,
    sequence: booking.version - 1,
    stamp: new Date(booking.updated_at),
    start: new Date(booking.starts_at),
    end: new Date(booking.ends_at),
    summary: `${booking.service_title} with ${provider.name}`,
    location: booking.place_detail || null,
    description: booking.note || null,
    status: STATUS[booking.status] ?? ICalEventStatus.CANCELLED,
  });
  return calendar.toString();
}

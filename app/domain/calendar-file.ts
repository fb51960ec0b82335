import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { calendarText } from "#app/domain/calendar-text.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const STATUS: Partial<Record<BookingRow["status"], ICalEventStatus>> = {
  confirmed: ICalEventStatus.CONFIRMED,
  pending: ICalEventStatus.TENTATIVE,
  held: ICalEventStatus.TENTATIVE,
};

/** A booking as an iCalendar file for its customer. */
export const calendarFile = (booking: BookingRow, provider: ProviderRow): string =>
  fileOf(booking, { summary: `${booking.service_title} with ${provider.name}`, description: booking.note });

/** The same booking for who gives it, with the same UID. */
export const deskCalendarFile = (booking: BookingRow): string =>
  fileOf(booking, {
    summary: `${booking.customer_name}: ${booking.service_title}`,
    description: [booking.customer_phone && `Phone: ${booking.customer_phone}`, booking.note]
      .filter(Boolean)
      .join("\n"),
  });

/**
 * RFC 5545, times in UTC so that no reader needs our zone tables. One UID for ever, and a SEQUENCE that grows with each
 * change, so that adding it again moves the entry instead of doubling it.
 */
function fileOf(booking: BookingRow, { summary, description }: { summary: string; description: string }) {
  const calendar = ical({ prodId: "-//Daybook//Booking//EN", method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    id: `${booking.id}@daybook`,
    sequence: booking.version - 1,
    stamp: new Date(booking.updated_at),
    start: new Date(booking.starts_at),
    end: new Date(booking.ends_at),
    summary: calendarText(summary),
    location: calendarText(booking.place_detail) || null,
    description: calendarText(description) || null,
    status: STATUS[booking.status] ?? ICalEventStatus.CANCELLED,
  });
  // The library leaves the last line without its end.
  return `${calendar.toString()}\r\n`;
}

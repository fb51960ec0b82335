import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
} from "ical-generator";
import { calendarText } from "#app/domain/calendar-text.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const STATUS: Partial<Record<BookingRow["status"], ICalEventStatus>> = {
  confirmed: ICalEventStatus.CONFIRMED,
  pending: ICalEventStatus.TENTATIVE,
  held: ICalEventStatus.TENTATIVE,
};

type Words = { summary: string; description: string };

const customerWords = (booking: BookingRow, provider: ProviderRow): Words => ({
  summary: `${booking.service_title} with ${provider.name}`,
  description: booking.note,
});

/** A booking as an iCalendar file for its customer. */
export const calendarFile = (booking: BookingRow, provider: ProviderRow): string =>
  fileOf(bookingCalendar(booking, customerWords(booking, provider), ICalCalendarMethod.PUBLISH).calendar);

/** The same booking for who gives it, with the same UID. */
export const deskCalendarFile = (booking: BookingRow): string => {
  const description = [booking.customer_phone && `Phone: ${booking.customer_phone}`, booking.note]
    .filter(Boolean)
    .join("\n");
  const words = { summary: `${booking.customer_name}: ${booking.service_title}`, description };
  return fileOf(bookingCalendar(booking, words, ICalCalendarMethod.PUBLISH).calendar);
};

/**
 * The same entry as the customer's file, as an invitation by mail (iMIP, RFC 6047; methods of RFC 5546): a later one changes the
 * entry that an earlier one made. The customer has accepted by booking.
 */
export function calendarInvite(
  method: "REQUEST" | "CANCEL",
  booking: BookingRow,
  provider: ProviderRow,
  organizer_email: string,
): string {
  const words = customerWords(booking, provider);
  const { calendar, event } = bookingCalendar(booking, words, ICalCalendarMethod[method]);
  event.organizer({ name: calendarText(provider.name), email: organizer_email });
  event.createAttendee({
    name: calendarText(booking.customer_name),
    email: booking.customer_email,
    role: ICalAttendeeRole.REQ,
    status: ICalAttendeeStatus.ACCEPTED,
    rsvp: false,
  });
  return fileOf(calendar);
}

/**
 * RFC 5545, times in UTC so that no reader needs our zone tables. One UID for ever, and a SEQUENCE that grows with each
 * change, so that adding it again moves the entry instead of doubling it.
 */
function bookingCalendar(booking: BookingRow, { summary, description }: Words, method: ICalCalendarMethod) {
  const calendar = ical({ prodId: "-//Daybook//Booking//EN", method });
  const event = calendar.createEvent({
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
  return { calendar, event };
}

// The library leaves the last line without its end.
const fileOf = (calendar: ICalCalendar): string => `${calendar.toString()}\r\n`;

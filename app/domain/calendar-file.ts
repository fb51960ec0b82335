import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { calendarText } from "#app/domain/calendar-text.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const STATUS: Partial<Record<BookingRow["status"], ICalEventStatus>> = {
  confirmed: ICalEventStatus.CONFIRMED,
  pending: ICalEventStatus.TENTATIVE,
  held: ICalEventStatus.TENTATIVE,
};

type Words = { summary: string; description: string };

/** A calendar with the one entry of a booking in it (RFC 5545), times in UTC so that no reader needs our zone tables. */
export function bookingCalendar(
  booking: BookingRow,
  provider: Pick<ProviderRow, "name">,
  method: ICalCalendarMethod,
  words: Words = wordsForCustomer(booking, provider),
) {
  const calendar = ical({ prodId: "-//Daybook//Booking//EN", method });
  const event = calendar.createEvent({
    id: `${booking.id}@daybook`,
    sequence: booking.version - 1,
    stamp: new Date(booking.updated_at),
    start: new Date(booking.starts_at),
    end: new Date(booking.ends_at),
    summary: calendarText(words.summary),
    location: calendarText(booking.place_detail) || null,
    description: calendarText(words.description) || null,
    status: STATUS[booking.status] ?? ICalEventStatus.CANCELLED,
  });
  return { calendar, event };
}

const wordsForCustomer = (booking: BookingRow, { name }: Pick<ProviderRow, "name">): Words => ({
  summary: `${booking.service_title} with ${name}`,
  description: booking.note,
});

const wordsForDesk = (booking: BookingRow): Words => ({
  summary: `${booking.customer_name}: ${booking.service_title}`,
  description: [booking.customer_phone && `Phone: ${booking.customer_phone}`, booking.note]
    .filter(Boolean)
    .join("\n"),
});

/**
 * A booking as an iCalendar file. One UID for ever, and a SEQUENCE that grows with each change, so that adding it again moves
 * the entry instead of doubling it.
 * @param words what it is called; for the customer unless said otherwise. (The library leaves the last line without its end.)
 */
export const calendarFile = (
  booking: BookingRow,
  provider: Pick<ProviderRow, "name">,
  words?: Words,
): string =>
  `${bookingCalendar(booking, provider, ICalCalendarMethod.PUBLISH, words).calendar.toString()}\r\n`;

/** The same entry for who gives the booking. */
export const deskCalendarFile = (booking: BookingRow, provider: Pick<ProviderRow, "name">): string =>
  calendarFile(booking, provider, wordsForDesk(booking));

import type { BookingEvent } from "#app/domain/bookings/record.server.ts";
import { dayOf, formatFullDay, formatTimeRange, localeOf, zoneLabel } from "#app/i18n/format.ts";
import type { Mail } from "#app/mail/outbox.server.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const opening: Record<BookingEvent, (booking: BookingRow, provider: ProviderRow) => [string, string]> = {
  booked: (booking, provider) =>
    booking.status === "pending"
      ? [
          `Your request: ${booking.service_title}`,
          `${provider.name} has your request and will confirm it. The time is kept for you until then.`,
        ]
      : [`Booked: ${booking.service_title}`, `You are booked with ${provider.name}.`],
  moved: (booking, provider) =>
    booking.status === "pending"
      ? [`New time requested: ${booking.service_title}`, `${provider.name} will confirm the new time.`]
      : [`New time: ${booking.service_title}`, `Your booking with ${provider.name} has a new time.`],
  cancelled: (booking, provider) => [
    `Cancelled: ${booking.service_title}`,
    `Your booking with ${provider.name} is cancelled.`,
  ],
  approved: (booking, provider) => [
    `Confirmed: ${booking.service_title}`,
    `${provider.name} has confirmed your booking.`,
  ],
  declined: (booking, provider) => [
    `Not possible: ${booking.service_title}`,
    `${provider.name} cannot take your booking.`,
  ],
};

/**
 * The mail to a customer about a change of their booking, in the zone in which they booked.
 * @param manage_url the booking's own address with its capability, or null when its secret is gone
 */
export function bookingMailFor(
  event: BookingEvent,
  booking: BookingRow,
  provider: ProviderRow,
  manage_url: string | null,
): Mail {
  const zone = booking.customer_time_zone;
  const locale = localeOf(provider);
  const [subject, first] = opening[event](booking, provider);
  const lines = [
    `Hello ${booking.customer_name},`,
    "",
    first,
    ...(booking.end_reason && event !== "approved" ? ["", `Reason: ${booking.end_reason}`] : []),
    "",
    booking.service_title,
    formatFullDay(dayOf(booking.starts_at, zone), locale),
    `${formatTimeRange(booking.starts_at, booking.ends_at, zone, locale)}, ${zoneLabel(zone, booking.starts_at)}`,
    ...(booking.place_detail ? [booking.place_detail] : []),
    ...(manage_url ? ["", "See, move or cancel your booking:", manage_url] : []),
    "",
    provider.name,
    ...(provider.phone ? [provider.phone] : []),
  ];
  return {
    to: booking.customer_email,
    reply_to: provider.email,
    from_name: provider.name,
    subject,
    text: `${lines.join("\n")}\n`,
  };
}

import type { BookingStatus } from "#app/domain/views.ts";

/** A booking's state in a word, with the chip that says it: warm asks for something, plain is over with. */
export function statusChip(booking: { status: BookingStatus; no_show: boolean }): {
  words: string;
  className: string;
} {
  if (booking.no_show) return { words: "Did not come", className: "chip plain" };
  return CHIPS[booking.status];
}

const CHIPS: Record<BookingStatus, { words: string; className: string }> = {
  held: { words: "Being booked", className: "chip warm" },
  pending: { words: "Waiting for you", className: "chip warm" },
  confirmed: { words: "Confirmed", className: "chip" },
  cancelled: { words: "Cancelled", className: "chip plain" },
  declined: { words: "Declined", className: "chip plain" },
  expired: { words: "Expired", className: "chip plain" },
};

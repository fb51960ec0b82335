import { type Outcome, refused } from "#app/domain/bookings/outcome.ts";
import { type BookingEvent, recordChange } from "#app/domain/bookings/record.server.ts";
import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { isChangeable, isLive } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import {
  type BookingChange,
  type BookingRow,
  selectOptionalBookingById,
  updateBooking,
} from "#db/bookings.ts";
import { deleteReservation, selectOptionalReservationOfBooking } from "#db/reservations.ts";
import { selectServiceById } from "#db/services.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

export type Changed = { version: number /** True when it had been done before. */; repeated: boolean };
type Request = { booking_id: string; version: number; reason: string };

/** Gives up a booking and its time. A customer can until the service's cut-off, a provider until it starts and after. */
export async function cancelBooking(context: Context, request: Request): Promise<Outcome<Changed>> {
  return change(context, request, {
    event: "cancelled",
    done: (booking) => booking.status === "cancelled",
    allowed: async (tx, booking) => {
      if (!isLive(booking)) return "over";
      if (context.actor !== "customer") return null;
      const service = await selectServiceById(tx, booking.service_id);
      return isChangeable(booking, service.cancel_cutoff_min, context.now) ? null : "too_late";
    },
    write: {
      status: "cancelled",
      cancelled_by: context.actor,
      end_reason: request.reason,
    },
    frees_time: true,
  });
}

/** Confirms a booking that waits. Its time has been its own since it was asked for, so no reservation changes. */
export async function approveBooking(context: Context, request: Request): Promise<Outcome<Changed>> {
  return change(context, request, {
    event: "approved",
    done: (booking) => booking.status === "confirmed",
    allowed: async (_tx, booking) => (booking.status === "pending" ? null : "over"),
    write: { status: "confirmed" },
    frees_time: false,
  });
}

/** Refuses a booking that waits, with a reason for the customer, and gives its time back. */
export async function declineBooking(context: Context, request: Request): Promise<Outcome<Changed>> {
  return change(context, request, {
    event: "declined",
    done: (booking) => booking.status === "declined",
    allowed: async (_tx, booking) => (booking.status === "pending" ? null : "over"),
    write: { status: "declined", end_reason: request.reason },
    frees_time: true,
  });
}

type Change = {
  event: BookingEvent;
  /** The booking is already as asked for: a double click, a second tab. Same answer, nothing written. */
  done: (booking: BookingRow) => boolean;
  allowed: (tx: WriteTx, booking: BookingRow) => Promise<"over" | "too_late" | null>;
  write: Partial<BookingChange>;
  frees_time: boolean;
};

const change = (context: Context, request: Request, rule: Change): Promise<Outcome<Changed>> =>
  inTurn(context.provider.id, () =>
    serializable(context.provider.id, (tx) => changeIn(tx, context, request, rule)),
  );

const changeIn = async (
  tx: WriteTx,
  context: Context,
  request: Request,
  rule: Change,
): Promise<Outcome<Changed>> => {
  const booking = await selectOptionalBookingById(tx, request.booking_id);
  if (!booking) return refused("over");
  if (rule.done(booking)) return { ok: true, version: booking.version, repeated: true };
  const reason = await rule.allowed(tx, booking);
  if (reason) return refused(reason);
  if (booking.version !== request.version) return refused("stale");

  const { id, version } = booking;
  if (!(await updateBooking(tx, { ...rule.write, id, version, now: context.now }))) return refused("stale");
  // Booking first, then its reservation, as in a move: the same order everywhere, so that no two wait crosswise.
  if (rule.frees_time) {
    const reservation = await selectOptionalReservationOfBooking(tx, id);
    if (reservation) await deleteReservation(tx, reservation.id);
  }
  await recordChange(tx, context, { id, version: version + 1 }, rule.event, { reason: request.reason });
  return { ok: true, version: version + 1, repeated: false };
};

import type { SlotRefusal } from "#app/domain/availability.ts";
import { pickSeat, reservationFor, SEAT_ROUNDS } from "#app/domain/bookings/ids.server.ts";
import { type Outcome, type Refusal, refused } from "#app/domain/bookings/outcome.ts";
import { recordChange } from "#app/domain/bookings/record.server.ts";
import { askAbout, explain } from "#app/domain/bookings/rules.server.ts";
import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { hasEnded, isChangeable, isLive } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { type BookingRow, selectOptionalBookingById, updateBooking } from "#db/bookings.ts";
import {
  deleteReservation,
  insertReservation,
  isTakenByOther,
  selectOptionalReservationOfBooking,
  selectTakenSeats,
} from "#db/reservations.ts";
import { type ServiceRow, selectServiceById } from "#db/services.ts";
import { reading, serializable, type WriteTx } from "#db/transaction.ts";

export type Moved = { version: number; repeated: boolean };
type Request = {
  booking_id: string;
  version: number;
  /** Epoch ms. */
  starts_at: number;
  /** From a provider: rules that they have seen broken and pass over. */
  confirmed?: readonly SlotRefusal[];
};

/** Thrown through the transaction, and only there, when the old time was already given up and the new one is not to be had. */
class TakenAfterAll extends Error {
  override readonly name = "TakenAfterAll";
}

/**
 * Moves a booking to another start, with the same length. Its id and link stay; its version grows by one; the old
 * time is given up and the new one taken in one transaction, or nothing changes. Moved by its customer, a booking of a service that
 * needs approval waits for it again.
 */
export async function rescheduleBooking(context: Context, request: Request): Promise<Outcome<Moved>> {
  for (let round = 1; ; round++) {
    const { outcome, group } = await inTurn(context.provider.id, () => tryMove(context, request));
    if (outcome.ok || outcome.reason !== "taken" || !group || round >= SEAT_ROUNDS) return outcome;
  }
}

const tryMove = async (context: Context, request: Request) => {
  const target = await reading(context.provider.id, (tx) => prepare(tx, request));
  if (target === null) return { outcome: refused("over"), group: false };
  const { seat, group } = target;
  return { outcome: seat === null ? refused("full") : await move(context, request, seat), group };
};

/** What is worth knowing before the transaction: a hint at a free seat. */
const prepare = async (tx: Parameters<typeof selectTakenSeats>[0], request: Request) => {
  const booking = await selectOptionalBookingById(tx, request.booking_id);
  if (!booking) return null;
  const service = await selectServiceById(tx, booking.service_id);
  const ends_at = request.starts_at + (booking.ends_at - booking.starts_at);
  const { session_id } = reservationFor(service, booking.id, request.starts_at, ends_at, 1);
  const group = service.capacity > 1;
  // Who is already in that session (a repeated form) needs no second seat there.
  const seat =
    group && booking.starts_at !== request.starts_at
      ? pickSeat(service.capacity, await selectTakenSeats(tx, session_id))
      : 1;
  return { seat, group };
};

const move = async (context: Context, request: Request, seat: number): Promise<Outcome<Moved>> => {
  try {
    return await serializable(context.provider.id, (tx) => moveIn(tx, context, request, seat));
  } catch (error) {
    if (error instanceof TakenAfterAll) return refused("taken");
    throw error;
  }
};

/**
 * The old time must go before the new one is taken: they may overlap, and a booking has one reservation. Before that,
 * a look whether anyone else stands there. The look is what keeps two moves towards each other's time from each
 * deleting and then waiting for the other (a deadlock): of any such pair, the one whose snapshot is younger sees the
 * other's reservation and stops.
 */
const moveIn = async (
  tx: WriteTx,
  context: Context,
  request: Request,
  seat: number,
): Promise<Outcome<Moved>> => {
  const booking = await selectOptionalBookingById(tx, request.booking_id);
  if (!booking) return refused("over");
  const { id, version } = booking;
  // The same form again: it had moved the booking to this very time.
  if (isLive(booking) && version === request.version + 1 && booking.starts_at === request.starts_at)
    return { ok: true, version, repeated: true };
  const service = await selectServiceById(tx, booking.service_id);
  const reason = refusalOf(context, booking, service, request);
  if (reason) return refused(reason);
  if (booking.starts_at === request.starts_at) return { ok: true, version, repeated: true };

  const { starts_at } = request;
  const length = booking.ends_at - booking.starts_at;
  const start = { service, duration_min: length / 60_000, starts_at, except_booking: booking };
  const against =
    context.actor === "provider"
      ? await askAbout(tx, context, start, request.confirmed ?? [])
      : await explain(tx, context, start);
  if (against) return against;

  const old = await selectOptionalReservationOfBooking(tx, id);
  if (!old) return refused("over");
  const next = reservationFor(service, id, starts_at, starts_at + length, seat);
  const status = service.requires_approval && context.actor === "customer" ? "pending" : undefined;
  if (await isTakenByOther(tx, next, next.occupied_from, next.occupied_until)) return refused("taken");
  if (
    !(await updateBooking(tx, {
      id,
      version,
      now: context.now,
      starts_at,
      ends_at: starts_at + length,
      status,
    }))
  )
    return refused("stale");
  await deleteReservation(tx, old.id);
  if (!(await insertReservation(tx, next))) throw new TakenAfterAll();
  await recordChange(tx, context, { id, version: version + 1 }, "moved", {
    from: booking.starts_at,
    to: starts_at,
    ...(request.confirmed?.length && { anyway: request.confirmed.join(", ") }),
  });
  return { ok: true, version: version + 1, repeated: false };
};

const refusalOf = (
  context: Context,
  booking: BookingRow,
  service: ServiceRow,
  request: Request,
): Refusal | null => {
  if (!isLive(booking)) return "over";
  // What has taken place is not moved, and nothing is moved to where it would have.
  if (context.actor !== "customer" && hasEnded(booking, context.now)) return "over";
  if (context.actor !== "customer" && request.starts_at < context.now) return "past";
  if (context.actor === "customer" && !isChangeable(booking, service.reschedule_cutoff_min, context.now))
    return "too_late";
  return booking.version === request.version ? null : "stale";
};

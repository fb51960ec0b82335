import { v5 } from "uuid";
import { newId } from "#app/domain/ids.server.ts";
import type { NewReservation } from "#db/reservations.ts";
import type { ServiceRow } from "#db/services.ts";

const MINUTE = 60_000;

/** What one booking would hold: its session, its seat and its time widened by the service's buffers (epoch ms). */
export function reservationFor(
  service: ServiceRow,
  booking_id: string,
  starts_at: number,
  ends_at: number,
  seat: number,
): NewReservation {
  const is_group = service.capacity > 1;
  return {
    id: newId(),
    booking_id,
    service_id: service.id,
    // A group's session is named by what makes it one, so that two who come first agree on it without asking.
    session_id: is_group ? v5(`${starts_at}/${ends_at}`, service.id) : newId(),
    seat,
    capacity: service.capacity,
    occupied_from: starts_at - service.buffer_before_min * MINUTE,
    occupied_until: ends_at + service.buffer_after_min * MINUTE,
  };
}

/** A seat to try: one of the free ones at random, so that many at once do not all want the same; null when full. */
export function pickSeat(capacity: number, taken: readonly number[]): number | null {
  const free = Array.from({ length: capacity }, (_, index) => index + 1).filter(
    (seat) => !taken.includes(seat),
  );
  return free.length === 0 ? null : free[Math.floor(Math.random() * free.length)]!;
}

/** How often another seat is tried: it is picked from a plain snapshot, and someone else may sit down meanwhile. */
export const SEAT_ROUNDS = 8;

import { z } from "zod";
import { instant, range, sql, type TenantTx, type WriteTx } from "./transaction.ts";

// 24 hours and two buffers of 24 hours, as the table's constraint says: no row that reaches into a window begins earlier.
const LONGEST_MS = 72 * 3_600_000;

/**
 * Rows that touch a window (epoch ms), by comparisons that an index may answer under row-level security: && of ranges
 * is not leakproof, so with it the provider's whole history would be read and filtered (docs/explain.md).
 */
export const inWindow = (starts_at: number, ends_at: number) => sql.fragment`(
  r.occupied_from < ${instant(ends_at)} and r.occupied_from > ${instant(starts_at - LONGEST_MS)}
  and r.occupied_until > ${instant(starts_at)})`;

export const OccupiedRow = z.object({
  starts_at: z.number(),
  ends_at: z.number(),
  service_id: z.uuid(),
  session_id: z.uuid(),
  capacity: z.number().int(),
  session_starts_at: z.number(),
  session_ends_at: z.number(),
  seats_taken: z.number().int(),
});
export type OccupiedRow = z.infer<typeof OccupiedRow>;

/**
 * What is taken in a window (epoch ms): one row a session, widened by its own buffers, with its true times.
 * The booking's times come by its key.
 * @param except_booking_id a booking on the move does not stand in its own way
 */
export async function selectOccupiedInRange(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
  except_booking_id: string | null = null,
): Promise<readonly OccupiedRow[]> {
  return tx.any(sql.type(OccupiedRow)`
    /* selectOccupiedInRange */
    select lower(r.occupied) as starts_at, upper(r.occupied) as ends_at, r.service_id, r.session_id,
           max(r.capacity)::int as capacity, count(*)::int as seats_taken,
           min(lower(b.during)) as session_starts_at, max(upper(b.during)) as session_ends_at
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and ${inWindow(starts_at, ends_at)}
      and (${except_booking_id}::uuid is null or r.booking_id <> ${except_booking_id})
    group by r.occupied, r.service_id, r.session_id`);
}

const CountedRow = z.object({ session_key: z.string(), starts_at: z.number() });

/**
 * The sessions of one service that start in a window (epoch ms), for its limits per day and per week.
 * Reads what others insert, so under SERIALIZABLE it makes them retry: only for services that have a limit.
 * @param except_booking_id a booking on the move does not count against itself
 */
export async function selectCountedSessions(
  tx: TenantTx,
  service_id: string,
  starts_at: number,
  ends_at: number,
  except_booking_id: string | null,
): Promise<readonly z.infer<typeof CountedRow>[]> {
  return tx.any(sql.type(CountedRow)`
    /* selectCountedSessions */
    select r.session_id::text as session_key, min(lower(b.during)) as starts_at
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and r.service_id = ${service_id}
      and ${inWindow(starts_at, ends_at)}
      and lower(b.during) >= ${instant(starts_at)} and lower(b.during) < ${instant(ends_at)}
      and (${except_booking_id}::uuid is null or r.booking_id <> ${except_booking_id})
    group by r.session_id`);
}

/** The seats of a session that are taken, as of a plain snapshot: a hint where to sit, never the decision. */
export async function selectTakenSeats(tx: TenantTx, session_id: string): Promise<readonly number[]> {
  return tx.anyFirst(sql.type(z.object({ seat: z.number().int() }))`
    /* selectTakenSeats */
    select seat from reservations where provider_id = ${tx.provider_id} and session_id = ${session_id}`) as Promise<
    readonly number[]
  >;
}

export type NewReservation = {
  id: string;
  booking_id: string;
  service_id: string;
  session_id: string;
  seat: number;
  capacity: number;
  /** Epoch ms, widened by the service's buffers. */
  occupied_from: number;
  occupied_until: number;
};

/**
 * Takes a time, if it is free: the check and the taking are one INSERT. Losers get no row and no error.
 * A group's conflict may also be its seat, so there the clause names no constraint; that is safe here because this
 * table holds no idempotency key that it could swallow.
 */
export const takeTime = (provider_id: string, r: NewReservation) => sql.fragment`
  insert into reservations (provider_id, id, booking_id, service_id, session_id, seat, capacity, occupied)
  values (${provider_id}, ${r.id}, ${r.booking_id}, ${r.service_id}, ${r.session_id}, ${r.seat}, ${r.capacity},
          ${range(r.occupied_from, r.occupied_until)})
  on conflict ${r.capacity > 1 ? sql.fragment`` : sql.fragment`on constraint reservations_no_overlap`} do nothing
  returning provider_id, booking_id`;

/** Takes a time for a booking that exists (a move). @returns false when it was taken already */
export async function insertReservation(tx: WriteTx, reservation: NewReservation): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ provider_id: z.uuid(), booking_id: z.uuid() }))`
    /* insertReservation */ ${takeTime(tx.provider_id, reservation)}`);
  return row !== null;
}

export const ReservationRow = z.object({
  id: z.uuid(),
  session_id: z.uuid(),
  seat: z.number().int(),
  capacity: z.number().int(),
  occupied_from: z.number(),
  occupied_until: z.number(),
});
export type ReservationRow = z.infer<typeof ReservationRow>;

/** What a booking holds now, or null when it is over with. */
export async function selectOptionalReservationOfBooking(
  tx: TenantTx,
  booking_id: string,
): Promise<ReservationRow | null> {
  return tx.maybeOne(sql.type(ReservationRow)`
    /* selectOptionalReservationOfBooking */
    select id, session_id, seat, capacity, lower(occupied) as occupied_from, upper(occupied) as occupied_until
    from reservations where provider_id = ${tx.provider_id} and booking_id = ${booking_id}`);
}

/** True when another session than `session_id` has a part of a window (epoch ms), this booking's own row aside. */
export async function isTakenByOther(
  tx: TenantTx,
  except: { booking_id: string; session_id: string },
  starts_at: number,
  ends_at: number,
): Promise<boolean> {
  return tx.oneFirst(sql.type(z.object({ taken: z.boolean() }))`
    /* isTakenByOther */
    select exists (select from reservations r where r.provider_id = ${tx.provider_id}
      and ${inWindow(starts_at, ends_at)} and r.booking_id <> ${except.booking_id}
      and r.session_id <> ${except.session_id}) as taken`) as Promise<boolean>;
}

/** Gives a time back. */
export async function deleteReservation(tx: WriteTx, id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteReservation */
    delete from reservations where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** What every way to a new booking shares: the rules, then one INSERT that is the check and the taking. */

import type { SlotRefusal } from "#app/domain/availability.ts";
import { pickSeat, reservationFor, SEAT_ROUNDS } from "#app/domain/bookings/ids.server.ts";
import { type Outcome, refused } from "#app/domain/bookings/outcome.ts";
import { recordChange } from "#app/domain/bookings/record.server.ts";
import { askAbout, explain } from "#app/domain/bookings/rules.server.ts";
import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { type BookSlotInput, placesOf } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { isErasedEmail } from "#app/domain/customers.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { newId } from "#app/domain/ids.server.ts";
import { manageToken, recoverManageToken, sha256 } from "#app/domain/secrets.server.ts";
import { insertBooking, selectOptionalBookingByKey } from "#db/bookings.ts";
import { selectOptionalCustomerChoice } from "#db/customer_choice.ts";
import { constraintOf } from "#db/errors.ts";
import { selectTakenSeats } from "#db/reservations.ts";
import { type ServiceRow, selectOptionalServiceBySlug } from "#db/services.ts";
import { reading, serializable, type WriteTx } from "#db/transaction.ts";

export type Booked = {
  booking_id: string;
  /** The capability in the booking's link; never logged. */
  manage_token: string;
  status: "pending" | "confirmed";
  /** True when the same form had made this booking before. */
  repeated: boolean;
};

/** What somebody wants to book. What a provider may want besides is in `by_hand`; a customer's wish has none. */
export type Wish = BookSlotInput & {
  /** What makes two requests the same, hashed. */
  request_hash: Uint8Array;
  by_hand: {
    /** Somebody who is known: then `customer` does not count. */
    customer_id: string | null;
    internal_note: string;
    /** Rules that they have seen broken and pass over. */
    confirmed: readonly SlotRefusal[];
  } | null;
};

type Attempt = { booking_id: string; new_customer_id: string; token: string };

const MINUTE = 60_000;

/**
 * Takes a time for a new booking, in one SERIALIZABLE transaction with its history and its jobs. The same form again gives
 * the booking that it made.
 * @param service as read before: what is promised is read again inside
 * @throws IdempotencyKeyReusedError when the key made another booking; DatabaseUnavailableError after all retries
 */
export async function takeSlot(context: Context, service: ServiceRow, wish: Wish): Promise<Outcome<Booked>> {
  const booking_id = newId();
  const attempt = {
    booking_id,
    new_customer_id: newId(),
    token: manageToken(context.secrets[0]!, context.provider.id, booking_id),
  };
  const outcome = await trySeats(context, service, wish, attempt);
  return outcome.ok ? outcome : ((await findRepeated(context, wish)) ?? outcome);
}

const trySeats = async (context: Context, service: ServiceRow, wish: Wish, attempt: Attempt) => {
  for (let round = 1; ; round++) {
    const outcome = await inTurn(context.provider.id, async () => {
      const seat = service.capacity > 1 ? await findSeat(context, service, wish) : 1;
      return seat === null ? refused("full") : take(context, service, wish, seat, attempt);
    });
    const again = service.capacity > 1 && !outcome.ok && outcome.reason === "taken" && round < SEAT_ROUNDS;
    if (!again) return outcome;
  }
};

const findSeat = (context: Context, service: ServiceRow, wish: Wish) => {
  const ends_at = wish.starts_at + wish.duration_min * MINUTE;
  const { session_id } = reservationFor(service, "", wish.starts_at, ends_at, 1);
  return reading(context.provider.id, async (tx) =>
    pickSeat(service.capacity, await selectTakenSeats(tx, session_id)),
  );
};

const take = async (
  context: Context,
  { slug }: ServiceRow,
  wish: Wish,
  seat: number,
  attempt: Attempt,
): Promise<Outcome<Booked>> => {
  try {
    return await serializable(context.provider.id, (tx) => takeIn(tx, context, slug, wish, seat, attempt));
  } catch (error) {
    // The same form, sent twice at once or again with another time: findRepeated tells which.
    if (constraintOf(error) === "bookings_idempotency_once") return refused("taken");
    throw error;
  }
};

const takeIn = async (
  tx: WriteTx,
  context: Context,
  slug: string,
  wish: Wish,
  seat: number,
  attempt: Attempt,
): Promise<Outcome<Booked>> => {
  const { now } = context;
  const { by_hand, starts_at } = wish;
  // Read again: what is promised is what the service says in this very transaction.
  const service = await selectOptionalServiceBySlug(tx, slug);
  if (!service || service.archived_at !== null) return refused("unknown_service");
  const duration = service.durations.find(({ duration_min }) => duration_min === wish.duration_min);
  if (!duration) return refused("unknown_duration");
  const place = placesOf(service).find(({ place }) => place === wish.place);
  if (!place) return refused("unknown_place");
  const customer = by_hand?.customer_id
    ? await selectOptionalCustomerChoice(tx, by_hand.customer_id)
    : wish.customer;
  // With the address of who was erased a booking would join their row, which nobody can change or erase again.
  if (!customer || isErasedEmail(customer.email)) return refused("unknown_customer");

  const ends_at = starts_at + duration.duration_min * MINUTE;
  const start = { service, duration_min: duration.duration_min, starts_at };
  const against = by_hand
    ? await askAbout(tx, context, start, by_hand.confirmed)
    : await explain(tx, context, start);
  if (against) return against;

  const status = service.requires_approval && !by_hand ? "pending" : "confirmed";
  const taken = await insertBooking(
    tx,
    {
      id: attempt.booking_id,
      service_id: service.id,
      new_customer_id: attempt.new_customer_id,
      starts_at,
      ends_at,
      status,
      now,
      booked_by: by_hand ? "provider" : "customer",
      internal_note: by_hand?.internal_note ?? "",
      idempotency_key: wish.idempotency_key,
      request_hash: wish.request_hash,
      manage_token_hash: sha256(attempt.token),
      customer_name: customer.name,
      customer_email: customer.email,
      customer_phone: customer.phone,
      customer_time_zone: wish.time_zone,
      customer_locale: "en",
      note: wish.note,
      answers: wish.answers,
      service_title: service.title,
      price_cents: duration.price_cents,
      currency: service.currency,
      place: place.place,
      place_detail: place.detail,
    },
    reservationFor(service, attempt.booking_id, starts_at, ends_at, Math.min(seat, service.capacity)),
  );
  if (!taken) return refused("taken");
  const details = {
    starts_at,
    status,
    ...(by_hand && by_hand.confirmed.length > 0 && { anyway: by_hand.confirmed.join(", ") }),
  };
  // What is entered after it took place is no news to who was there.
  await recordChange(tx, context, { id: attempt.booking_id, version: 1 }, "booked", details, ends_at > now);
  return {
    ok: true,
    booking_id: attempt.booking_id,
    manage_token: attempt.token,
    status,
    repeated: false,
  };
};

/**
 * The booking that this very form made earlier, or null.
 * @throws IdempotencyKeyReusedError when it was another wish that had the form's key
 */
export async function findRepeated(
  context: Context,
  wish: Pick<Wish, "idempotency_key" | "request_hash">,
): Promise<Outcome<Booked> | null> {
  const earlier = await reading(context.provider.id, (tx) =>
    selectOptionalBookingByKey(tx, wish.idempotency_key),
  );
  if (!earlier) return null;
  if (!Buffer.from(earlier.request_hash).equals(wish.request_hash))
    throw new IdempotencyKeyReusedError("This form has already been used for another booking.");
  const token = recoverManageToken(context.secrets, context.provider.id, earlier);
  if (token === null) return null;
  return {
    ok: true,
    booking_id: earlier.id,
    manage_token: token,
    status: earlier.status === "pending" ? "pending" : "confirmed",
    repeated: true,
  };
}

/** A hash of everything that was chosen or said, and of nothing else. */
export const requestHash = (slug: string, input: BookSlotInput, ...more: (string | null)[]): Uint8Array =>
  sha256(
    JSON.stringify([
      slug,
      input.starts_at,
      input.duration_min,
      input.customer.email.toLowerCase(),
      input.customer.name,
      input.customer.phone,
      input.place,
      input.note,
      input.answers.map(({ label, value }) => [label, value]),
      ...more,
    ]),
  );

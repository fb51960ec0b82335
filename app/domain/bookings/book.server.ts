import { loadAvailability } from "#app/domain/availability.server.ts";
import { explainSlot } from "#app/domain/availability.ts";
import { pickSeat, reservationFor, SEAT_ROUNDS } from "#app/domain/bookings/ids.server.ts";
import { type Outcome, refused } from "#app/domain/bookings/outcome.ts";
import { recordChange } from "#app/domain/bookings/record.server.ts";
import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { type BookSlotInput, placesOf } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { newId } from "#app/domain/ids.server.ts";
import { manageToken, recoverManageToken, sha256 } from "#app/domain/secrets.server.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { insertBooking, selectOptionalBookingByKey } from "#db/bookings.ts";
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

const MINUTE = 60_000;

/**
 * Books a time: rules, then one INSERT that is the check and the taking, then the history and the jobs, in one
 * SERIALIZABLE transaction. What was asked for is a choice of start, length and place; all else is the server's.
 * @param slug the service's name in its address
 * @throws IdempotencyKeyReusedError when the key made another booking; DatabaseUnavailableError after all retries
 */
export async function bookSlot(
  context: Context,
  slug: string,
  input: BookSlotInput,
): Promise<Outcome<Booked>> {
  const { provider } = context;
  const booking_id = newId();
  const attempt = {
    booking_id,
    new_customer_id: newId(),
    token: manageToken(context.secrets[0]!, provider.id, booking_id),
    request_hash: requestHash(slug, input),
  };
  const service = await reading(provider.id, (tx) => selectOptionalServiceBySlug(tx, slug));
  if (!service || service.archived_at !== null) return refused("unknown_service");

  const outcome = await trySeats(context, service, input, attempt);
  return outcome.ok ? outcome : ((await findRepeated(context, input, attempt.request_hash)) ?? outcome);
}

type Attempt = { booking_id: string; new_customer_id: string; token: string; request_hash: Uint8Array };

const trySeats = async (context: Context, service: ServiceRow, input: BookSlotInput, attempt: Attempt) => {
  for (let round = 1; ; round++) {
    const outcome = await inTurn(context.provider.id, async () => {
      const seat = service.capacity > 1 ? await findSeat(context, service, input) : 1;
      return seat === null ? refused("full") : book(context, service, input, seat, attempt);
    });
    const again = service.capacity > 1 && !outcome.ok && outcome.reason === "taken" && round < SEAT_ROUNDS;
    if (!again) return outcome;
  }
};

const findSeat = (context: Context, service: ServiceRow, input: BookSlotInput) => {
  const ends_at = input.starts_at + input.duration_min * MINUTE;
  const { session_id } = reservationFor(service, "", input.starts_at, ends_at, 1);
  return reading(context.provider.id, async (tx) =>
    pickSeat(service.capacity, await selectTakenSeats(tx, session_id)),
  );
};

const book = async (
  context: Context,
  { slug }: ServiceRow,
  input: BookSlotInput,
  seat: number,
  attempt: Attempt,
): Promise<Outcome<Booked>> => {
  try {
    return await serializable(context.provider.id, (tx) => bookIn(tx, context, slug, input, seat, attempt));
  } catch (error) {
    // The same form, sent twice at once or again with another time: findRepeated tells which.
    if (constraintOf(error) === "bookings_idempotency_once") return refused("taken");
    throw error;
  }
};

const bookIn = async (
  tx: WriteTx,
  context: Context,
  slug: string,
  input: BookSlotInput,
  seat: number,
  attempt: Attempt,
): Promise<Outcome<Booked>> => {
  const { now } = context;
  // Read again: what is promised is what the service says in this very transaction.
  const service = await selectOptionalServiceBySlug(tx, slug);
  if (!service || service.archived_at !== null) return refused("unknown_service");
  const duration = service.durations.find(({ duration_min }) => duration_min === input.duration_min);
  if (!duration) return refused("unknown_duration");
  const place = placesOf(service).find(({ place }) => place === input.place);
  if (!place) return refused("unknown_place");

  const { starts_at } = input;
  const ends_at = starts_at + duration.duration_min * MINUTE;
  const reason = await explain(tx, context, service, duration.duration_min, starts_at);
  if (reason) return refused(reason);

  const status = service.requires_approval ? "pending" : "confirmed";
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
      idempotency_key: input.idempotency_key,
      request_hash: attempt.request_hash,
      manage_token_hash: sha256(attempt.token),
      customer_name: input.customer.name,
      customer_email: input.customer.email,
      customer_phone: input.customer.phone,
      customer_time_zone: input.time_zone,
      customer_locale: "en",
      note: input.note,
      answers: input.answers,
      service_title: service.title,
      price_cents: duration.price_cents,
      currency: service.currency,
      place: place.place,
      place_detail: place.detail,
    },
    reservationFor(service, attempt.booking_id, starts_at, ends_at, Math.min(seat, service.capacity)),
  );
  if (!taken) return refused("taken");
  await recordChange(tx, context, { id: attempt.booking_id, version: 1 }, "booked", { starts_at, status });
  return {
    ok: true,
    booking_id: attempt.booking_id,
    manage_token: attempt.token,
    status,
    repeated: false,
  };
};

/** The rules' verdict on a start, without looking at what is taken: null, or why not. Shared with moving. */
export async function explain(
  tx: WriteTx,
  context: Context,
  service: ServiceRow,
  duration_min: number,
  starts_at: number,
  except_booking: { id: string } | null = null,
) {
  // The schedule's zone may differ from the provider's, so ask for the dates around.
  const day = localDate(starts_at, context.provider.time_zone);
  const availability = await loadAvailability(tx, context, {
    service,
    duration_min,
    window: { from_date: addDays(day, -1), to_date: addDays(day, 1) },
    with_occupied: false,
    except_booking,
  });
  if (!availability) return "outside_hours" as const;
  const verdict = explainSlot(availability, starts_at);
  return verdict.offered ? null : verdict.reason;
}

const findRepeated = async (
  context: Context,
  input: BookSlotInput,
  request_hash: Uint8Array,
): Promise<Outcome<Booked> | null> => {
  const earlier = await reading(context.provider.id, (tx) =>
    selectOptionalBookingByKey(tx, input.idempotency_key),
  );
  if (!earlier) return null;
  if (!Buffer.from(earlier.request_hash).equals(request_hash))
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
};

/** What makes two requests the same: everything the customer chose or said, and nothing else. */
const requestHash = (slug: string, input: BookSlotInput): Uint8Array =>
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
    ]),
  );

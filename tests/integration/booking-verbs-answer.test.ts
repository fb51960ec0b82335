import { describe, expect, test } from "vitest";
import {
  approveBooking,
  cancelBooking,
  declineBooking,
  rescheduleBooking,
} from "#app/domain/bookings.server.ts";
import { at, createWorld, mustBook, stateOf } from "#tests/support/booking-world.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();

describe("answering a request", () => {
  const waiting = async () => {
    const world = await createWorld(database, { requires_approval: true });
    const { booking_id } = await mustBook(world.context(), "talk", at(60));
    return { ...world, booking_id, provider: world.context({ actor: "provider" }) };
  };

  test("approving confirms it, and its reservation is the very same row", async () => {
    const { booking_id, provider } = await waiting();
    const before = await stateOf(database, booking_id);
    expect(await approveBooking(provider, { booking_id, version: 1, reason: "" })).toEqual({
      ok: true,
      version: 2,
      repeated: false,
    });
    const after = await stateOf(database, booking_id);
    expect(after).toMatchObject({
      status: "confirmed",
      taken: before.taken,
      history: ["booking.booked", "booking.approved"],
      jobs: ["booked 1", "approved 2"],
    });
    expect(await approveBooking(provider, { booking_id, version: 1, reason: "" })).toEqual({
      ok: true,
      version: 2,
      repeated: true,
    });
    expect(await declineBooking(provider, { booking_id, version: 2, reason: "" })).toEqual({
      ok: false,
      reason: "over",
    });
  });

  test("declining gives the time back, with a reason", async () => {
    const { booking_id, provider, context } = await waiting();
    expect(await declineBooking(provider, { booking_id, version: 1, reason: "Away" })).toMatchObject({
      ok: true,
      version: 2,
    });
    expect(await stateOf(database, booking_id)).toMatchObject({
      status: "declined",
      end_reason: "Away",
      reservations: 0,
      jobs: ["booked 1", "declined 2"],
    });
    expect(await approveBooking(provider, { booking_id, version: 2, reason: "" })).toEqual({
      ok: false,
      reason: "over",
    });
    expect(await cancelBooking(context(), { booking_id, version: 2, reason: "" })).toEqual({
      ok: false,
      reason: "over",
    });
    await mustBook(context(), "talk", at(60));
  });

  test("of an older version is refused: the customer has moved it meanwhile", async () => {
    const { booking_id, provider, context } = await waiting();
    await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(90) });
    expect(await approveBooking(provider, { booking_id, version: 1, reason: "" })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await stateOf(database, booking_id)).toMatchObject({ status: "pending", version: 2 });
  });
});

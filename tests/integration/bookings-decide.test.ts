/** Two people of the house decide at once; and what a move makes of "did not come". */
import { expect, test } from "vitest";
import {
  approveBooking,
  cancelBooking,
  declineBooking,
  markNoShow,
  rescheduleBooking,
} from "#app/domain/bookings.server.ts";
import { at, createWorld, mustBook, NOW, stateOf } from "#tests/support/booking-world.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();

test("approve, decline and cancel at once: one of them counts, the others hear of it", async () => {
  for (let round = 0; round < 5; round++) {
    const { context } = await createWorld(database, { requires_approval: true });
    const { booking_id } = await mustBook(context(), "talk", at(60));
    const house = context({ actor: "provider" });
    const asked = { booking_id, version: 1, reason: "" };
    const outcomes = await Promise.all([
      approveBooking(house, asked),
      declineBooking(house, asked),
      cancelBooking(house, asked),
    ]);
    expect(outcomes.filter(({ ok }) => ok).length).toBe(1);
    for (const outcome of outcomes) if (!outcome.ok) expect(["over", "stale"]).toContain(outcome.reason);
    const state = await stateOf(database, booking_id);
    expect(state.version).toBe(2);
    expect(state.history.length).toBe(2);
    expect(state.reservations).toBe(state.status === "confirmed" ? 1 : 0);
  }
});

test("who missed the old time has not missed the new one; neither mark changes the version", async () => {
  const { context } = await createWorld(database);
  const { booking_id } = await mustBook(context(), "talk", at(60));
  const late = context({ actor: "provider", now: at(70) });
  expect((await markNoShow(context({ actor: "provider", now: NOW }), booking_id)).ok).toBe(false);
  expect(await markNoShow(late, booking_id)).toEqual({ ok: true });
  expect(await stateOf(database, booking_id)).toMatchObject({ version: 1, no_show_at: expect.any(Date) });
  const moved = await rescheduleBooking(late, { booking_id, version: 1, starts_at: at(240) });
  if (moved.ok) expect(await stateOf(database, booking_id)).toMatchObject({ version: 2, no_show_at: null });
  expect(moved).toMatchObject({ ok: true });
});

import { describe, expect, test } from "vitest";
import { bookSlot, cancelBooking } from "#app/domain/bookings.server.ts";
import { at, createWorld, mustBook, request, stateOf } from "#tests/support/booking-world.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();

describe("groups and limits", () => {
  test("a group's seats are given once each, then it is full", async () => {
    const { context } = await createWorld(database, { capacity: 3 });
    const seats = [];
    for (let n = 0; n < 3; n++)
      seats.push((await stateOf(database, (await mustBook(context(), "talk", at(60))).booking_id)).taken);
    expect(seats.map(({ seat }) => seat).sort()).toEqual([1, 2, 3]);
    expect(new Set(seats.map(({ session_id }) => session_id)).size).toBe(1);
    expect(await bookSlot(context(), "talk", request(at(60)))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/full|taken/),
    });
    expect(await bookSlot(context(), "talk", request(at(60), { duration_min: 60 }))).toEqual({
      ok: false,
      reason: "taken",
    });
    await mustBook(context(), "talk", at(90));
  });

  test("a limit counts sessions, not seats: a group that has met its limit still fills its own session", async () => {
    const { context } = await createWorld(database, { capacity: 2, limit_per_day: 1 });
    await mustBook(context(), "talk", at(60));
    expect(await bookSlot(context(), "talk", request(at(120)))).toEqual({ ok: false, reason: "daily_limit" });
    await mustBook(context(), "talk", at(60));
    await mustBook(context(), "talk", at(24 * 60));
  });

  test("limits per day and per week are met exactly, and a cancelled booking gives its place back", async () => {
    const { context } = await createWorld(database, { limit_per_day: 2, limit_per_week: 3 });
    const first = await mustBook(context(), "talk", at());
    await mustBook(context(), "talk", at(30));
    expect(await bookSlot(context(), "talk", request(at(60)))).toEqual({ ok: false, reason: "daily_limit" });
    await mustBook(context(), "talk", at(24 * 60));
    expect(await bookSlot(context(), "talk", request(at(2 * 24 * 60)))).toEqual({
      ok: false,
      reason: "weekly_limit",
    });
    await cancelBooking(context(), { booking_id: first.booking_id, version: 1, reason: "" });
    await mustBook(context(), "talk", at(60));
  });
});

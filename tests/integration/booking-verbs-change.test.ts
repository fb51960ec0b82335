import { describe, expect, test } from "vitest";
import {
  approveBooking,
  bookSlot,
  cancelBooking,
  declineBooking,
  rescheduleBooking,
} from "#app/domain/bookings.server.ts";
import {
  addService,
  at,
  countsOf,
  createWorld,
  MINUTE,
  mustBook,
  NOW,
  request,
  stateOf,
} from "#tests/support/booking-world.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const NOBODY = "019b0000-0000-7000-8000-000000000009";

const service = (id: string, values: string) =>
  database.admin.query(`update services set ${values} where provider_id = $1`, [id]);

describe("moving", () => {
  test("keeps id and link, counts the version up, frees the old time and takes the new one", async () => {
    const { context } = await createWorld(database);
    const { booking_id } = await mustBook(context(), "talk", at(60));
    const before = await stateOf(database, booking_id);
    const later = context({ now: NOW + MINUTE });
    const moved = await rescheduleBooking(later, { booking_id, version: 1, starts_at: at(120) });
    expect(moved).toEqual({ ok: true, version: 2, repeated: false });
    const after = await stateOf(database, booking_id);
    expect(after).toMatchObject({
      version: 2,
      status: "confirmed",
      starts_at: at(120),
      ends_at: at(150),
      reservations: 1,
      history: ["booking.booked", "booking.moved"],
      jobs: ["booked 1", "moved 2"],
      customer_id: before.customer_id,
      idempotency_key: before.idempotency_key,
    });
    expect(after.manage_token_hash).toEqual(before.manage_token_hash);
    expect(after.taken).toMatchObject({ from: at(120), until: at(150) });
    await mustBook(context(), "talk", at(60));
    expect(await bookSlot(context(), "talk", request(at(120)))).toEqual({ ok: false, reason: "taken" });
  });

  test("the same form again answers the same and writes nothing; an older one is refused", async () => {
    const { id, context } = await createWorld(database);
    const { booking_id } = await mustBook(context(), "talk", at(60));
    await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(120) });
    const before = await countsOf(database, id);
    expect(await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(120) })).toEqual({
      ok: true,
      version: 2,
      repeated: true,
    });
    expect(await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(180) })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await rescheduleBooking(context(), { booking_id, version: 3, starts_at: at(180) })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await countsOf(database, id)).toEqual(before);
    expect(await stateOf(database, booking_id)).toMatchObject({ version: 2, starts_at: at(120) });
  });

  test("may overlap its own old time, and not another's, nor another's buffer", async () => {
    const { context } = await createWorld(database, { buffer_after_min: 15 });
    const { booking_id } = await mustBook(context(), "talk", at(60), { duration_min: 60 });
    await mustBook(context(), "talk", at(180));
    expect(await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(90) })).toMatchObject({
      ok: true,
    });
    // 120–180 would need its quarter of an hour until 195.
    const refused = await rescheduleBooking(context(), { booking_id, version: 2, starts_at: at(120) });
    expect(refused).toEqual({ ok: false, reason: "taken" });
    expect(await stateOf(database, booking_id)).toMatchObject({
      version: 2,
      starts_at: at(90),
      reservations: 1,
    });
  });

  test("is held to the rules of a new booking", async () => {
    const { context } = await createWorld(database, { min_notice_min: 30 });
    const { booking_id } = await mustBook(context(), "talk", at(60));
    const why = async (starts_at: number) => {
      const outcome = await rescheduleBooking(context({ now: at(0) }), { booking_id, version: 1, starts_at });
      return outcome.ok ? "moved" : outcome.reason;
    };
    expect([await why(at(45)), await why(at(480)), await why(at(-30)), await why(at(0))]).toEqual([
      "off_grid",
      "outside_hours",
      "past",
      "notice",
    ]);
  });

  test("its length was promised: it stays when the service offers another, and so do title, price and place", async () => {
    const { id, context } = await createWorld(database);
    const { booking_id } = await mustBook(context(), "talk", at(60), { duration_min: 60 });
    await database.admin.query("delete from service_durations where provider_id = $1 and duration_min = 60", [
      id,
    ]);
    await database.admin.query("update service_durations set price_cents = 1 where provider_id = $1", [id]);
    await service(id, "title = 'Renamed', place_address = 'Elsewhere 9', currency = 'USD'");
    expect(await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(180) })).toMatchObject({
      ok: true,
    });
    expect(await stateOf(database, booking_id)).toMatchObject({
      starts_at: at(180),
      ends_at: at(240),
      service_title: "Talk",
      price_cents: 8000,
      currency: "EUR",
      place_detail: "Example Street 1",
    });
  });

  test("by its customer it waits again where approval is required; by its provider it does not", async () => {
    const { context } = await createWorld(database, { requires_approval: true });
    const provider = context({ actor: "provider" });
    const { booking_id } = await mustBook(context(), "talk", at(60));
    await approveBooking(provider, { booking_id, version: 1, reason: "" });
    await rescheduleBooking(provider, { booking_id, version: 2, starts_at: at(120) });
    expect(await stateOf(database, booking_id)).toMatchObject({ status: "confirmed", version: 3 });
    await rescheduleBooking(context(), { booking_id, version: 3, starts_at: at(180) });
    expect(await stateOf(database, booking_id)).toMatchObject({
      status: "pending",
      version: 4,
      reservations: 1,
    });
  });

  test("until the very second of its cut-off, for customers; a provider may afterwards", async () => {
    const { context } = await createWorld(database, { reschedule_cutoff_min: 60 });
    const { booking_id } = await mustBook(context(), "talk", at(180));
    const move = (
      now: number,
      version: number,
      starts_at: number,
      actor: "customer" | "provider" = "customer",
    ) => rescheduleBooking(context({ now, actor }), { booking_id, version, starts_at });
    expect(await move(at(120) + 1, 1, at(240))).toEqual({ ok: false, reason: "too_late" });
    expect(await move(at(120), 1, at(240))).toMatchObject({ ok: true });
    expect(await move(at(220), 2, at(300), "provider")).toMatchObject({ ok: true });
  });

  test("from one group into another; into a full one not", async () => {
    const { context } = await createWorld(database, { capacity: 2 });
    const one = await mustBook(context(), "talk", at(60));
    const two = await mustBook(context(), "talk", at(60));
    await mustBook(context(), "talk", at(120));
    const move = (booking_id: string) =>
      rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(120) });
    expect(await move(one.booking_id)).toMatchObject({ ok: true });
    expect(await move(two.booking_id)).toMatchObject({ ok: false, reason: "full" });
    expect(await stateOf(database, one.booking_id)).toMatchObject({ starts_at: at(120), reservations: 1 });
    expect(await stateOf(database, two.booking_id)).toMatchObject({
      starts_at: at(60),
      reservations: 1,
      version: 1,
    });
  });

  test("what it leaves behind under a limit is its own place", async () => {
    const { context } = await createWorld(database, { limit_per_day: 1 });
    const { booking_id } = await mustBook(context(), "talk", at(60));
    expect(await rescheduleBooking(context(), { booking_id, version: 1, starts_at: at(180) })).toMatchObject({
      ok: true,
    });
    await mustBook(context(), "talk", at(24 * 60));
    const full = await rescheduleBooking(context(), { booking_id, version: 2, starts_at: at(24 * 60 + 60) });
    expect(full).toEqual({ ok: false, reason: "daily_limit" });
  });
});

describe("cancelling", () => {
  test("frees the time, says who and why, and is done once", async () => {
    const { id, context } = await createWorld(database);
    const { booking_id } = await mustBook(context(), "talk", at(60));
    const cancel = () => cancelBooking(context(), { booking_id, version: 1, reason: "Ill" });
    expect(await cancel()).toEqual({ ok: true, version: 2, repeated: false });
    const before = await countsOf(database, id);
    expect(await cancel()).toEqual({ ok: true, version: 2, repeated: true });
    expect(await countsOf(database, id)).toEqual(before);
    const row = await stateOf(database, booking_id);
    expect(row).toMatchObject({
      status: "cancelled",
      cancelled_by: "customer",
      end_reason: "Ill",
      version: 2,
      reservations: 0,
      history: ["booking.booked", "booking.cancelled"],
      jobs: ["booked 1", "cancelled 2"],
    });
    expect(row.cancelled_at.getTime()).toBe(NOW);
    await mustBook(context(), "talk", at(60));
  });

  test("until the very second of its cut-off, for customers; a provider may afterwards", async () => {
    const { id, context } = await createWorld(database, { cancel_cutoff_min: 60 });
    const [one, two] = [
      await mustBook(context(), "talk", at(180)),
      await mustBook(context(), "talk", at(240)),
    ];
    const cancel = ({ booking_id }: { booking_id: string }, now: number, actor: "customer" | "provider") =>
      cancelBooking(context({ now, actor }), { booking_id, version: 1, reason: "" });
    const before = await countsOf(database, id);
    expect(await cancel(one, at(120) + 1, "customer")).toEqual({ ok: false, reason: "too_late" });
    expect(await countsOf(database, id)).toEqual(before);
    expect(await cancel(one, at(120), "customer")).toMatchObject({ ok: true });
    expect(await cancel(two, at(300), "provider")).toMatchObject({ ok: true });
    expect(await stateOf(database, two.booking_id)).toMatchObject({ cancelled_by: "provider" });
  });

  test("from an old form, of nothing, of another provider's booking: refused", async () => {
    const [one, two] = [await createWorld(database), await createWorld(database)];
    const { booking_id } = await mustBook(one.context(), "talk", at(60));
    expect(await cancelBooking(one.context(), { booking_id, version: 2, reason: "" })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await cancelBooking(one.context(), { booking_id: NOBODY, version: 1, reason: "" })).toEqual({
      ok: false,
      reason: "over",
    });
    for (const verb of [cancelBooking, approveBooking, declineBooking])
      expect(await verb(two.context({ actor: "provider" }), { booking_id, version: 1, reason: "" })).toEqual({
        ok: false,
        reason: "over",
      });
    expect(await rescheduleBooking(two.context(), { booking_id, version: 1, starts_at: at(90) })).toEqual({
      ok: false,
      reason: "over",
    });
    expect(await stateOf(database, booking_id)).toMatchObject({
      status: "confirmed",
      version: 1,
      reservations: 1,
    });
  });

  test("ends everything: no move, no approval, no decline after it", async () => {
    const { context } = await createWorld(database, { requires_approval: true });
    const { booking_id } = await mustBook(context(), "talk", at(60));
    await cancelBooking(context(), { booking_id, version: 1, reason: "" });
    const over = { ok: false, reason: "over" };
    expect(await rescheduleBooking(context(), { booking_id, version: 2, starts_at: at(90) })).toEqual(over);
    expect(await approveBooking(context(), { booking_id, version: 2, reason: "" })).toEqual(over);
    expect(await declineBooking(context(), { booking_id, version: 2, reason: "" })).toEqual(over);
    expect(await stateOf(database, booking_id)).toMatchObject({
      status: "cancelled",
      version: 2,
      reservations: 0,
    });
  });
});

test("two services of one provider share the provider's time", async () => {
  const { id, context } = await createWorld(database);
  await addService(database, id, { slug: "walk" });
  const { booking_id } = await mustBook(context(), "talk", at(60));
  expect(await bookSlot(context(), "walk", request(at(60)))).toEqual({ ok: false, reason: "taken" });
  await cancelBooking(context(), { booking_id, version: 1, reason: "" });
  await mustBook(context(), "walk", at(60));
});

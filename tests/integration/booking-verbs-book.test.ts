import { describe, expect, test } from "vitest";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { bookSlot, cancelBooking } from "#app/domain/bookings.server.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { manageToken, sha256 } from "#app/domain/secrets.server.ts";
import {
  addService,
  at,
  countsOf,
  createWorld,
  mustBook,
  NOW,
  request,
  stateOf,
} from "#tests/support/booking-world.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();

describe("booking", () => {
  test("writes what was promised, one reservation, one line of history and one job", async () => {
    const { id, context } = await createWorld(database, { buffer_before_min: 10, buffer_after_min: 5 });
    const answers = [{ label: "Colour", value: "Red" }];
    const booked = await mustBook(context(), "talk", at(60), { duration_min: 60, note: "Hi", answers });
    expect(booked).toMatchObject({ status: "confirmed", repeated: false });
    const row = await stateOf(database, booked.booking_id);
    expect(row).toMatchObject({
      provider_id: id,
      status: "confirmed",
      version: 1,
      starts_at: at(60),
      ends_at: at(120),
      service_title: "Talk",
      price_cents: 8000,
      currency: "EUR",
      place: "in_person",
      place_detail: "Example Street 1",
      customer_name: "Grace Hopper",
      customer_time_zone: "Europe/Berlin",
      note: "Hi",
      answers,
      reservations: 1,
      history: ["booking.booked"],
      jobs: ["booked 1"],
    });
    expect(row.taken).toMatchObject({ from: at(50), until: at(125), seat: 1 });
    expect(row.confirmed_at.getTime()).toBe(NOW);
    const token = manageToken("s".repeat(32), id, booked.booking_id);
    expect(booked.manage_token).toBe(token);
    expect(Buffer.from(row.manage_token_hash).equals(sha256(token))).toBe(true);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test("a service that needs approval makes it wait, with its time taken", async () => {
    const { context } = await createWorld(database, { requires_approval: true });
    const booked = await mustBook(context(), "talk", at());
    expect(booked.status).toBe("pending");
    expect(await stateOf(database, booked.booking_id)).toMatchObject({
      status: "pending",
      confirmed_at: null,
      reservations: 1,
    });
    expect(await bookSlot(context(), "talk", request(at()))).toEqual({ ok: false, reason: "taken" });
  });

  test("every refusal says why and leaves nothing behind", async () => {
    const { id, context } = await createWorld(database, { min_notice_min: 60, horizon_days: 30 });
    await addService(database, id, { slug: "old", archived_at: new Date(NOW) });
    await blockTime(context({ actor: "provider" }), {
      starts_at: at(240),
      ends_at: at(300),
      schedule_id: null,
      reason: "",
    });
    await mustBook(context(), "talk", at(120));
    const before = await countsOf(database, id);
    const why = async (slug: string, input: Parameters<typeof request>) => {
      const outcome = await bookSlot(context(), slug, request(...input));
      return outcome.ok ? "booked" : outcome.reason;
    };
    expect({
      taken: await why("talk", [at(120)]),
      overlap: await why("talk", [at(90), { duration_min: 60 }]),
      blocked: await why("talk", [at(240)]),
      into_blocked: await why("talk", [at(210), { duration_min: 60 }]),
      off_grid: await why("talk", [at(45)]),
      one_second: await why("talk", [at(30) + 1000]),
      evening: await why("talk", [at(480)]),
      end_of_day: await why("talk", [at(450), { duration_min: 60 }]),
      past: await why("talk", [at(-24 * 60)]),
      far: await why("talk", [at(60 * 24 * 60)]),
      length: await why("talk", [at(60), { duration_min: 45 }]),
      place: await why("talk", [at(60), { place: "video" }]),
      no_place: await why("talk", [at(60), { place: null as never }]),
      archived: await why("old", [at(60)]),
      unknown: await why("nothing", [at(60)]),
    }).toEqual({
      taken: "taken",
      overlap: "taken",
      blocked: "blocked",
      into_blocked: "blocked",
      off_grid: "off_grid",
      one_second: "off_grid",
      evening: "outside_hours",
      end_of_day: "outside_hours",
      past: "past",
      far: "horizon",
      length: "unknown_duration",
      place: "unknown_place",
      no_place: "unknown_place",
      archived: "unknown_service",
      unknown: "unknown_service",
    });
    expect(await countsOf(database, id)).toEqual(before);
  });

  test("notice is exact to the second", async () => {
    const { context } = await createWorld(database, { min_notice_min: 60 });
    const late = await bookSlot(context({ now: at(-60) + 1 }), "talk", request(at()));
    expect(late).toEqual({ ok: false, reason: "notice" });
    await mustBook(context({ now: at(-60) }), "talk", at());
  });

  test("a hidden service can be booked by who has its link", async () => {
    const { context } = await createWorld(database, { hidden_at: new Date(NOW) });
    await mustBook(context(), "talk", at());
  });

  test("buffers are those of the booking's own moment", async () => {
    const { id, context } = await createWorld(database, { buffer_after_min: 30 });
    await mustBook(context(), "talk", at(60));
    await database.admin.query("update services set buffer_after_min = 0 where provider_id = $1", [id]);
    expect(await bookSlot(context(), "talk", request(at(90)))).toEqual({ ok: false, reason: "taken" });
    await mustBook(context(), "talk", at(120));
  });
});

describe("the same form again", () => {
  test("gives the same booking, whatever became of its time, and writes nothing", async () => {
    const { id, context } = await createWorld(database);
    const form = request(at(60), { customer: { email: "Grace@Example.org" } });
    const first = await bookSlot(context(), "talk", form);
    const before = await countsOf(database, id);
    // Another zone of the browser, another writing of the address: still the same wish.
    const again = {
      ...form,
      time_zone: "America/New_York",
      customer: { ...form.customer, email: "grace@example.org" },
    };
    const second = await bookSlot(context({ now: at(300) }), "talk", again);
    expect(second).toEqual({ ...first, repeated: true });
    await cancelBooking(context(), {
      booking_id: (first as { booking_id: string }).booking_id,
      version: 1,
      reason: "",
    });
    const third = await bookSlot(context(), "talk", form);
    expect(third).toEqual({ ...first, repeated: true });
    expect((await countsOf(database, id)).bookings).toBe(before.bookings);
  });

  test("with a secret changed in between, the link is still the first one", async () => {
    const { context } = await createWorld(database);
    const form = request(at(60));
    const first = await bookSlot(context(), "talk", form);
    const rotated = context({ secrets: ["n".repeat(32), "s".repeat(32)] });
    expect(await bookSlot(rotated, "talk", form)).toEqual({ ...first, repeated: true });
  });

  test("ten at once make one booking, and all hear of it", async () => {
    const { id, context } = await createWorld(database);
    const form = request(at(60));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => bookSlot(context(), "talk", form)));
    expect(new Set(outcomes.map((one) => (one.ok ? one.manage_token : one.reason))).size).toBe(1);
    expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    expect(await countsOf(database, id)).toMatchObject({
      bookings: 1,
      reservations: 1,
      customers: 1,
      events: 1,
      jobs: 1,
    });
  });

  test.each<[string, Parameters<typeof request>[1]]>([
    ["another name", { customer: { name: "Ada" } }],
    ["another address", { customer: { email: "ada@example.org" } }],
    ["another phone", { customer: { phone: "12345" } }],
    ["another length", { duration_min: 60 }],
    ["another note", { note: "new" }],
    ["another answer", { answers: [{ label: "a", value: "b" }] }],
    ["another time", { starts_at: at(120) }],
  ])("with %s it is refused", async (_what, values) => {
    const { id, context } = await createWorld(database);
    const form = request(at(60));
    await bookSlot(context(), "talk", form);
    const before = await countsOf(database, id);
    const other = { ...form, ...values, customer: { ...form.customer, ...values?.customer } };
    await expect(bookSlot(context(), "talk", other)).rejects.toThrow(IdempotencyKeyReusedError);
    expect(await countsOf(database, id)).toEqual(before);
  });

  test("at another provider it is another form", async () => {
    const [one, two] = [await createWorld(database), await createWorld(database)];
    const form = request(at(60));
    const first = await bookSlot(one.context(), "talk", form);
    const second = await bookSlot(two.context(), "talk", form);
    expect([first, second]).toEqual([
      expect.objectContaining({ ok: true, repeated: false }),
      expect.objectContaining({ ok: true, repeated: false }),
    ]);
    expect((first as { manage_token: string }).manage_token).not.toBe(
      (second as { manage_token: string }).manage_token,
    );
  });
});

describe("who books", () => {
  test("is one customer by address, however it is written, and is not renamed by a later booking", async () => {
    const { id, context } = await createWorld(database);
    await mustBook(context(), "talk", at(), { customer: { email: "Grace@Example.org", name: "Grace" } });
    const later = await mustBook(context(), "talk", at(30), {
      customer: { email: "gRACE@eXAMPLE.ORG", name: "Mallory", phone: "12345" },
    });
    const { rows } = await database.admin.query(
      "select name, email, phone from customers where provider_id = $1",
      [id],
    );
    expect(rows).toEqual([{ name: "Grace", email: "Grace@Example.org", phone: null }]);
    // The booking itself keeps what was typed.
    expect(await stateOf(database, later.booking_id)).toMatchObject({
      customer_name: "Mallory",
      customer_phone: "12345",
    });
  });

  test("two providers never share a customer", async () => {
    const [one, two] = [await createWorld(database), await createWorld(database)];
    const a = await stateOf(database, (await mustBook(one.context(), "talk", at())).booking_id);
    const b = await stateOf(database, (await mustBook(two.context(), "talk", at())).booking_id);
    expect(a.customer_id).not.toBe(b.customer_id);
  });
});

test("blocking a time closes it and says which bookings stand in it", async () => {
  const { id, context } = await createWorld(database);
  const standing = await mustBook(context(), "talk", at(60));
  const { hit } = await blockTime(context({ actor: "provider" }), {
    starts_at: at(60),
    ends_at: at(120),
    schedule_id: null,
    reason: "Doctor",
  });
  expect(hit.map((one) => one.id)).toEqual([standing.booking_id]);
  expect(await stateOf(database, standing.booking_id)).toMatchObject({
    status: "confirmed",
    reservations: 1,
  });
  expect(await bookSlot(context(), "talk", request(at(90)))).toEqual({ ok: false, reason: "blocked" });
  await mustBook(context(), "talk", at(120));
  const { rows } = await database.admin.query(
    "select action, actor from audit_events where provider_id = $1 and booking_id is null",
    [id],
  );
  expect(rows).toEqual([{ action: "blocked_time.added", actor: "provider" }]);
});

/** What a provider books and moves themselves: which rules they may pass over, and which nobody may. */
import { describe, expect, test } from "vitest";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { bookByHand, bookSlot, bookWeekly, rescheduleBooking } from "#app/domain/bookings.server.ts";
import type { ByHandInput } from "#app/domain/by-hand.ts";
import { judgeByHand } from "#app/domain/by-hand-days.server.ts";
import type { Context } from "#app/domain/context.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
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
import { createCustomer, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";

const database = testDatabase();
const WEEK = 7 * 24 * 60;
let keys = 0;

const wish = (starts_at: number, values: Partial<ByHandInput> = {}): ByHandInput => ({
  service: "talk",
  starts_at,
  duration_min: 30,
  idempotency_key: `by-hand-key-${++keys}`,
  customer_id: null,
  customer: { name: "Grace Hopper", email: "grace@example.org", phone: null },
  place: "in_person",
  note: "",
  internal_note: "",
  answers: [],
  weeks: 1,
  anyway: false,
  confirmed: [],
  ...values,
});

const providerOf = async (service: Record<string, unknown> = {}) => {
  const world = await createWorld(database, service);
  return { ...world, by: (values: Partial<Context> = {}) => world.context({ actor: "provider", ...values }) };
};

const must = async (context: Context, input: ByHandInput) => {
  const outcome = await bookByHand(context, input);
  if (!outcome.ok) throw new Error(`Not booked: ${outcome.reason} ${outcome.asks}`);
  return outcome;
};

describe("booking by hand", () => {
  test("is confirmed at once, says who did it, keeps what was promised, and the customer is told", async () => {
    const { id, by } = await providerOf({ requires_approval: true, buffer_after_min: 10 });
    const account = await createAccount(database.admin);
    await createMembership(database.admin, id, account.id);
    const answers = [{ label: "Colour", value: "Red" }];
    const made = await must(
      by({ account_id: account.id, address: "192.0.2.1" }),
      wish(at(60), { duration_min: 60, note: "See you", internal_note: "Pays late", answers }),
    );
    expect(await stateOf(database, made.booking_id)).toMatchObject({
      status: "confirmed",
      booked_by: "provider",
      internal_note: "Pays late",
      note: "See you",
      answers,
      price_cents: 8000,
      service_title: "Talk",
      customer_name: "Grace Hopper",
      customer_time_zone: "Europe/Berlin",
      reservations: 1,
      history: ["booking.booked"],
      jobs: ["booked 1"],
    });
    const { rows } = await database.admin.query(
      "select actor, account_id, address, details from audit_events where booking_id = $1",
      [made.booking_id],
    );
    expect(rows).toEqual([
      {
        actor: "provider",
        account_id: account.id,
        address: "192.0.2.1",
        details: { starts_at: at(60), status: "confirmed", version: 1 },
      },
    ]);
  });

  test("for somebody known: their name and address on file, in the zone where they booked last", async () => {
    const { id, context, by } = await providerOf();
    await mustBook(context(), "talk", at(), { time_zone: "America/New_York" });
    const { rows } = await database.admin.query("select id from customers where provider_id = $1", [id]);
    const nobody = { name: "", email: "", phone: null };
    const made = await must(by(), wish(at(60), { customer_id: rows[0].id, customer: nobody }));
    expect(await stateOf(database, made.booking_id)).toMatchObject({
      customer_id: rows[0].id,
      customer_name: "Grace Hopper",
      customer_time_zone: "America/New_York",
    });
    expect((await countsOf(database, id)).customers).toBe(1);
  });

  test("for another provider's customer, or one who was erased: nothing", async () => {
    const { id, by } = await providerOf();
    const other = await providerOf();
    const theirs = await createCustomer(database.admin, other.id);
    const erased = await createCustomer(database.admin, id, { erased_at: new Date(NOW) });
    for (const customer_id of [theirs.id, erased.id, uuid()])
      expect(await bookByHand(by(), wish(at(), { customer_id }))).toEqual({
        ok: false,
        reason: "unknown_customer",
      });
    expect(await countsOf(database, id)).toMatchObject({ bookings: 0, reservations: 0, jobs: 0 });
  });

  test("a blocked customer cannot book online, and the provider still can for them", async () => {
    const { id, context, by } = await providerOf();
    const customer = await createCustomer(database.admin, id, {
      email: "Grace@Example.org",
      blocked_at: new Date(NOW),
    });
    const before = await countsOf(database, id);
    for (const email of ["grace@example.org", "GRACE@EXAMPLE.ORG"])
      expect(await bookSlot(context(), "talk", request(at(), { customer: { email } }))).toEqual({
        ok: false,
        reason: "unwelcome",
      });
    expect(await countsOf(database, id)).toEqual(before);
    // Elsewhere they are a customer like any other, and so is everybody else here.
    const other = await createWorld(database);
    await mustBook(other.context(), "talk", at());
    await mustBook(context(), "talk", at(30), { customer: { email: "ada@example.org" } });
    await must(by(), wish(at(), { customer_id: customer.id }));
  });

  test("who was blocked after booking hears of that booking again, by the same form", async () => {
    const { id, context } = await providerOf();
    const form = request(at());
    const first = await bookSlot(context(), "talk", form);
    await database.admin.query("update customers set blocked_at = now() where provider_id = $1", [id]);
    expect(await bookSlot(context(), "talk", form)).toEqual({ ...first, repeated: true });
  });

  test("what took place is entered after it, and nobody is written to", async () => {
    const { by } = await providerOf();
    const made = await must(by(), wish(at(-23 * 60), { anyway: true, confirmed: ["past", "outside_hours"] }));
    expect(await stateOf(database, made.booking_id)).toMatchObject({ status: "confirmed", jobs: [] });
  });
});

describe("rules are asked about, all of them, and passed over when they were seen", () => {
  const STRICT = { min_notice_min: 180, horizon_days: 30, limit_per_day: 1, limit_per_week: 2 };

  test("each rule by its name", async () => {
    const { id, by } = await providerOf(STRICT);
    await blockTime(by(), { starts_at: at(300), ends_at: at(360), schedule_id: null, reason: "" });
    const before = await countsOf(database, id);
    const asked = async (starts_at: number) => {
      const outcome = await bookByHand(by(), wish(starts_at));
      return outcome.ok ? "booked" : (outcome.asks ?? outcome.reason);
    };
    expect({
      evening: await asked(at(10 * 60)),
      soon: await asked(at(60)),
      soon_and_early: await asked(at(-30)),
      blocked: await asked(at(330)),
      far: await asked(at(31 * 24 * 60)),
      past: await asked(at(-24 * 60)),
    }).toEqual({
      evening: ["outside_hours"],
      soon: ["notice"],
      soon_and_early: ["outside_hours", "notice"],
      blocked: ["blocked"],
      far: ["horizon"],
      past: ["past"],
    });
    expect(await countsOf(database, id)).toEqual(before);
    // The grid is an offer to customers, no rule against a time between.
    await must(by(), wish(at(240) + 5 * MINUTE));
    expect(await asked(at(420))).toEqual(["daily_limit"]);
    await must(by(), wish(at(24 * 60)));
    expect(await asked(at(2 * 24 * 60))).toEqual(["weekly_limit"]);
  });

  test("only with yes, and only the rules that were named; another one asks again", async () => {
    const { id, by } = await providerOf();
    const evening = at(10 * 60);
    const input = wish(evening);
    expect((await bookByHand(by(), { ...input, confirmed: ["outside_hours"] })).ok).toBe(false);
    expect((await bookByHand(by(), { ...input, anyway: true })).ok).toBe(false);
    expect((await bookByHand(by(), { ...input, anyway: true, confirmed: ["notice"] })).ok).toBe(false);
    await blockTime(by(), { starts_at: evening, ends_at: evening + MINUTE, schedule_id: null, reason: "" });
    expect(await bookByHand(by(), { ...input, anyway: true, confirmed: ["outside_hours"] })).toEqual({
      ok: false,
      reason: "outside_hours",
      asks: ["outside_hours", "blocked"],
    });
    expect((await countsOf(database, id)).bookings).toBe(0);
    const made = await must(by(), { ...input, anyway: true, confirmed: ["outside_hours", "blocked"] });
    const { rows } = await database.admin.query("select details from audit_events where booking_id = $1", [
      made.booking_id,
    ]);
    expect(rows[0].details).toMatchObject({ anyway: "outside_hours, blocked" });
  });

  test("an overlap stays impossible, whatever was confirmed, breaks included", async () => {
    const { id, context, by } = await providerOf({ buffer_after_min: 15 });
    await mustBook(context(), "talk", at(60));
    const before = await countsOf(database, id);
    const confirmed = ["outside_hours", "blocked", "buffer", "notice"] as const;
    for (const minutes of [60, 45, 75, 95])
      expect(await bookByHand(by(), wish(at(minutes), { anyway: true, confirmed: [...confirmed] }))).toEqual({
        ok: false,
        reason: "taken",
      });
    expect(await countsOf(database, id)).toEqual(before);
    await must(by(), wish(at(105)));
  });

  test("what the page says of a time is what the verb says", async () => {
    const { context, by, service } = await providerOf({ buffer_before_min: 15 });
    await mustBook(context(), "talk", at(60));
    await blockTime(by(), { starts_at: at(300), ends_at: at(360), schedule_id: null, reason: "" });
    const judge = (minutes: number) =>
      reading(by().provider.id, async (tx) => {
        const wanted = { service: await selectServiceById(tx, service.id), duration_min: 30 };
        return judgeByHand(tx, by(), wanted, at(minutes));
      });
    expect(await judge(60)).toEqual({ asks: [], taken: "taken", seats_left: null });
    // Too close to a booking cannot be passed over, too close to a blocked time can.
    expect(await judge(100)).toEqual({ asks: [], taken: "taken", seats_left: null });
    expect(await judge(370)).toEqual({ asks: ["buffer"], taken: null, seats_left: null });
    expect(await judge(180)).toEqual({ asks: [], taken: null, seats_left: null });
    expect(await bookByHand(by(), wish(at(370)))).toMatchObject({ asks: ["buffer"] });
  });
});

describe("once", () => {
  test("a double submit makes one booking, also of a series", async () => {
    const { id, by } = await providerOf();
    const input = wish(at(60));
    const both = await Promise.all([bookByHand(by(), input), bookByHand(by(), input)]);
    expect(both.map((one) => one.ok)).toEqual([true, true]);
    const series = wish(at(120), { weeks: 4 });
    const twice = await Promise.all([bookWeekly(by(), series), bookWeekly(by(), series)]);
    expect(twice[0]).toEqual(twice[1]);
    expect(await countsOf(database, id)).toMatchObject({ bookings: 5, reservations: 5, jobs: 5, events: 5 });
  });

  test("the key of another booking is refused", async () => {
    const { by } = await providerOf();
    const input = wish(at(60));
    await must(by(), input);
    for (const other of [
      { starts_at: at(120) },
      { internal_note: "x" },
      { customer: { name: "Ada", email: "ada@example.org", phone: null } },
    ])
      await expect(bookByHand(by(), { ...input, ...other })).rejects.toThrow(IdempotencyKeyReusedError);
  });

  test("by hand against a customer for one time: exactly one has it, round after round", async () => {
    const { id, context, by } = await providerOf();
    for (let round = 0; round < 12; round++) {
      const starts_at = at(round * 30);
      const outcomes = await Promise.all([
        bookByHand(by(), wish(starts_at, { anyway: true, confirmed: ["outside_hours"] })),
        bookSlot(context(), "talk", request(starts_at)),
        bookByHand(by(), wish(starts_at)),
      ]);
      expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
      expect(outcomes.filter((one) => !one.ok && one.reason === "taken")).toHaveLength(2);
    }
    expect(await countsOf(database, id)).toMatchObject({ bookings: 12, reservations: 12 });
  });

  test("a group takes seats until there are none", async () => {
    const { by, context } = await providerOf({ capacity: 3 });
    await mustBook(context(), "talk", at(60));
    await must(by(), wish(at(60)));
    await must(by(), wish(at(60)));
    expect(await bookByHand(by(), wish(at(60)))).toMatchObject({ ok: false, reason: "full" });
  });
});

describe("every week", () => {
  test("keeps the wall clock, says which weeks it could not have and why, and makes the others", async () => {
    const { id, by, context } = await providerOf();
    await mustBook(context(), "talk", at(WEEK));
    await blockTime(by(), {
      starts_at: at(2 * WEEK),
      ends_at: at(2 * WEEK + 60),
      schedule_id: null,
      reason: "",
    });
    const outcome = await bookWeekly(by(), wish(at(), { weeks: 12 }));
    expect(outcome).toMatchObject({
      ok: true,
      missed: [
        { week: 1, reason: "taken" },
        { week: 2, reason: "blocked" },
      ],
    });
    const { rows } = await database.admin.query(
      `select to_char(starts_at at time zone 'Europe/Berlin', 'HH24:MI') as time, count(*)::int as n from bookings
       where provider_id = $1 group by 1`,
      [id],
    );
    // 12 weeks from 7 January reach 25 March; the last Sunday of March is the 31st.
    expect(rows).toEqual([{ time: "09:00", n: 11 }]);
  });

  test("a week without that time, or with two of it, is left to be chosen", async () => {
    const { by } = await providerOf();
    const night = Date.parse("2030-03-24T01:30:00Z");
    const confirmed = ["outside_hours"] as const;
    const outcome = await bookWeekly(
      by(),
      wish(night, { weeks: 3, anyway: true, confirmed: [...confirmed] }),
    );
    expect(outcome).toMatchObject({ ok: true, missed: [{ week: 1, reason: "gap" }] });
  });

  test("the first one decides: refused or asked about, nothing is booked", async () => {
    const { id, by, context } = await providerOf();
    await mustBook(context(), "talk", at());
    const before = await countsOf(database, id);
    expect(await bookWeekly(by(), wish(at(), { weeks: 3 }))).toEqual({ ok: false, reason: "taken" });
    expect(await bookWeekly(by(), wish(at(600), { weeks: 3 }))).toMatchObject({ asks: ["outside_hours"] });
    expect(await countsOf(database, id)).toEqual(before);
  });
});

describe("moving by the provider", () => {
  test("outside the rules asks first; the customer is told; approval stays", async () => {
    const { context, by } = await providerOf({ requires_approval: true });
    const { booking_id } = await mustBook(context(), "talk", at());
    const move = { booking_id, version: 1, starts_at: at(600) };
    expect(await rescheduleBooking(by(), move)).toEqual({
      ok: false,
      reason: "outside_hours",
      asks: ["outside_hours"],
    });
    // A customer's word for it counts for nothing.
    expect(await rescheduleBooking(context(), { ...move, confirmed: ["outside_hours"] })).toEqual({
      ok: false,
      reason: "outside_hours",
    });
    expect(await rescheduleBooking(by(), { ...move, confirmed: ["outside_hours"] })).toMatchObject({
      ok: true,
    });
    expect(await stateOf(database, booking_id)).toMatchObject({
      starts_at: at(600),
      status: "pending",
      version: 2,
      jobs: ["booked 1", "moved 2"],
    });
  });

  test("never onto another booking, and its own limit and time do not stand in its way", async () => {
    const { context, by } = await providerOf({ limit_per_day: 2 });
    const one = await mustBook(context(), "talk", at());
    await mustBook(context(), "talk", at(60));
    const move = { booking_id: one.booking_id, version: 1, confirmed: ["outside_hours"] as const };
    expect(await rescheduleBooking(by(), { ...move, starts_at: at(45) })).toEqual({
      ok: false,
      reason: "taken",
    });
    expect(await rescheduleBooking(by(), { ...move, starts_at: at(10) })).toMatchObject({ ok: true });
  });

  test("what is over stays, and nothing is moved into the past or from an old version", async () => {
    const { context, by } = await providerOf();
    const { booking_id } = await mustBook(context(), "talk", at());
    const move = { booking_id, version: 1, starts_at: at(60) };
    expect(await rescheduleBooking(by(), { ...move, version: 7 })).toEqual({ ok: false, reason: "stale" });
    expect(await rescheduleBooking(by(), { ...move, starts_at: NOW - MINUTE })).toEqual({
      ok: false,
      reason: "past",
    });
    // While it takes place it can still be moved; once it is over, not.
    expect(await rescheduleBooking(by({ now: at(30) }), { ...move, starts_at: at(90) })).toEqual({
      ok: false,
      reason: "over",
    });
    expect(await rescheduleBooking(by({ now: at(29) }), { ...move, starts_at: at(90) })).toMatchObject({
      ok: true,
    });
  });
});

test("an archived service, a length and a place that are no more", async () => {
  const { id, by } = await providerOf();
  await addService(database, id, { slug: "old", archived_at: new Date(NOW) });
  await addService(database, id, { slug: "hidden", hidden_at: new Date(NOW) });
  const why = async (values: Partial<ByHandInput>) => {
    const outcome = await bookByHand(by(), wish(at(60), values));
    return outcome.ok ? "booked" : outcome.reason;
  };
  expect({
    archived: await why({ service: "old" }),
    none: await why({ service: "none" }),
    length: await why({ duration_min: 45 }),
    place: await why({ place: "video" }),
    hidden: await why({ service: "hidden" }),
  }).toEqual({
    archived: "unknown_service",
    none: "unknown_service",
    length: "unknown_duration",
    place: "unknown_place",
    hidden: "booked",
  });
});

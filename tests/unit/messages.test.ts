import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillPlaceholders, PLACEHOLDERS, unknownPlaceholders } from "#app/domain/message-texts.ts";
import {
  MAX_DELIVERY_TRIES,
  MESSAGE_KINDS,
  nextAgenda,
  type PlanInput,
  planMessages,
  retryPause,
  whyVoid,
} from "#app/domain/messages.ts";
import { localDate, localMinutes } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const START = Date.parse("2030-03-04T09:00:00Z");
const ID = "01a213c3-4503-7425-81a3-7a02551bfee3";
const ADA = "01a213c3-0000-7425-81a3-7a02551bfee3";
const BEN = "01a213c3-0001-7425-81a3-7a02551bfee3";

const plan = (values: Partial<PlanInput> = {}, booking: Partial<PlanInput["booking"]> = {}) =>
  planMessages({
    event: "booked",
    version: 1,
    booking: {
      id: ID,
      version: 1,
      status: "confirmed",
      starts_at: START,
      ends_at: START + 30 * MINUTE,
      ...booking,
    },
    service: { reminder_min: [1440, 60], follow_up_min: 120 },
    members: [{ account_id: ADA }, { account_id: BEN }],
    by: null,
    disabled: new Set(),
    from: null,
    now: START - 10 * DAY,
    ...values,
  });
const said = (planned: ReturnType<typeof plan>) =>
  planned.map(({ kind, account_id, due_at }) => [kind, account_id, (due_at - START) / MINUTE]);

describe("what follows an event", () => {
  const now = START - 10 * DAY;
  const at_once = (now - START) / MINUTE;
  const later = [
    ["reminder", null, -1440],
    ["reminder", null, -60],
    ["follow_up", null, 150],
  ];

  test("booked: the customer, every member, the reminders, the follow-up", () => {
    expect(said(plan())).toEqual([
      ["confirmed", null, at_once],
      ["new", ADA, at_once],
      ["new", BEN, at_once],
      ...later,
    ]);
  });

  test("waiting for approval: no reminder before it is confirmed", () => {
    expect(said(plan({}, { status: "pending" }))).toEqual([
      ["received", null, at_once],
      ["waiting", ADA, at_once],
      ["waiting", BEN, at_once],
    ]);
    expect(said(plan({ event: "approved", version: 2 }, { version: 2 }))).toEqual([
      ["confirmed", null, at_once],
      ...later,
    ]);
  });

  test("who did it is not told; what is switched off is not written, but what lies ahead: it may be on then", () => {
    const kinds = said(plan({ by: ADA, disabled: new Set(["reminder", "follow_up"]) }));
    expect(kinds).toEqual([["confirmed", null, at_once], ["new", BEN, at_once], ...later]);
    expect(said(plan({ by: ADA, disabled: new Set(["new"]) }))).toEqual([
      ["confirmed", null, at_once],
      ...later,
    ]);
  });

  test("moved: with the time before; cancelled and declined: nothing lies ahead", () => {
    const moved = plan({ event: "moved", version: 2, from: START - DAY }, { version: 2 });
    expect(moved.map(({ kind, details }) => [kind, details.from])).toEqual([
      ["moved", START - DAY],
      ["new_time", START - DAY],
      ["new_time", START - DAY],
      ...later.map(([kind]) => [kind, undefined]),
    ]);
    expect(said(plan({ event: "cancelled", version: 2 }, { version: 2, status: "cancelled" }))).toEqual([
      ["cancelled", null, at_once],
      ["called_off", ADA, at_once],
      ["called_off", BEN, at_once],
    ]);
    expect(said(plan({ event: "declined", version: 2 }, { version: 2, status: "declined" }))).toEqual([
      ["declined", null, at_once],
    ]);
  });

  test("an event that was overtaken tells the members, and leaves what lies ahead to the later one", () => {
    expect(said(plan({ event: "booked", version: 1 }, { version: 2 }))).toEqual([
      ["new", ADA, at_once],
      ["new", BEN, at_once],
    ]);
  });

  test("a reminder whose moment has passed is not made up for", () => {
    const kinds = (before_min: number) =>
      plan({ now: START - before_min * MINUTE })
        .filter(({ kind }) => kind === "reminder")
        .map(({ details }) => details.minutes);
    expect(kinds(1441)).toEqual([1440, 60]);
    expect(kinds(1440)).toEqual([60]);
    expect(kinds(61)).toEqual([60]);
    expect(kinds(60)).toEqual([]);
    expect(kinds(-10)).toEqual([]);
  });

  test("each message has a name of its own, the same whenever it is planned, and none lies in the past", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 43_200 }), { maxLength: 5 }),
        fc.option(fc.integer({ min: 0, max: 43_200 })),
        fc.integer({ min: START - 60 * DAY, max: START + 60 * DAY }),
        (reminder_min, follow_up_min, now) => {
          const service = { reminder_min, follow_up_min };
          const planned = plan({ service, now });
          const names = planned.map(({ once }) => once);
          expect(new Set(names).size).toBe(names.length);
          expect(plan({ service, now }).map(({ once }) => once)).toEqual(names);
          for (const { due_at, once } of planned) {
            expect(due_at).toBeGreaterThanOrEqual(now);
            expect(once).toMatch(/^[0-9a-f-]{36}\.\d+\.[a-z_]+(\.[0-9a-f-]{1,36})?$/);
          }
        },
      ),
    );
  });
});

describe("what makes a message void when its time has come", () => {
  const booking = { version: 3, status: "confirmed" as const, starts_at: START, no_show_at: null };
  const why = (kind: (typeof MESSAGE_KINDS)[number], values: object = {}, booking_version = 3) =>
    whyVoid({
      kind,
      booking_version,
      booking: { ...booking, ...values },
      is_erased: false,
      now: START - MINUTE,
    });

  test("nothing, as long as the booking is as it was", () => {
    for (const kind of MESSAGE_KINDS) expect(why(kind)).toBeNull();
  });
  test("a change, for all but the news of it to members", () => {
    const still = MESSAGE_KINDS.filter((kind) => why(kind, {}, 2) === null);
    expect(still).toEqual(["new", "waiting"]);
  });
  test("the end of the booking", () => {
    for (const kind of ["reminder", "follow_up", "new", "waiting"] as const)
      expect(why(kind, { status: "cancelled" })).not.toBeNull();
  });
  test("a reminder after the beginning; a follow-up to who did not come", () => {
    expect(why("reminder", { starts_at: START - MINUTE })).toBe("It had begun already.");
    expect(why("follow_up", { no_show_at: START })).toBe("They did not come.");
  });
  test("erasure, for everything", () => {
    for (const kind of MESSAGE_KINDS)
      expect(whyVoid({ kind, booking_version: 3, booking, is_erased: true, now: START })).not.toBeNull();
  });
});

test("tries grow, are jittered, and go on for about a day", () => {
  for (let tries = 1; tries < MAX_DELIVERY_TRIES; tries++) {
    expect(retryPause(tries, 0)).toBeGreaterThanOrEqual(15_000);
    expect(retryPause(tries, 1)).toBeLessThanOrEqual(6 * 3_600_000);
    expect(retryPause(tries + 1, 0.5)).toBeGreaterThanOrEqual(retryPause(tries, 0.5));
    expect(retryPause(tries, 0.9)).toBeGreaterThan(retryPause(tries, 0.1));
  }
  let total = 0;
  for (let tries = 1; tries < MAX_DELIVERY_TRIES; tries++) total += retryPause(tries, 0.5);
  expect(total / 3_600_000).toBeGreaterThan(12);
  expect(total / 3_600_000).toBeLessThan(36);
});

describe("the morning's agenda", () => {
  test("goes out at its minute on the provider's clock, on every day of the year, in every zone", () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "Asia/Kolkata",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: Date.parse("2030-01-01"), max: Date.parse("2031-01-01") }),
        (zone, minute, now) => {
          const { date, due_at } = nextAgenda(zone, minute, now);
          expect(due_at).toBeGreaterThan(now);
          expect(due_at - now).toBeLessThanOrEqual(25 * 60 * MINUTE);
          expect(localDate(due_at, zone)).toBe(date);
          // In the gap of a clock change it is the minute after it.
          expect(localMinutes(due_at, zone)).toBeGreaterThanOrEqual(minute);
        },
      ),
    );
  });
  test("over both changes of the clock in Berlin it is seven o'clock all the same", () => {
    const at = (now: string) =>
      new Date(nextAgenda("Europe/Berlin", 420, Date.parse(now)).due_at).toISOString();
    expect(at("2030-03-30T20:00:00Z")).toBe("2030-03-31T05:00:00.000Z");
    expect(at("2030-10-26T20:00:00Z")).toBe("2030-10-27T06:00:00.000Z");
  });
});

describe("a provider's own words", () => {
  const values = Object.fromEntries(Object.keys(PLACEHOLDERS).map((key) => [key, `<${key}>`])) as never;
  test("placeholders are filled in one pass, unknown ones stay and are named", () => {
    expect(fillPlaceholders("Hi { name }, {service} {nope} {", values)).toBe("Hi <name>, <service> {nope} {");
    expect(fillPlaceholders("{name}", { ...(values as object), name: "{service}" } as never)).toBe(
      "{service}",
    );
    expect(unknownPlaceholders("Hi {name}, {nope} {constructor} { date }")).toEqual([
      "{nope}",
      "{constructor}",
    ]);
  });
});

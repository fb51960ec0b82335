import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AvailabilityInput,
  brokenRules,
  busyWindow,
  explainSlot,
  type Occupied,
  openSlots,
  providerDatesCovering,
  seatsLeft,
  slotsByDay,
} from "#app/domain/availability.ts";
import { addDays, listTimeZones, localDate, localDayBounds } from "#app/domain/zones.ts";
import { clockChanges, inputOf, LONG, oracleSlots } from "#tests/support/availability-oracle.ts";

/** Random providers in random zones, near a change of the clock more often than not. */
const RUNS = LONG ? 5_000 : 600;
const SEED = 20260601;
const MINUTE = 60_000;
const zones = listTimeZones();
const changesOf = new Map<string, number[]>();
const changesIn = (zone: string) => {
  if (!changesOf.has(zone)) {
    changesOf.set(zone, clockChanges(zone, Date.UTC(2020, 0, 1), Date.UTC(2036, 0, 1)));
  }
  return changesOf.get(zone)!;
};

const aMinute = fc.oneof(
  fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 1440 }),
  fc.integer({ min: 0, max: 240 }),
);
// Mostly right way round; sometimes inverted or empty, which must simply mean nothing (R3).
const anInterval = fc
  .tuple(aMinute, aMinute, fc.integer({ min: 0, max: 9 }))
  .map(([a, b, turn]) => (turn === 0 ? [a, b] : [Math.min(a, b), Math.max(a, b)]) as [number, number]);
const someHours = fc.oneof(
  fc.constant<[number, number][]>([[0, 1440]]),
  fc.array(anInterval, { minLength: 1, maxLength: 4 }),
);

const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

const aService = fc.record({
  id: fc.constant("lesson"),
  duration_min: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(1, 7, 15, 30, 45, 60, 90) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 1440 }) },
  ),
  slot_interval_min: fc.option(fc.constantFrom(5, 7, 15, 20, 30, 60, 1440)),
  buffer_before_min: fc.constantFrom(0, 0, 5, 30, 300),
  buffer_after_min: fc.constantFrom(0, 0, 10, 45, 300),
  min_notice_min: fc.constantFrom(0, 0, 60, 1440, 2000),
  horizon_days: seldom(fc.integer({ min: 0, max: 14 })),
  limit_per_day: seldom(fc.integer({ min: 0, max: 3 })),
  limit_per_week: seldom(fc.integer({ min: 0, max: 6 })),
  capacity: fc.constantFrom(1, 1, 2, 5),
});

/** All draws are small numbers around `anchor`, so that things meet; the anchor is put in place afterwards. */
const aCase = fc
  .record({
    zone: fc.constantFrom(...zones),
    change: fc.nat(),
    near: fc.integer({ min: 0, max: 3 }),
    anywhere: fc.integer({ min: Date.UTC(1973, 0, 5) / 86_400_000, max: Date.UTC(2199, 0, 1) / 86_400_000 }),
    before: fc.integer({ min: 0, max: 2 }),
    length: fc.integer({ min: 0, max: 4 }),
    hours: someHours,
    weekdayHours: fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), anInterval), { maxLength: 8 }),
    daily: fc.boolean(),
    overrides: fc.array(fc.tuple(fc.integer({ min: -3, max: 6 }), fc.option(anInterval)), {
      maxLength: 4,
    }),
    blocked: fc.array(
      fc.tuple(fc.integer({ min: -4000, max: 8000 }), fc.constantFrom(0, 1, 30, 600, 2000), fc.nat(59_999)),
      { maxLength: 4 },
    ),
    bookings: fc.array(
      fc.record({
        slot: fc.nat(400),
        shift: fc.constantFrom(0, 0, 0, 1, -1, 5, 17),
        seconds: fc.constantFrom(0, 0, 0, 1, 59),
        buffers: fc.constantFrom<[number, number]>([0, 0], [10, 5], [60, 60]),
        known: fc.boolean(),
        other: fc.integer({ min: 0, max: 3 }),
        seats: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
        counts: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    service: aService,
    fixed: seldom(fc.tuple(fc.integer({ min: -2, max: 1 }), fc.integer({ min: -1, max: 4 }))),
    now: seldom(fc.integer({ min: -2 * 86_400, max: 3 * 86_400 })),
    week_starts_on: fc.integer({ min: 1, max: 7 }),
    /** Weeks from the anchor to a known A week; weeks of the hours, turn by turn. */
    alternates: seldom(fc.integer({ min: -120, max: 60 })),
    weeks: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 }),
  })
  .map((draw): AvailabilityInput => {
    const changes = changesIn(draw.zone);
    const anchor =
      draw.near > 0 && changes.length > 0
        ? changes[draw.change % changes.length]!
        : draw.anywhere * 86_400_000;
    const from_date = addDays(localDate(anchor, draw.zone), -draw.before);
    const weekly_hours = draw.daily
      ? [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => draw.hours.map((h) => row(weekday, h)))
      : draw.weekdayHours.map(([weekday, h]) => row(weekday, h));
    const alternates_from = draw.alternates === null ? null : addDays(from_date, draw.alternates * 5);
    const input = inputOf({
      time_zone: draw.zone,
      // Hours of one week may be there though nothing alternates (any more): then they mean nothing.
      weekly_hours: weekly_hours.map((hours, n) => ({ ...hours, week: draw.weeks[n % draw.weeks.length]! })),
      alternates_from,
      date_overrides: draw.overrides.map(([days, hours]) => ({
        date: addDays(from_date, days),
        starts_min: hours?.[0] ?? null,
        ends_min: hours?.[1] ?? null,
      })),
      from_date,
      to_date: addDays(from_date, draw.length),
      now: anchor - 10 * 86_400_000,
      week_starts_on: draw.week_starts_on,
    });
    // Taken times are drawn from what is free, or they would seldom be where it matters.
    const free = openSlots({ ...input, service: { ...draw.service, ...NO_DATES, horizon_days: null } });
    const occupied: Occupied[] = [];
    const counted: { session_key: string; starts_at: number }[] = [];
    for (const [n, b] of draw.bookings.entries()) {
      const at = free.length > 0 ? free[b.slot % free.length]! : anchor + b.slot * 15 * MINUTE;
      const starts_at = at + b.shift * MINUTE + b.seconds * 1000;
      const ends_at = starts_at + draw.service.duration_min * MINUTE;
      const session = {
        service_id: b.other === 0 ? "another" : "lesson",
        starts_at,
        ends_at,
        seats_taken: Math.min(...b.seats),
        capacity: Math.max(...b.seats),
      };
      occupied.push({
        starts_at: starts_at - b.buffers[0] * MINUTE,
        ends_at: ends_at + b.buffers[1] * MINUTE,
        ...(b.known ? { session } : {}),
      });
      if (b.counts) counted.push({ session_key: `s${n % 5}`, starts_at });
    }
    return {
      ...input,
      blocked: draw.blocked.map(([minute, length, ms]) => ({
        starts_at: anchor + minute * MINUTE + ms,
        ends_at: anchor + (minute + length) * MINUTE + ms,
      })),
      occupied,
      counted,
      now: draw.now === null ? input.now : anchor + draw.now * 1000,
      service: {
        ...draw.service,
        bookable_from: draw.fixed ? addDays(from_date, draw.fixed[0]) : null,
        bookable_until: draw.fixed ? addDays(from_date, draw.fixed[1]) : null,
      },
    };
  });

const NO_DATES = { bookable_from: null, bookable_until: null };
const row = (weekday: number, [starts_min, ends_min]: [number, number]) => ({
  weekday,
  starts_min,
  ends_min,
});
const check = (property: fc.IProperty<[AvailabilityInput]>, runs = RUNS) =>
  fc.assert(property, { numRuns: runs, seed: SEED });

describe("random providers", { timeout: 3_600_000 }, () => {
  it("offers exactly what the oracle offers", () => {
    let offered = 0;
    check(
      fc.property(aCase, (input) => {
        const slots = openSlots(input);
        offered += slots.length > 0 ? 1 : 0;
        expect(slots).toEqual(oracleSlots(input));
      }),
    );
    // The cases must not be so strange that nothing is ever free.
    expect(offered).toBeGreaterThan(RUNS / 4);
  });

  it("is the union of its single days (R10)", () => {
    check(
      fc.property(aCase, (input) => {
        const days: number[] = [];
        for (let date = input.from_date; date <= input.to_date; date = addDays(date, 1)) {
          days.push(...openSlots({ ...input, from_date: date, to_date: date }));
        }
        expect(days.sort((a, b) => a - b)).toEqual(openSlots(input));
      }),
    );
  });

  it("explains as offered exactly what it offers, and then there are seats", () => {
    check(
      fc.property(aCase, (input) => {
        const offered = new Set(openSlots(input));
        // Times that could be confused with a slot: slots without anything taken, taken ones, beside them.
        const free = openSlots({ ...input, now: 0, blocked: [], occupied: [], counted: [] });
        const asked = [...free, ...input.occupied.map((o) => o.session?.starts_at ?? o.starts_at)].slice(
          0,
          60,
        );
        for (const start of asked.flatMap((at) => [at, at + 1000, at - MINUTE])) {
          const verdict = explainSlot(input, start);
          expect([start, verdict.offered]).toEqual([start, offered.has(start)]);
          expect(seatsLeft(input, start) > 0).toBe(verdict.offered);
          // All the rules that are broken begin with the one that is told to customers.
          const rules = brokenRules(input, start);
          expect(rules[0] ?? "offered").toBe(verdict.offered ? "offered" : verdict.reason);
          expect(new Set(rules).size).toBe(rules.length);
        }
      }),
      Math.ceil(RUNS / 3),
    );
  });

  it("needs no taken range outside of busyWindow", () => {
    check(
      fc.property(aCase, (input) => {
        const window = busyWindow(input.from_date, input.to_date, input.service);
        const within = (r: { starts_at: number; ends_at: number }) =>
          r.ends_at > window.starts_at && r.starts_at < window.ends_at;
        const narrowed = {
          ...input,
          blocked: input.blocked.filter(within),
          occupied: input.occupied.filter(within),
        };
        expect(oracleSlots(narrowed)).toEqual(openSlots(input));
      }),
      Math.ceil(RUNS / 6),
    );
  });

  it("shows a customer's day in full, whatever the two zones, and changes no instant", () => {
    fc.assert(
      fc.property(aCase, fc.constantFrom(...zones), (input, customer) => {
        const { start, end } = localDayBounds(addDays(input.from_date, 1), customer);
        if (end <= start) return;
        const asked = openSlots({ ...input, ...providerDatesCovering(start, end, input.time_zone) });
        const wide = openSlots({ ...input, from_date: addDays(input.from_date, -2) });
        const ofDay = (slots: number[]) => slots.filter((slot) => slot >= start && slot < end);
        const reach = openSlots({
          ...input,
          from_date: addDays(input.from_date, -2),
          to_date: addDays(input.from_date, 4),
        });
        expect(ofDay(asked)).toEqual(ofDay(reach));
        expect([...slotsByDay(wide, customer).values()].flat()).toEqual(wide);
        for (const [date, slots] of slotsByDay(wide, customer)) {
          for (const slot of slots) expect(localDate(slot, customer)).toBe(date);
        }
      }),
      { numRuns: Math.ceil(RUNS / 3), seed: SEED },
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freeGaps } from "#app/domain/availability/gaps.ts";
import { type AvailabilityInput, explainSlot, openSlots } from "#app/domain/availability.ts";
import { latestChanges, planOf, splitAt } from "#app/domain/today.ts";
import { addDays, localDate, localDayBounds, wallToInstant } from "#app/domain/zones.ts";
import { formatCountdown } from "#app/i18n/countdown.ts";
import type { BookingEventRow, NextBookingRow } from "#db/agenda.ts";
import { everyDay, inputOf } from "#tests/support/availability-oracle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("free time of a day", () => {
  const day = (zone: string, date: string, values: Partial<AvailabilityInput> = {}) => {
    const { start, end } = localDayBounds(date, zone);
    const input = inputOf({
      time_zone: zone,
      weekly_hours: everyDay(0, 1440),
      from_date: addDays(date, -1),
      to_date: addDays(date, 1),
      now: start,
      ...values,
    });
    return { input, start, end };
  };
  const hoursOf = (gaps: { starts_at: number; ends_at: number }[]) =>
    gaps.reduce((sum, gap) => sum + gap.ends_at - gap.starts_at, 0) / HOUR;

  test.each([
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Africa/Cairo", "2026-04-24", 23],
    ["UTC", "2026-06-01", 24],
  ])("%s on %s has %d hours", (zone, date, hours) => {
    const { input, start, end } = day(zone, date);
    expect(hoursOf(freeGaps(input, start, end))).toBe(hours);
  });

  test("around bookings and absences, from now on, and none too short", () => {
    const zone = "Europe/Berlin";
    const at = (minutes: number) => wallToInstant(zone, "2026-06-01", minutes);
    const { input, end } = day(zone, "2026-06-01", {
      weekly_hours: everyDay(540, 1020),
      occupied: [
        { starts_at: at(600), ends_at: at(660) },
        { starts_at: at(680), ends_at: at(720) },
      ],
      blocked: [{ starts_at: at(900), ends_at: at(1440) }],
    });
    const service = { ...input.service, duration_min: 30, buffer_before_min: 0, buffer_after_min: 0 };
    expect(freeGaps({ ...input, service }, at(550), end)).toEqual([
      { starts_at: at(550), ends_at: at(600) },
      { starts_at: at(720), ends_at: at(900) },
    ]);
    // Ten minutes to tidy up before the next, five to get ready after the one before.
    const careful = { ...service, buffer_before_min: 5, buffer_after_min: 10 };
    expect(freeGaps({ ...input, service: careful }, at(550), end)).toEqual([
      { starts_at: at(550), ends_at: at(590) },
      { starts_at: at(725), ends_at: at(890) },
    ]);
  });

  const aRange = fc.tuple(fc.integer({ min: -300, max: 1700 }), fc.integer({ min: 1, max: 400 }));
  const aDay = fc.record({
    zone: fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kolkata"),
    date: fc.constantFrom("2026-03-29", "2026-10-25", "2026-10-04", "2026-04-05", "2026-11-01", "2026-06-01"),
    hours: fc.tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 60, max: 1440 })),
    occupied: fc.array(aRange, { maxLength: 5 }),
    blocked: fc.array(aRange, { maxLength: 2 }),
    duration_min: fc.constantFrom(15, 30, 60, 90),
    buffer_before_min: fc.constantFrom(0, 5, 30),
    buffer_after_min: fc.constantFrom(0, 10, 45),
  });

  test("what the public page offers lies in a gap, and what lies in a gap is refused for no time taken", () => {
    fc.assert(
      fc.property(aDay, fc.nat(), (drawn, pick) => {
        const { start, end } = localDayBounds(drawn.date, drawn.zone);
        const rangeOf = ([from, length]: [number, number]) => ({
          starts_at: start + from * MINUTE,
          ends_at: start + (from + length) * MINUTE,
        });
        const { input } = day(drawn.zone, drawn.date, {
          weekly_hours: everyDay(drawn.hours[0], Math.min(1440, drawn.hours[0] + drawn.hours[1])),
          occupied: drawn.occupied.map(rangeOf),
          blocked: drawn.blocked.map(rangeOf),
        });
        const { duration_min, buffer_before_min, buffer_after_min } = drawn;
        const rules = { duration_min, buffer_before_min, buffer_after_min, slot_interval_min: 5 };
        const asked = { ...input, service: { ...input.service, ...rules, capacity: 1 } };
        const gaps = freeGaps(asked, start, end);
        const length = duration_min * MINUTE;
        for (const slot of openSlots(asked).filter((at) => at >= start && at + length <= end))
          expect(gaps.some((gap) => gap.starts_at <= slot && slot + length <= gap.ends_at)).toBe(true);
        for (const [n, gap] of gaps.entries()) {
          expect(gap.ends_at - gap.starts_at).toBeGreaterThanOrEqual(length);
          expect(gap.starts_at).toBeGreaterThan(gaps[n - 1]?.ends_at ?? start - 1);
          const room = (gap.ends_at - gap.starts_at - length) / MINUTE;
          const verdict = explainSlot(asked, gap.starts_at + (pick % (room + 1)) * MINUTE);
          expect(verdict.offered || verdict.reason === "off_grid").toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("how long until then", () => {
  const now = Date.parse("2026-06-01T08:00:30Z");
  const zone = "Europe/Berlin";
  test.each([
    ["2026-06-01T08:00:00Z", "now"],
    ["2026-06-01T08:00:31Z", "in 1 minute"],
    ["2026-06-01T08:25:00Z", "in 25 minutes"],
    ["2026-06-01T10:10:30Z", "in 2 hours 10 minutes"],
    ["2026-06-01T21:00:30Z", "in 13 hours"],
    ["2026-06-02T08:00:00Z", "tomorrow"],
    ["2026-06-04T06:00:00Z", "in 3 days"],
  ])("%s", (at, words) => {
    expect(formatCountdown(Date.parse(at), now, zone)).toBe(words);
  });
  test("over midnight it is still soon, and over a change of the clock it is what a stopwatch says", () => {
    const late = wallToInstant(zone, "2026-06-01", 23 * 60 + 30);
    expect(formatCountdown(late + HOUR, late, zone)).toBe("in 1 hour");
    const before = wallToInstant(zone, "2026-03-29", 60);
    expect(formatCountdown(wallToInstant(zone, "2026-03-29", 240), before, zone)).toBe("in 2 hours");
    expect(localDate(before, zone)).toBe("2026-03-29");
  });
});

describe("what is next", () => {
  const booking = (id: string, from: number, values: Partial<NextBookingRow> = {}): NextBookingRow => ({
    ...{ id, status: "confirmed", starts_at: from * HOUR, ends_at: (from + 1) * HOUR, version: 1 },
    ...{ service_title: "Yoga", service_id: "yoga", customer_name: id, customer_phone: "1" },
    ...{ place: "phone", place_detail: "" },
    ...values,
  });

  test("one is on, a group is next, and who waits is marked", () => {
    const list = [booking("a", 1), booking("b", 3), booking("c", 3, { status: "pending" }), booking("d", 5)];
    const { current, next } = splitAt(list, 1.5 * HOUR);
    expect(current?.people.map(({ name }) => name)).toEqual(["a"]);
    expect(current?.customer_phone).toBe("1");
    expect(next?.people).toEqual([
      { booking_id: "b", name: "b", is_waiting: false },
      { booking_id: "c", name: "c", is_waiting: true },
    ]);
    expect(next?.customer_phone, "of a group nobody's").toBeNull();
    const here = splitAt([booking("e", 3, { place: "in_person" })], HOUR);
    expect(here.next?.customer_phone, "where nobody calls").toBeNull();
    expect(splitAt(list, 6 * HOUR)).toEqual({ current: null, next: null });
  });

  test("a large group names eight; another service at the same time is not of it", () => {
    const many = Array.from({ length: 12 }, (_, n) => booking(`p${n}`, 3));
    const { next } = splitAt([...many, booking("x", 3, { service_id: "other" })], HOUR);
    expect([next?.people.length, next?.has_more]).toEqual([8, true]);
  });
});

describe("what changed", () => {
  const event = (id: number, values: Partial<BookingEventRow> = {}): BookingEventRow => ({
    ...{ id: String(id), booking_id: "b1", action: "booking.booked", actor: "customer" as const },
    ...{ account_id: null, account_name: null, customer_name: "Grace", service_title: "Lesson" },
    ...{ starts_at: 0, at: id },
    ...values,
  });

  test("of each booking the latest, but not what I did, nor what it replaced", () => {
    const changes = latestChanges(
      [
        event(9, { booking_id: "b3", action: "booking.noted", actor: "provider", account_id: "other" }),
        event(8, { action: "booking.moved" }),
        event(7, { booking_id: "b2", action: "booking.approved", actor: "provider", account_id: "me" }),
        event(6, { booking_id: "b2" }),
        event(5),
        event(4, {
          ...{ booking_id: "b3", action: "booking.declined", actor: "provider" },
          ...{ account_id: "other", account_name: "Mary" },
        }),
        event(3, { booking_id: "b4", action: "booking.cancelled", actor: "system" }),
        event(2, { booking_id: "b5", action: "booking.cancelled", actor: "provider" }),
      ],
      "me",
    );
    expect(changes.map(({ booking_id, kind, by }) => [booking_id, kind, by])).toEqual([
      ["b1", "moved", null],
      ["b3", "declined", "Mary"],
      ["b4", "cancelled", "Daybook"],
      ["b5", "cancelled", "A former member"],
    ]);
  });
});

test("bookings and free time in one line", () => {
  const entry = (starts_at: number) => ({ starts_at }) as Parameters<typeof planOf>[0][number];
  const plan = planOf(
    [entry(2), entry(5)],
    [
      { starts_at: 1, ends_at: 2 },
      { starts_at: 3, ends_at: 5 },
    ],
  );
  expect(plan.map((line) => (line.kind === "gap" ? line.gap.starts_at : -line.entry.starts_at))).toEqual([
    1, -2, 3, -5,
  ]);
});

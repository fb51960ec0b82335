import fc from "fast-check";
import { expect, test } from "vitest";
import { ahead, change, share } from "#app/components/numbers/words.ts";
import { mergeRanges } from "#app/domain/availability/ranges.ts";
import { NumbersInput, offeredMinutes, periodOf, subtractRanges } from "#app/domain/numbers.ts";

const HOUR = 3_600_000;

test("a period is whole weeks up to that of today, and as many before", () => {
  const period = periodOf("2026-11-25", 4, 1, "Europe/Berlin");
  expect(period.weeks).toEqual(["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]);
  expect(period.weeks_before).toEqual(["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"]);
  expect(period.last_date).toBe("2026-11-29");
  expect(period.boundaries).toHaveLength(9);
  expect(new Date(period.boundaries[0]!).toISOString()).toBe("2026-10-04T22:00:00.000Z");
  expect(new Date(period.boundaries[8]!).toISOString()).toBe("2026-11-29T23:00:00.000Z");
  // The week in which the clocks went back is an hour longer.
  const lengths = period.boundaries.slice(1).map((at, index) => (at - period.boundaries[index]!) / HOUR);
  expect(lengths).toEqual([168, 168, 169, 168, 168, 168, 168, 168]);
});

test("a week that starts on Sunday starts there; on that very day the week is new", () => {
  expect(periodOf("2026-11-25", 4, 7, "UTC").weeks.at(-1)).toBe("2026-11-22");
  expect(periodOf("2026-11-22", 4, 7, "UTC").weeks.at(-1)).toBe("2026-11-22");
  expect(periodOf("2026-11-21", 4, 7, "UTC").weeks.at(-1)).toBe("2026-11-15");
});

test("what an address asks for: anything odd is the plainest", () => {
  expect(NumbersInput.parse({ weeks: "12", service: "yoga" })).toEqual({ weeks: 12, service: "yoga" });
  for (const weeks of [null, "", "5", "1e3", "-4", "x".repeat(500)])
    expect(NumbersInput.parse({ weeks, service: null })).toEqual({ weeks: 4, service: null });
  expect(NumbersInput.parse({ weeks: "4", service: "x".repeat(61) }).service).toBeNull();
});

const weekdays = (starts_min: number, ends_min: number) =>
  [1, 2, 3, 4, 5].map((weekday) => ({ week: 0, weekday, starts_min, ends_min }));
const schedule = (values: object = {}) => ({
  id: "a",
  time_zone: "Europe/Berlin",
  alternates_from: null,
  weekly_hours: weekdays(540, 1020),
  date_overrides: [],
  ...values,
});
const { boundaries } = periodOf("2026-11-25", 4, 1, "Europe/Berlin");

test("hours offered: the week, its overrides, less the absences", () => {
  expect(offeredMinutes([schedule()], [], boundaries)).toEqual(Array(8).fill(5 * 480));
  const closed = schedule({ date_overrides: [{ date: "2026-11-24", starts_min: null, ends_min: null }] });
  expect(offeredMinutes([closed], [], boundaries).at(-1)).toBe(4 * 480);
  const away = {
    schedule_id: null,
    starts_at: Date.parse("2026-11-23T10:00:00Z"),
    ends_at: Date.parse("2026-11-24T10:00:00Z"),
  };
  // Monday 11:00 to 17:00 and Tuesday 09:00 to 11:00 on Berlin's clock.
  expect(offeredMinutes([schedule()], [away], boundaries).at(-1)).toBe(5 * 480 - 360 - 120);
  expect(offeredMinutes([schedule()], [{ ...away, schedule_id: "b" }], boundaries).at(-1)).toBe(5 * 480);
});

test("what two schedules share counts once", () => {
  const two = [schedule(), schedule({ id: "b", weekly_hours: weekdays(960, 1080) })];
  expect(offeredMinutes(two, [], boundaries)).toEqual(Array(8).fill(5 * 540));
});

test("nobody's hours are none", () => {
  expect(offeredMinutes([], [], boundaries)).toEqual(Array(8).fill(0));
});

const ranges = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })).map(([at, length]) => ({
    starts_at: at,
    ends_at: at + length,
  })),
  { maxLength: 12 },
);

test("taking ranges out: every point is in what is left exactly if it was in and is not in a hole", () => {
  fc.assert(
    fc.property(ranges, ranges, (from, without) => {
      const left = subtractRanges(from, without);
      const within = (list: typeof left, at: number) =>
        list.some(({ starts_at, ends_at }) => starts_at <= at && at < ends_at);
      for (let at = 0; at < 85; at++) expect(within(left, at)).toBe(within(from, at) && !within(without, at));
      expect(mergeRanges(left)).toEqual(left);
    }),
  );
});

test("words", () => {
  expect(change(112, 100)).toBe("+12\u00a0%");
  expect(change(95, 100)).toBe("−5\u00a0%");
  expect(change(100, 100)).toBe("as before");
  expect(change(5, 0)).toBeNull();
  expect(share(1, 3)).toBe("33\u00a0%");
  expect(share(0, 0)).toBe("–");
  expect([null, 0, 45, 300, 3000, 9000].map(ahead)).toEqual([
    "–",
    "1 minute",
    "45 minutes",
    "5 hours",
    "2 days",
    "6 days",
  ]);
});

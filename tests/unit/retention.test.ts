/** "n months after the last visit": what that is as a date. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { dueBefore, MAX_MONTHS, monthsBefore, monthsOf, RetentionInput } from "#app/domain/retention.ts";

test.each([
  ["2026-11-25", 1, "2026-10-25"],
  ["2026-03-31", 1, "2026-02-28"],
  ["2028-03-31", 1, "2028-02-29"],
  ["2026-01-15", 1, "2025-12-15"],
  ["2026-07-31", 13, "2025-06-30"],
  ["2026-11-25", 240, "2006-11-25"],
])("%s, %d months before", (date, months, before) => expect(monthsBefore(date, months)).toBe(before));

test("always so many months before, on the same day or the month's last", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
      fc.integer({ min: 1, max: MAX_MONTHS }),
      (at, months) => {
        const date = at.toISOString().slice(0, 10);
        const before = monthsBefore(date, months);
        const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(index(date) - index(before)).toBe(months);
        const last = new Date(Date.UTC(+before.slice(0, 4), +before.slice(5, 7), 0)).getUTCDate();
        expect(+before.slice(8)).toBe(Math.min(+date.slice(8), last));
      },
    ),
  );
});

test("from midnight of the provider's own day", () => {
  expect(dueBefore("2026-08-01", 1, "Europe/Berlin")).toBe(Date.parse("2026-06-30T22:00:00Z"));
});

test("what is asked and what is set", () => {
  expect([
    monthsOf("12"),
    monthsOf(""),
    monthsOf("x"),
    monthsOf("0"),
    monthsOf("241"),
    monthsOf(null),
  ]).toEqual([12, ...[null, null, null, null, null]]);
  expect(RetentionInput.parse({ state: "on", months: "12", was: "off" })).toEqual({ months: 12, was: "off" });
  expect(RetentionInput.parse({ state: "off", months: "rubbish" })).toEqual({ months: null, was: "" });
  for (const months of ["", "0", "1.5", "241", "x"])
    expect(RetentionInput.safeParse({ state: "on", months }).success, months).toBe(false);
});

/** Schedules, pure: whose week it is, what the week's form does with what is typed, and what lies outside the hours. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { weekTurn } from "#app/domain/availability/working-time.ts";
import { conflictsBetween } from "#app/domain/conflicts.ts";
import { asWeeks, comingWeeks, countOutside, type HoursRow, OverrideInput } from "#app/domain/schedules.ts";
import { mergeIntervals } from "#app/domain/setup/hours.ts";
import { editorValues, editTyped, rowsShown, WeekEditorInput, weekInWords } from "#app/domain/week-editor.ts";
import { addDays, epochDay, isoWeekday } from "#app/domain/zones.ts";
import { formatHours } from "#app/i18n/hours.ts";

const aDay = fc.integer({ min: 0, max: epochDay("2199-12-30") });
const anInterval = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([starts, ends]) => starts < ends)
  .map(([starts_min, ends_min]) => ({ starts_min, ends_min }));

describe("weeks A and B", () => {
  it("take turns: two weeks later it is the same, one week later the other, before the beginning too", () => {
    fc.assert(
      fc.property(aDay, aDay, (day, from) => {
        expect(weekTurn(day + 14, from)).toBe(weekTurn(day, from));
        expect(weekTurn(day + 7, from)).not.toBe(weekTurn(day, from));
        expect(weekTurn(from, from)).toBe(1);
      }),
    );
  });

  it("run from Monday to Sunday, through a year of 53 weeks", () => {
    // 2026 has a week 53; the Monday after it belongs to week 1 of 2027: numbers of weeks would give two odd ones in a row.
    const weeks = comingWeeks("2026-12-23", "2026-12-23", 4);
    expect(weeks.map(({ monday, sunday, turn }) => [monday, sunday, turn])).toEqual([
      ["2026-12-21", "2026-12-27", 1],
      ["2026-12-28", "2027-01-03", 2],
      ["2027-01-04", "2027-01-10", 1],
      ["2027-01-11", "2027-01-17", 2],
    ]);
    expect(isoWeekday(weeks[0]!.monday)).toBe(1);
  });

  it("begin as the one week was; without them week A stays", () => {
    const row = (week: number, starts_min: number): HoursRow => ({
      week,
      weekday: 1,
      starts_min,
      ends_min: 1000,
    });
    expect(asWeeks([row(0, 540)], true)).toEqual([row(1, 540), row(2, 540)]);
    expect(asWeeks([row(1, 540), row(2, 600)], false)).toEqual([row(0, 540)]);
    expect(asWeeks([row(1, 540), row(2, 600)], true)).toEqual([row(1, 540), row(2, 600)]);
  });
});

describe("the week's form", () => {
  const parse = (fields: Record<string, string>) => WeekEditorInput.parse({ version: "1", ...fields });

  it("gives back what it shows, merged", () => {
    fc.assert(
      fc.property(fc.array(anInterval, { maxLength: 8 }), fc.constantFrom(0, 1, 2), (typed, week) => {
        const rows = mergeIntervals(typed).map((one) => ({ week, weekday: 3, ...one }));
        const fields = editorValues(rows);
        const sent = parse({ ...fields, ...(week > 0 && { alternates: "yes" }) });
        expect(sent.rows).toEqual(rows);
        expect(sent.merged).toEqual([]);
      }),
    );
  });

  it("joins what overlaps or touches and says so; 24:00 and 00:00 are the day's end", () => {
    const sent = parse({
      ...{ from_1_0: "09:00", to_1_0: "12:00", from_1_1: "12:00", to_1_1: "13:00" },
      ...{ from_2_0: "20:00", to_2_0: "24:00", from_3_4: "20:00", to_3_4: "00:00" },
    });
    expect(sent.merged).toEqual(["Monday"]);
    expect(weekInWords(sent.rows, false)).toMatchObject({
      w0_1: "09:00–13:00",
      w0_2: "20:00–24:00",
      w0_3: "20:00–24:00",
      w0_4: "closed",
    });
  });

  it.each([
    [{ from_1_0: "9 o'clock", to_1_0: "12:00" }, "from_1_0"],
    [{ from_1_0: "09:00" }, "to_1_0"],
    [{ from_1_1: "09:00", to_1_1: "09:00" }, "to_1_1"],
    [{ b_from_7_0: "24:30", alternates: "yes" }, "b_from_7_0"],
  ])("says what is wrong beside its field: %o", (fields, where) => {
    const { error } = WeekEditorInput.safeParse({ version: "1", ...fields });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([where]);
  });

  test("a row more, a row less, and a day for others change what is typed and nothing else", () => {
    const typed = { from_1_0: "09:00", to_1_0: "12:00", from_1_1: "13:00", to_1_1: "x", note: "kept" };
    expect(rowsShown(typed, 1, "")).toBe(2);
    expect(rowsShown(editTyped(typed, "add:1"), 1, "")).toBe(3);
    const less = editTyped(typed, "remove:1:0");
    expect(less).toMatchObject({ from_1_0: "13:00", to_1_0: "x", from_1_1: "", note: "kept" });
    const copied = editTyped({ ...typed, copy_from: "1", copy_to: ["5", "b_2", "nonsense"] }, "copy");
    expect(copied).toMatchObject({ from_1_1: "13:00", from_5_0: "09:00", to_5_1: "x", b_from_2_1: "13:00" });
    for (const nonsense of ["", "add:9", "remove", "add:__proto__", "copy:"])
      expect(editTyped(typed, nonsense)).toMatchObject(typed);
  });

  test("only what others changed and this form would set otherwise is a conflict", () => {
    const [shown, now] = [
      { a: "1", b: "1", c: "1" },
      { a: "2", b: "2", c: "1" },
    ];
    expect(conflictsBetween(Object.keys(now), shown, now, { a: "3", b: "2", c: "9" })).toEqual([
      { field: "a", now: "2", yours: "3", touched: true },
    ]);
  });
});

describe("hours for dates", () => {
  const parse = (fields: Record<string, string>) =>
    OverrideInput.safeParse({ from_date: "2026-12-30", kind: "closed", ...fields });

  test("one day, or a range through the year's end", () => {
    expect(parse({}).data).toMatchObject({ dates: ["2026-12-30"], hours: [] });
    expect(parse({ to_date: "2027-01-01" }).data?.dates).toEqual(["2026-12-30", "2026-12-31", "2027-01-01"]);
    expect(parse({ kind: "hours", from_0_0: "10:00", to_0_0: "24:00" }).data?.hours).toEqual([
      { starts_min: 600, ends_min: 1440 },
    ]);
  });
  test.each([
    [{ from_date: "2026-02-30" }, "from_date"],
    [{ to_date: "2026-12-29" }, "to_date"],
    [{ to_date: "2199-01-01" }, "to_date"],
    [{ kind: "hours" }, "from_0_0"],
    [{ kind: "maybe" }, "kind"],
  ])("refuses %o", (fields, where) => {
    expect(parse(fields).error?.issues[0]?.path).toEqual([where]);
  });
});

test("bookings outside the hours are counted, in the week whose turn it is", () => {
  const monday = "2026-11-30";
  const rules = {
    time_zone: "Europe/Berlin",
    alternates_from: monday,
    weekly_hours: [{ week: 1, weekday: 1, starts_min: 540, ends_min: 600 }],
    date_overrides: [{ date: addDays(monday, 14), starts_min: null, ends_min: null }],
  };
  const at = (days: number) => {
    const starts_at = Date.parse(`${addDays(monday, days)}T08:00:00Z`);
    return { starts_at, ends_at: starts_at + 3_600_000 };
  };
  const now = Date.parse("2026-11-25T12:00:00Z");
  expect([0, 7, 14, 28].map((days) => countOutside(rules, [at(days)], now))).toEqual([0, 1, 1, 0]);
});

test("hours read as the provider writes them", () => {
  const hours = [
    { starts_min: 540, ends_min: 720 },
    { starts_min: 780, ends_min: 1440 },
  ];
  expect(formatHours(hours, "en-GB")).toBe("09:00 – 12:00 and 13:00 – 24:00");
  expect(formatHours(hours, "en-US").replaceAll("\u00a0", " ")).toBe(
    "9:00 am – 12:00 pm and 1:00 pm – midnight",
  );
  expect(formatHours([], "en-GB")).toBe("Closed");
});

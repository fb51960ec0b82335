/** The pure rules of time off: typed times, fields and back, how it reads, who is told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AddTimeOffInput,
  CancelHitBookingsInput,
  concernsAll,
  timeOffFields,
} from "#app/domain/blocked_times.ts";
import { parseWallTime } from "#app/domain/wall-time.ts";
import { localDate, localMinutes } from "#app/domain/zones.ts";
import { absenceHeading, formatAbsence } from "#app/i18n/absence.ts";

const BERLIN = "Europe/Berlin";
const KEY = "019b0000-0000-7000-8000-000000000009";
const NOW = Date.parse("2030-01-07T07:00:00Z");
const utc = (text: string) => Date.parse(`${text}Z`);
const typed = (values: Record<string, string>, zone = BERLIN) =>
  AddTimeOffInput(zone, NOW).safeParse({ key: KEY, ...values });
const rangeOf = (values: Record<string, string>, zone = BERLIN) => {
  const { success, data, error } = typed(values, zone);
  return success
    ? [data.starts_at, data.ends_at]
    : error.issues.map(({ path, message }) => [path[0], message]);
};

describe("a wall-clock time", () => {
  test("is one, none or two instants, or no time at all", () => {
    expect(parseWallTime(BERLIN, "2030-01-08", "14:30")).toEqual({
      kind: "one",
      at: utc("2030-01-08T13:30"),
    });
    expect(parseWallTime(BERLIN, "2030-03-31", "02:30")).toEqual({
      kind: "gap",
      before: utc("2030-03-31T00:30"),
      moved_to: utc("2030-03-31T01:30"),
    });
    expect(parseWallTime(BERLIN, "2030-10-27", "02:30")).toEqual({
      kind: "fold",
      first: utc("2030-10-27T00:30"),
      second: utc("2030-10-27T01:30"),
    });
    // Half an hour only.
    expect(parseWallTime("Australia/Lord_Howe", "2030-04-07", "01:45")).toMatchObject({ kind: "fold" });
    for (const [date, time] of [
      ["2030-02-30", "10:00"],
      ["2030-01-08", "24:00"],
      ["2030-01-08", "10"],
      ["", ""],
    ] as const)
      expect(parseWallTime(BERLIN, date, time)).toMatchObject({ kind: "wrong" });
  });

  test("every instant is found again from what the clock shows", () => {
    const zones = fc.constantFrom(BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    const minutes = fc.integer({
      min: utc("2025-01-01T00:00") / 60_000,
      max: utc("2032-01-01T00:00") / 60_000,
    });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const at = minute * 60_000;
        const clock = localMinutes(at, zone);
        const time = `${Math.floor(clock / 60)}:${String(clock % 60).padStart(2, "0")}`;
        const wall = parseWallTime(zone, localDate(at, zone), time);
        const found = wall.kind === "one" ? [wall.at] : wall.kind === "fold" ? [wall.first, wall.second] : [];
        expect(found).toContain(at);
      }),
    );
  });
});

describe("the form", () => {
  test("whole days, a day, an afternoon, days with times", () => {
    const from_date = "2030-01-08";
    expect(rangeOf({ from_date, to_date: "2030-01-09" })).toEqual([
      utc("2030-01-07T23:00"),
      utc("2030-01-09T23:00"),
    ]);
    expect(rangeOf({ from_date })).toEqual([utc("2030-01-07T23:00"), utc("2030-01-08T23:00")]);
    expect(rangeOf({ from_date, from_time: "14:00" })).toEqual([
      utc("2030-01-08T13:00"),
      utc("2030-01-08T23:00"),
    ]);
    expect(rangeOf({ from_date, from_time: "22:00", to_date: "2030-01-09", to_time: "06:00" })).toEqual([
      utc("2030-01-08T21:00"),
      utc("2030-01-09T05:00"),
    ]);
    // 25 hours.
    const [start, end] = rangeOf({ from_date: "2030-10-27" }) as number[];
    expect(end! - start!).toBe(25 * 3_600_000);
  });

  test("says what is wrong beside the field", () => {
    const field = (values: Record<string, string>) => (rangeOf(values)[0] as [string, string])[0];
    expect(field({ from_date: "2030-02-30" })).toBe("from_date");
    expect(field({ from_date: "2030-01-08", to_date: "2030-01-07" })).toBe("to_date");
    expect(field({ from_date: "2030-01-08", to_date: "2033-01-07" })).toBe("to_date");
    expect(field({ from_date: "2030-01-06" })).toBe("to_date");
    expect(field({ from_date: "2030-01-08", from_time: "14:00", to_time: "14:00" })).toBe("to_time");
    expect(field({ from_date: "2030-01-08", from_time: "25:00" })).toBe("from_time");
    expect(field({ from_date: "2030-01-08", reason: "x".repeat(201) })).toBe("reason");
    expect(field({ from_date: "2030-01-08", public_text: "x".repeat(501) })).toBe("public_text");
    expect(field({ from_date: "2030-01-08", schedule: "x" })).toBe("schedule");
  });

  test("a time in a gap is explained, one that comes twice is asked about", () => {
    const gap = rangeOf({ from_date: "2030-03-31", from_time: "02:30" }) as [string, string][];
    expect(gap[0]![1]).toMatch(/jump over 02:30.*03:30/);
    const fold = { from_date: "2030-10-27", from_time: "02:30" };
    expect((rangeOf(fold) as [string, string][])[0]![1]).toMatch(/comes twice/);
    expect(rangeOf({ ...fold, from_occurrence: "first" })[0]).toBe(utc("2030-10-27T00:30"));
    expect(rangeOf({ ...fold, from_occurrence: "second" })[0]).toBe(utc("2030-10-27T01:30"));
  });

  test("what was saved comes back into the fields, and out of them again", () => {
    const half_hours = fc.integer({
      min: utc("2030-01-08T00:00") / 900_000,
      max: utc("2031-12-01T00:00") / 900_000,
    });
    const zones = fc.constantFrom(BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia");
    fc.assert(
      fc.property(zones, half_hours, fc.integer({ min: 1, max: 3000 }), (zone, from, length) => {
        const range = { starts_at: from * 900_000, ends_at: (from + length) * 900_000 };
        expect(rangeOf(timeOffFields(range, zone), zone)).toEqual([range.starts_at, range.ends_at]);
      }),
    );
  });

  test("ticks name bookings and their versions", () => {
    const parse = (cancel: unknown) => CancelHitBookingsInput.safeParse({ cancel });
    expect(parse([`${KEY}.2`, `${KEY}.2`]).data?.cancel).toEqual([{ booking_id: KEY, version: 2 }]);
    for (const wrong of [undefined, "x", `${KEY}`, `${KEY}.x`]) expect(parse(wrong).success).toBe(false);
  });
});

describe("how it reads", () => {
  const range = (from: string, to: string) => ({ starts_at: utc(from), ends_at: utc(to) });
  const words = (from: string, to: string) => formatAbsence(range(from, to), BERLIN, "en-GB", NOW);

  test("in the house", () => {
    expect(words("2030-01-07T23:00", "2030-01-08T23:00")).toBe("Tuesday 8 January");
    expect(words("2030-01-07T23:00", "2030-01-10T23:00")).toBe("Tuesday 8 January to Thursday 10 January");
    expect(words("2030-01-08T13:00", "2030-01-08T15:00")).toBe("Tuesday 8 January, 14:00 to 16:00");
    expect(words("2030-12-30T23:00", "2031-01-01T23:00")).toBe(
      "Tuesday 31 December to Wednesday 1 January 2031",
    );
  });

  test("to everybody, before and while it lasts", () => {
    const heading = (from: string, to: string, now: string) =>
      absenceHeading(range(from, to), BERLIN, "en-GB", utc(now));
    const days = ["2030-01-07T23:00", "2030-01-10T23:00"] as const;
    expect(heading(...days, "2030-01-07T07:00")).toBe("Away from Tuesday 8 January to Thursday 10 January");
    expect(heading(...days, "2030-01-09T07:00")).toBe("Away until Thursday 10 January");
    const day = ["2030-01-07T23:00", "2030-01-08T23:00"] as const;
    expect(heading(...day, "2030-01-07T07:00")).toBe("Away on Tuesday 8 January");
    expect(heading(...day, "2030-01-08T07:00")).toBe("Away today");
    expect(heading("2030-01-08T08:00", "2030-01-08T15:00", "2030-01-08T09:00")).toBe("Away until 16:00");
  });

  test("one schedule's absence is said where all services go by that schedule", () => {
    const own = { schedule_id: "a", schedule_is_default: false };
    const usual = { schedule_id: "a", schedule_is_default: true };
    expect(concernsAll({ schedule_id: null, schedule_is_default: false }, [])).toBe(true);
    expect(concernsAll(own, [{ schedule_id: "a" }])).toBe(true);
    expect(concernsAll(own, [{ schedule_id: "a" }, { schedule_id: null }])).toBe(false);
    expect(concernsAll(usual, [{ schedule_id: "a" }, { schedule_id: null }])).toBe(true);
    expect(concernsAll(usual, [{ schedule_id: "b" }])).toBe(false);
    expect(concernsAll(own, [])).toBe(false);
  });
});

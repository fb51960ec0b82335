import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBookableDate, parseClock, parseWallTime } from "#app/domain/wall-time.ts";
import { listTimeZones, localDate, localMinutes } from "#app/domain/zones.ts";

const utc = (text: string) => Date.parse(text);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

describe("a time that there is once", () => {
  test.each([
    ["2030-01-07", "09:00", "Europe/Berlin", "2030-01-07T08:00:00Z"],
    ["2030-07-01", "09:00", "Europe/Berlin", "2030-07-01T07:00:00Z"],
    ["2030-07-01", "00:00", "Asia/Kathmandu", "2030-06-30T18:15:00Z"],
    // The last minute before a change and the first after it.
    ["2030-03-31", "01:59", "Europe/Berlin", "2030-03-31T00:59:00Z"],
    ["2030-03-31", "03:00", "Europe/Berlin", "2030-03-31T01:00:00Z"],
    ["2030-10-27", "01:59", "Europe/Berlin", "2030-10-26T23:59:00Z"],
    ["2030-10-27", "03:00", "Europe/Berlin", "2030-10-27T02:00:00Z"],
  ])("%s %s in %s", (date, time, zone, at) => {
    expect(parseWallTime(zone, date, time)).toEqual({ kind: "one", at: utc(at) });
  });
});

describe("a time that there is not, or twice, is asked about", () => {
  test("spring in Berlin: the same distance before and after the jump", () => {
    for (const [time, before, after] of [
      ["02:00", "00:00", "01:00"],
      ["02:30", "00:30", "01:30"],
      ["02:59", "00:59", "01:59"],
    ])
      expect(parseWallTime("Europe/Berlin", "2030-03-31", time!)).toEqual({
        kind: "gap",
        before: utc(`2030-03-31T${before}:00Z`),
        moved_to: utc(`2030-03-31T${after}:00Z`),
      });
  });

  test("autumn in Berlin: both hours from 2 to 3", () => {
    for (const time of ["02:00", "02:30", "02:59"]) {
      const minutes = Number(time.slice(3));
      expect(parseWallTime("Europe/Berlin", "2030-10-27", time)).toEqual({
        kind: "fold",
        first: utc("2030-10-27T00:00:00Z") + minutes * 60_000,
        second: utc("2030-10-27T01:00:00Z") + minutes * 60_000,
      });
    }
  });

  test("Lord Howe changes by half an hour only", () => {
    const at = (time: string) => parseWallTime("Australia/Lord_Howe", "2030-10-06", time);
    expect([at("01:59").kind, at("02:00").kind, at("02:29").kind, at("02:30").kind]).toEqual([
      "one",
      "gap",
      "gap",
      "one",
    ]);
    expect(parseWallTime("Australia/Lord_Howe", "2030-04-07", "01:45")).toEqual({
      kind: "fold",
      first: utc("2030-04-06T14:45:00Z"),
      second: utc("2030-04-06T15:15:00Z"),
    });
  });

  test("a day that a zone left out", () => {
    expect(parseWallTime("Pacific/Apia", "2011-12-30", "12:00")).toEqual({
      kind: "gap",
      before: utc("2011-12-29T22:00:00Z"),
      moved_to: utc("2011-12-30T22:00:00Z"),
    });
  });
});

test("what cannot be read says which of the two", () => {
  for (const date of ["", "2030-02-30", "31.12.2030", "2030-1-1", "1999-12-31", "2190-01-01", "9999-01-01"])
    expect(parseWallTime("Europe/Berlin", date, "09:00")).toEqual({ kind: "wrong", field: "date" });
  for (const time of ["", "9", "24:00", "12:60", "-1:00", "noon", "13pm", "0 am", "09:00:30", "١٢:٠٠"])
    expect(parseWallTime("Europe/Berlin", "2030-01-07", time)).toEqual({ kind: "wrong", field: "time" });
});

test("times as people write them", () => {
  const read = ["9:05", "09.05", "09:05:00", "9:05 am", "9:05PM", "2pm", "12 am", "12pm", " 23:59 "].map(
    parseClock,
  );
  expect(read).toEqual([545, 545, 545, 545, 1265, 840, 0, 720, 1439]);
  expect(parseBookableDate("2030-12-31")).toBe("2030-12-31");
});

test("in every zone: whatever is meant shows the typed time on that zone's clock", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...listTimeZones()),
      fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2189, 0, 1) }),
      fc.integer({ min: 0, max: 1439 }),
      (zone, near, minutes) => {
        const date = localDate(near, zone);
        const wall = parseWallTime(zone, date, clock(minutes));
        const meant = wall.kind === "one" ? [wall.at] : wall.kind === "fold" ? [wall.first, wall.second] : [];
        for (const at of meant)
          expect([localDate(at, zone), localMinutes(at, zone)]).toEqual([date, minutes]);
        if (wall.kind === "fold") expect(wall.second).toBeGreaterThan(wall.first);
        if (wall.kind === "gap") {
          // Neither shows what was typed, and the jump lies between them.
          expect(wall.before).toBeLessThan(wall.moved_to);
          for (const at of [wall.before, wall.moved_to])
            expect([localDate(at, zone), localMinutes(at, zone)]).not.toEqual([date, minutes]);
        }
        expect(wall.kind).not.toBe("wrong");
      },
    ),
    { numRuns: 3000, seed: 20261125 },
  );
});

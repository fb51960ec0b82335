/** The axis of a day on days that the clocks change, and the words that follow from it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clockRange, itemTimes } from "#app/components/calendar/words.ts";
import { dayAxis, spanOn } from "#app/domain/calendar/axis.ts";
import type { CalendarItem } from "#app/domain/calendar-views.ts";
import { addDays, listTimeZones, occursTwice, wallToInstant } from "#app/domain/zones.ts";
import { formatTime } from "#app/i18n/format.ts";

/** "09:00" or "02:00 (UTC+2)" with the elapsed minute it stands at. */
const labels = (date: string, zone: string) =>
  dayAxis(date, zone).ticks.map(
    ({ at, from, twice, jumps }) => `${from} ${formatTime(at, zone, "en-GB", twice)}${jumps ? " jump" : ""}`,
  );
const minutes = (date: string, zone: string) => dayAxis(date, zone).minutes;

test("a usual day has 24 hours, each an hour apart", () => {
  const { minutes: long, ticks } = dayAxis("2030-06-03", "Europe/Berlin");
  expect(long).toBe(1440);
  expect(ticks.map(({ from }) => from)).toEqual(Array.from({ length: 24 }, (_, hour) => hour * 60));
  expect(ticks.some(({ twice, jumps }) => twice || jumps)).toBe(false);
});

describe("days of a clock change", () => {
  test.each([
    ["2030-03-31", "Europe/Berlin", 1380],
    ["2030-10-27", "Europe/Berlin", 1500],
    ["2030-03-10", "America/New_York", 1380],
    ["2030-11-03", "America/New_York", 1500],
    ["2030-10-06", "Australia/Lord_Howe", 1410],
    ["2030-04-07", "Australia/Lord_Howe", 1470],
    ["2030-03-31", "Antarctica/Troll", 1320],
    ["2030-10-27", "Antarctica/Troll", 1560],
    // Begins at 01:00.
    ["2026-03-29", "Asia/Beirut", 1380],
    // Never was.
    ["2011-12-30", "Pacific/Apia", 0],
  ])("%s in %s lasts %i minutes", (date, zone, long) => expect(minutes(date, zone)).toBe(long));

  test("Berlin in autumn: two o'clock comes twice, each with its offset", () => {
    expect(labels("2030-10-27", "Europe/Berlin").slice(0, 6)).toEqual([
      "0 00:00",
      "60 01:00",
      "120 02:00 (UTC+2)",
      "180 02:00 (UTC+1) jump",
      "240 03:00",
      "300 04:00",
    ]);
  });

  test("Berlin in spring: after one comes three", () => {
    expect(labels("2030-03-31", "Europe/Berlin").slice(0, 4)).toEqual([
      "0 00:00",
      "60 01:00",
      "120 03:00 jump",
      "180 04:00",
    ]);
  });

  test("Lord Howe: half an hour twice, and the full hours stand half an hour off from there on", () => {
    expect(labels("2030-04-07", "Australia/Lord_Howe").slice(0, 5)).toEqual([
      "0 00:00",
      "60 01:00",
      "120 01:30 (UTC+10:30) jump",
      "150 02:00",
      "210 03:00",
    ]);
    expect(labels("2030-10-06", "Australia/Lord_Howe").slice(0, 5)).toEqual([
      "0 00:00",
      "60 01:00",
      "120 02:30 jump",
      "150 03:00",
      "210 04:00",
    ]);
  });

  test("Troll: two hours at once", () => {
    expect(labels("2030-10-27", "Antarctica/Troll").slice(0, 7)).toEqual([
      "0 00:00",
      "60 01:00 (UTC+2)",
      "120 02:00 (UTC+2)",
      "180 01:00 (UTC) jump",
      "240 02:00 (UTC)",
      "300 03:00",
      "360 04:00",
    ]);
  });

  test("Beirut in spring begins at one", () => {
    expect(labels("2026-03-29", "Asia/Beirut").slice(0, 2)).toEqual(["0 01:00", "60 02:00"]);
  });
});

test("any day of any zone: ticks in order, within the day, an hour apart at most, nothing lost between two days", () => {
  const zones = listTimeZones();
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 73_000 }), (zone, n) => {
      const date = addDays("1999-01-01", n);
      const axis = dayAxis(date, zone);
      const from = axis.ticks.map((tick) => tick.from);
      expect(from).toEqual([...from].sort((a, b) => a - b));
      expect(new Set(from).size).toBe(from.length);
      if (axis.minutes > 0) {
        expect(from[0]).toBe(0);
        expect(from.at(-1)).toBeLessThan(axis.minutes);
        for (const [index, at] of from.entries())
          expect((from[index + 1] ?? axis.minutes) - at).toBeLessThanOrEqual(60);
      }
      expect(dayAxis(addDays(date, 1), zone).starts_at).toBe(axis.ends_at);
    }),
    { numRuns: 2000 },
  );
});

test("what reaches over midnight is on both days, in part", () => {
  const zone = "Europe/Berlin";
  const night = {
    starts_at: wallToInstant(zone, "2030-10-26", 22 * 60),
    ends_at: wallToInstant(zone, "2030-10-27", 4 * 60),
  };
  expect(spanOn(dayAxis("2030-10-26", zone), night)).toEqual({ from: 1320, until: 1440 });
  // Four on the clock is five hours into this night.
  expect(spanOn(dayAxis("2030-10-27", zone), night)).toEqual({ from: 0, until: 300 });
  expect(spanOn(dayAxis("2030-10-28", zone), night)).toBeNull();
});

test("times that occur twice say which they are; those on another day say so", () => {
  const zone = "Europe/Berlin";
  const at = (text: string) => Date.parse(text);
  expect(clockRange(at("2030-10-27T01:00Z"), at("2030-10-27T01:30Z"), zone, "en-GB")).toBe(
    "02:00 (UTC+1) – 02:30 (UTC+1)",
  );
  expect(clockRange(at("2030-10-27T08:00Z"), at("2030-10-27T09:00Z"), zone, "en-GB")).toBe("09:00 – 10:00");
  expect([at("2030-10-27T00:30Z"), at("2030-10-27T02:30Z")].map((one) => occursTwice(one, zone))).toEqual([
    true,
    false,
  ]);
  const item = { starts_at: at("2030-06-03T20:00Z"), ends_at: at("2030-06-04T00:00Z") } as CalendarItem;
  expect(itemTimes(item, "2030-06-03", zone, "en-GB")).toEqual(["22:00", "Tue 4 Jun, 02:00"]);
  expect(itemTimes(item, "2030-06-04", zone, "en-GB")).toEqual(["Mon 3 Jun, 22:00", "02:00"]);
});

import { describe, expect, it } from "vitest";
import {
  addDays,
  isoWeekday,
  isTimeZone,
  listTimeZones,
  localDate,
  localDayBounds,
  localMinutes,
  offsetMinutes,
  offsetMs,
  parseDate,
  presentName,
  wallToInstant,
  zoneOffsets,
} from "#app/domain/zones.ts";

const iso = (instant: number) => new Date(instant).toISOString();
const at = (text: string) => Date.parse(text);
const wall = (zone: string, date: string, clock: string) => {
  const [hours, minutes] = clock.split(":").map(Number);
  return iso(wallToInstant(zone, date, hours! * 60 + minutes!));
};

describe("isTimeZone", () => {
  it.each([
    "Europe/Berlin",
    "UTC",
    "US/Pacific",
    "Etc/GMT+5",
    "America/Argentina/Buenos_Aires",
    "Asia/Ust-Nera",
  ])("knows %s", (name) => expect(isTimeZone(name)).toBe(true));

  it.each([
    "+02:00",
    "UTC+2",
    "",
    "Mars/Olympus",
    "europe/berlin",
    "America/New_york",
    "EST",
    "EST5EDT",
    "PST",
    "SystemV/PST8",
    "Europe/Berlin ",
    "Europe/Berlin\0",
    "../etc/passwd",
    `Europe/${"A".repeat(10_000)}`,
    null,
    undefined,
    7,
    ["Europe/Berlin"],
  ])("refuses %j", (name) => expect(isTimeZone(name)).toBe(false));

  it("lists what it knows, sorted, with UTC", () => {
    const names = listTimeZones();
    expect(names).toContain("UTC");
    expect(names.every(isTimeZone)).toBe(true);
    expect(names).toEqual([...names].sort());
  });

  it("lists zones by their present names, each the same clock as the old one", () => {
    const names = listTimeZones();
    for (const old of Intl.supportedValuesOf("timeZone")) {
      const present = presentName(old);
      expect(names).toContain(present);
      if (present !== old) expect(names).not.toContain(old);
      for (const instant of [at("2026-01-01T00:00:00Z"), at("2026-07-01T00:00:00Z")])
        expect(offsetMs(instant, present)).toBe(offsetMs(instant, old));
    }
    expect(names).toEqual(expect.arrayContaining(["Asia/Kolkata", "Asia/Kathmandu", "Europe/Kyiv"]));
  });
});

describe("parseDate", () => {
  it.each(["2026-02-28", "2024-02-29", "1970-01-01", "2200-12-31"])("takes %s", (date) => {
    expect(parseDate(date)).toBe(date);
  });

  it.each([
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-6-1",
    "1969-12-31",
    "2201-01-01",
    "2026-06-01T00:00",
    " 2026-06-01",
    "2026-06-01\n",
    "٢٠٢٦-٠٦-٠١",
    "",
    null,
    20260601,
    ["2026-06-01"],
  ])("refuses %j", (value) => expect(parseDate(value)).toBeNull());
});

describe("dates", () => {
  it("counts days and weekdays over years and leap days", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(isoWeekday("1970-01-01")).toBe(4);
    expect(isoWeekday("2026-06-01")).toBe(1);
    expect(isoWeekday("2026-06-07")).toBe(7);
  });

  it("throws a RangeError on garbage", () => {
    expect(() => addDays("2026-02-30", 1)).toThrow(RangeError);
    expect(() => addDays("2026-02-01", 0.5)).toThrow(RangeError);
    expect(() => isoWeekday("tomorrow")).toThrow(RangeError);
    expect(() => wallToInstant("Europe/Berlin", "2026-06-31", 0)).toThrow(RangeError);
    expect(() => wallToInstant("Europe/Berlin", "2026-06-01", 1441)).toThrow(RangeError);
    expect(() => wallToInstant("Europe/Berlin", "2026-06-01", Number.NaN)).toThrow(RangeError);
    expect(() => wallToInstant("Mars/Olympus", "2026-06-01", 0)).toThrow(RangeError);
    expect(() => localDate(Number.NaN, "Europe/Berlin")).toThrow(RangeError);
    expect(() => localDate(8.64e15, "Europe/Berlin")).toThrow(RangeError);
    expect(() => localDayBounds("9999-01-01", "UTC")).toThrow(RangeError);
  });
});

describe("wallToInstant, rule R2", () => {
  it.each([
    // Gaps: forward by the length of the gap.
    ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00.000Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00.000Z"],
    ["Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29T01:30:00.000Z"],
    ["America/Havana", "2026-03-08", "00:30", "2026-03-08T05:30:00.000Z"],
    ["Asia/Beirut", "2026-03-29", "00:00", "2026-03-28T22:00:00.000Z"],
    ["Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T19:00:00.000Z"],
    // Folds: the first occurrence.
    ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00.000Z"],
    ["Antarctica/Troll", "2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"],
    ["Europe/Dublin", "2026-10-25", "01:30", "2026-10-25T00:30:00.000Z"],
    ["America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30:00.000Z"],
    ["Asia/Beirut", "2026-10-24", "23:30", "2026-10-24T20:30:00.000Z"],
    ["America/St_Johns", "2010-11-07", "00:00", "2010-11-07T02:30:00.000Z"],
    ["Africa/Casablanca", "2025-02-23", "02:30", "2025-02-23T01:30:00.000Z"],
    // Neither.
    ["Asia/Kathmandu", "2026-06-01", "09:00", "2026-06-01T03:15:00.000Z"],
    ["Pacific/Chatham", "2026-06-01", "24:00", "2026-06-01T11:15:00.000Z"],
    ["Pacific/Kiritimati", "2026-06-01", "00:00", "2026-05-31T10:00:00.000Z"],
  ])("%s %s %s", (zone, date, clock, expected) => expect(wall(zone, date, clock)).toBe(expected));

  it("reads 24:00 as 00:00 of the next date", () => {
    for (const zone of ["America/Havana", "Asia/Beirut", "America/St_Johns", "Pacific/Apia"]) {
      for (const date of [
        "2010-11-06",
        "2011-12-29",
        "2011-12-30",
        "2026-03-07",
        "2026-03-28",
        "2026-10-31",
      ]) {
        expect(wallToInstant(zone, date, 1440)).toBe(wallToInstant(zone, addDays(date, 1), 0));
      }
    }
  });

  it("works at both ends of the supported years", () => {
    expect(wall("America/New_York", "1970-01-01", "00:00")).toBe("1970-01-01T05:00:00.000Z");
    expect(wall("America/New_York", "2200-07-01", "12:00")).toBe("2200-07-01T16:00:00.000Z");
    expect(wall("Pacific/Kiritimati", "2200-12-31", "24:00")).toBe("2200-12-31T10:00:00.000Z");
  });
});

describe("an instant on the wall", () => {
  it("shows date, minutes and offset", () => {
    const instant = at("2026-06-01T18:20:30Z");
    expect(localDate(instant, "Asia/Kathmandu")).toBe("2026-06-02");
    expect(localMinutes(instant, "Asia/Kathmandu")).toBe(5);
    expect(offsetMinutes(instant, "Asia/Kathmandu")).toBe(345);
    expect(localDate(instant, "America/Los_Angeles")).toBe("2026-06-01");
    expect(localMinutes(at("1970-06-01T00:10:00Z"), "America/New_York")).toBe(20 * 60 + 10);
  });

  it("changes at the very millisecond", () => {
    const change = at("2026-03-29T01:00:00Z");
    expect(offsetMinutes(change - 1, "Europe/Berlin")).toBe(60);
    expect(offsetMinutes(change, "Europe/Berlin")).toBe(120);
  });

  it("has the young rules: Vancouver stays on -07:00, Casablanca follows Ramadan", () => {
    expect(offsetMinutes(at("2026-12-01T00:00:00Z"), "America/Vancouver")).toBe(-420);
    expect(zoneOffsets("Africa/Casablanca", at("2025-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"))).toEqual([
      { from: at("2025-01-01T00:00:00Z"), offset: 3_600_000 },
      { from: at("2025-02-23T02:00:00Z"), offset: 0 },
      { from: at("2025-04-06T02:00:00Z"), offset: 3_600_000 },
    ]);
  });
});

describe("zoneOffsets", () => {
  it("starts at the window and is the same from a cold and a warm cache, however it is cut", () => {
    const [from, to] = [at("2020-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")];
    const whole = zoneOffsets("Europe/London", from, to);
    expect(whole[0]).toEqual({ from, offset: 0 });
    expect(whole).toHaveLength(21);
    expect(zoneOffsets("Europe/London", from, to)).toEqual(whole);
    for (const { from: change, offset } of whole) {
      expect(zoneOffsets("Europe/London", change, change + 1)).toEqual([{ from: change, offset }]);
    }
  });

  it("finds the week that Recife had summer time", () => {
    const periods = zoneOffsets("America/Recife", at("2000-09-01T00:00:00Z"), at("2000-12-01T00:00:00Z"));
    expect(periods.map(({ offset }) => offset / 3_600_000)).toEqual([-3, -2, -3]);
  });
});

describe("localDayBounds", () => {
  const hours = (date: string, zone: string) => {
    const { start, end } = localDayBounds(date, zone);
    return (end - start) / 3_600_000;
  };

  it.each([
    ["Europe/Berlin", "2026-06-01", 24],
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Antarctica/Troll", "2026-03-29", 22],
    ["Pacific/Apia", "2011-12-30", 0],
    ["Pacific/Apia", "2011-12-31", 24],
  ])("%s %s has %d hours", (zone, date, expected) => expect(hours(date, zone)).toBe(expected));

  it("starts at 01:00 where midnight does not exist", () => {
    expect(iso(localDayBounds("2026-03-08", "America/Havana").start)).toBe("2026-03-08T05:00:00.000Z");
    expect(iso(localDayBounds("2026-03-29", "Asia/Beirut").start)).toBe("2026-03-28T22:00:00.000Z");
  });

  it("starts at the first of two midnights", () => {
    expect(iso(localDayBounds("2026-11-01", "America/Havana").start)).toBe("2026-11-01T04:00:00.000Z");
    expect(iso(localDayBounds("2010-11-07", "America/St_Johns").start)).toBe("2010-11-07T02:30:00.000Z");
  });

  it("leaves no instant between two days, and starts on its own date", () => {
    for (const zone of [
      "America/Havana",
      "Asia/Beirut",
      "America/St_Johns",
      "Pacific/Apia",
      "Africa/Casablanca",
    ]) {
      for (let date = "2010-01-01"; date < "2012-02-01"; date = addDays(date, 1)) {
        const { start, end } = localDayBounds(date, zone);
        expect(end).toBe(localDayBounds(addDays(date, 1), zone).start);
        if (end > start) expect(localDate(start, zone)).toBe(date);
      }
    }
  });
});

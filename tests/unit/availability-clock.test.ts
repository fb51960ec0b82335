import { describe, expect, it } from "vitest";
import { explainSlot, openSlots } from "#app/domain/availability.ts";
import { everyDay, inputOf } from "#tests/support/availability-oracle.ts";

/** Nights and zones worked out by hand from tzdata, so that code and oracle cannot be wrong together. */
type Hours = [string, string][];
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function slots(zone: string, dates: string | [string, string], hours: Hours, duration = 30, step?: number) {
  const [from_date, to_date] = typeof dates === "string" ? [dates, dates] : dates;
  const found = openSlots(
    inputOf({
      time_zone: zone,
      weekly_hours: hours.flatMap(([from, to]) => everyDay(minutes(from), minutes(to))),
      from_date,
      to_date,
      service: { duration_min: duration, slot_interval_min: step ?? null },
    }),
  );
  return found.map((start) => new Date(start).toISOString().slice(5, 16));
}

describe("gaps", () => {
  it("New York: 01:30–03:30 is one hour long, and no slot occurs twice", () => {
    expect(slots("America/New_York", "2026-03-08", [["01:30", "03:30"]])).toEqual([
      "03-08T06:30",
      "03-08T07:00",
    ]);
  });

  it("an interval inside the gap moves on; one that spans just the gap is empty", () => {
    // 02:00 -> 03:00 and 03:00 -> 03:00: nothing. 02:15 -> 03:15 and 02:45 -> 03:45: half an hour.
    expect(slots("America/New_York", "2026-03-08", [["02:00", "03:00"]])).toEqual([]);
    expect(slots("America/New_York", "2026-03-08", [["02:15", "02:45"]])).toEqual(["03-08T07:15"]);
  });

  it("an interval that the gap turns around is empty, never swapped (R3)", () => {
    // 02:30 -> 03:30, and its end 03:00 stays 03:00.
    expect(slots("America/New_York", "2026-03-08", [["02:30", "03:00"]], 15)).toEqual([]);
  });

  it("intervals that meet only as instants are merged, after R2 (R4)", () => {
    // 02:30 -> 03:30..; 03:00–04:00 holds it: one grid from 03:00, not a second from 03:30.
    const hours: Hours = [
      ["02:30", "03:45"],
      ["03:00", "04:00"],
    ];
    expect(slots("America/New_York", "2026-03-08", hours, 20)).toEqual([
      "03-08T07:00",
      "03-08T07:20",
      "03-08T07:40",
    ]);
    // On any other day they overlap on the wall: one interval from 02:30.
    expect(slots("America/New_York", "2026-03-09", hours, 20)).toHaveLength(4);
    // 01:00–02:00 and 03:00–04:00 touch on this night: a slot may run over the gap.
    const apart: Hours = [
      ["01:00", "02:00"],
      ["03:00", "04:00"],
    ];
    expect(slots("America/New_York", "2026-03-08", apart, 45)).toEqual(["03-08T06:00", "03-08T06:45"]);
    expect(slots("America/New_York", "2026-03-09", apart, 45)).toEqual(["03-09T05:00", "03-09T07:00"]);
  });

  it("Lord Howe jumps half an hour, Troll two hours", () => {
    expect(slots("Australia/Lord_Howe", "2026-10-04", [["01:30", "03:00"]])).toEqual([
      "10-03T15:00",
      "10-03T15:30",
    ]);
    expect(slots("Antarctica/Troll", "2026-03-29", [["00:30", "03:30"]])).toEqual([
      "03-29T00:30",
      "03-29T01:00",
    ]);
  });

  it("Havana and Beirut skip midnight: the day starts at 01:00", () => {
    expect(slots("America/Havana", "2026-03-08", [["00:00", "02:00"]])).toEqual([
      "03-08T05:00",
      "03-08T05:30",
    ]);
    expect(slots("Asia/Beirut", "2026-03-29", [["00:00", "02:00"]])).toEqual(["03-28T22:00", "03-28T22:30"]);
    // 24:00 of the day before is that same instant.
    expect(slots("America/Havana", "2026-03-07", [["23:00", "24:00"]])).toEqual([
      "03-08T04:00",
      "03-08T04:30",
    ]);
  });

  it("Apia had no 2011-12-30: its hours land on the 31st and merge into one set of slots (R9)", () => {
    const hours: Hours = [["09:00", "11:00"]];
    expect(slots("Pacific/Apia", "2011-12-30", hours, 60)).toEqual([]);
    expect(slots("Pacific/Apia", "2011-12-31", hours, 60)).toEqual(["12-30T19:00", "12-30T20:00"]);
    expect(slots("Pacific/Apia", ["2011-12-29", "2012-01-01"], hours, 60)).toEqual([
      "12-29T19:00",
      "12-29T20:00",
      "12-30T19:00",
      "12-30T20:00",
      "12-31T19:00",
      "12-31T20:00",
    ]);
  });
});

describe("hours of a date that land on another", () => {
  it("the missing day's own hours are offered on the day after it, also when only that day is asked for", () => {
    const input = inputOf({
      time_zone: "Pacific/Apia",
      weekly_hours: [],
      date_overrides: [{ date: "2011-12-30", starts_min: 780, ends_min: 840 }],
      from_date: "2011-12-31",
      to_date: "2011-12-31",
      service: { duration_min: 60 },
    });
    expect(openSlots(input)).toEqual([Date.parse("2011-12-30T23:00:00Z")]);
    expect(explainSlot(input, Date.parse("2011-12-30T23:00:00Z"))).toEqual({ offered: true });
    expect(openSlots({ ...input, from_date: "2011-12-30", to_date: "2011-12-30" })).toEqual([]);
  });
});

describe("folds", () => {
  it("New York: ends mean the first occurrence, the second 01:00–02:00 belongs to what runs over it", () => {
    expect(slots("America/New_York", "2026-11-01", [["00:30", "01:30"]])).toEqual([
      "11-01T04:30",
      "11-01T05:00",
    ]);
    // 00:30 EDT to 02:30 EST are three hours.
    expect(slots("America/New_York", "2026-11-01", [["00:30", "02:30"]], 60)).toEqual([
      "11-01T04:30",
      "11-01T05:30",
      "11-01T06:30",
    ]);
    // 02:00 exists once, after the second 01:59.
    expect(slots("America/New_York", "2026-11-01", [["02:00", "03:00"]], 60)).toEqual(["11-01T07:00"]);
  });

  it("Lord Howe repeats half an hour", () => {
    expect(slots("Australia/Lord_Howe", "2026-04-05", [["01:00", "02:30"]])).toEqual([
      "04-04T14:00",
      "04-04T14:30",
      "04-04T15:00",
      "04-04T15:30",
    ]);
  });

  it("Havana repeats midnight: 24:00 is the first one, so the day before ends an hour sooner than it seems", () => {
    expect(slots("America/Havana", "2026-10-31", [["23:00", "24:00"]])).toEqual([
      "11-01T03:00",
      "11-01T03:30",
    ]);
    expect(slots("America/Havana", "2026-11-01", [["00:00", "01:00"]])).toEqual([
      "11-01T04:00",
      "11-01T04:30",
      "11-01T05:00",
      "11-01T05:30",
    ]);
  });

  it("St John's fell back over midnight: the repeated hour is the day before again (R9)", () => {
    // 2010-11-07 00:01 NDT became 23:01 of the 6th; 24:00 means the first midnight, 02:30Z.
    const late = slots("America/St_Johns", "2010-11-06", [["22:30", "24:00"]]);
    expect(late).toEqual(["11-07T01:00", "11-07T01:30", "11-07T02:00"]);
    // Hours of the 7th start at its first midnight and run through the repeated hour of the 6th.
    expect(slots("America/St_Johns", "2010-11-07", [["00:00", "01:00"]])).toEqual([
      "11-07T02:30",
      "11-07T03:30",
      "11-07T04:00",
    ]);
    expect(slots("America/St_Johns", "2010-11-06", [["00:00", "01:00"]])).toEqual([
      "11-06T02:30",
      "11-06T03:00",
      "11-07T03:00",
    ]);
  });

  it("Dublin and Casablanca, whose summer or Ramadan time is the exception the other way round", () => {
    expect(slots("Europe/Dublin", "2026-10-25", [["00:30", "02:00"]], 60)).toEqual([
      "10-24T23:30",
      "10-25T00:30",
    ]);
    // Into Ramadan 2025 the clock went back from 03:00 to 02:00, out of it forward from 02:00 to 03:00.
    expect(slots("Africa/Casablanca", "2025-02-23", [["01:00", "04:00"]], 60)).toHaveLength(4);
    expect(slots("Africa/Casablanca", "2025-04-06", [["01:00", "04:00"]], 60)).toHaveLength(2);
  });
});

describe("days and nights", () => {
  it("days of 23 and 25 hours hold that many one-hour slots", () => {
    const all: Hours = [["00:00", "24:00"]];
    expect(slots("Europe/Berlin", "2026-03-29", all, 60)).toHaveLength(23);
    expect(slots("Europe/Berlin", "2026-10-25", all, 60)).toHaveLength(25);
    expect(slots("Europe/Berlin", "2026-06-01", all, 60)).toHaveLength(24);
  });

  it("a night shift is contiguous over 24:00, and its grid begins anew at midnight (R5, R6)", () => {
    const night: Hours = [
      ["22:00", "24:00"],
      ["00:00", "02:00"],
    ];
    expect(slots("Europe/Berlin", "2026-06-01", night, 90, 50)).toEqual([
      "05-31T22:00",
      "06-01T20:00",
      "06-01T20:50",
      "06-01T21:40",
    ]);
    // Ended at 23:59, the two are apart.
    const apart: Hours = [
      ["22:00", "23:59"],
      ["00:00", "02:00"],
    ];
    expect(slots("Europe/Berlin", "2026-06-01", apart, 90, 50)).toEqual(["05-31T22:00", "06-01T20:00"]);
  });

  it("a booking of 24 hours fits only where a whole day and its neighbours are open", () => {
    expect(slots("Europe/Berlin", "2026-06-01", [["00:00", "24:00"]], 1440, 720)).toEqual([
      "05-31T22:00",
      "06-01T10:00",
    ]);
    expect(slots("Europe/Berlin", "2026-06-01", [["00:00", "23:59"]], 1440)).toEqual([]);
  });

  it("seven-minute services step by seven minutes and leave the rest", () => {
    expect(slots("Europe/Berlin", "2026-06-01", [["09:00", "09:30"]], 7)).toEqual([
      "06-01T07:00",
      "06-01T07:07",
      "06-01T07:14",
      "06-01T07:21",
    ]);
  });

  it("Kathmandu, St John's and Chatham are no whole hours off", () => {
    expect(slots("Asia/Kathmandu", "2026-06-01", [["09:00", "09:30"]])).toEqual(["06-01T03:15"]);
    expect(slots("America/St_Johns", "2026-06-01", [["09:00", "09:30"]])).toEqual(["06-01T11:30"]);
    expect(slots("Pacific/Chatham", "2026-06-01", [["09:00", "09:30"]])).toEqual(["05-31T20:15"]);
  });

  it("overlapping, touching, repeated and unordered hours are one interval", () => {
    const messy: Hours = [
      ["10:00", "11:00"],
      ["09:00", "10:00"],
      ["09:15", "09:45"],
      ["09:00", "10:00"],
    ];
    expect(slots("UTC", "2026-06-01", messy, 40)).toEqual(["06-01T09:00", "06-01T09:40", "06-01T10:20"]);
  });

  it("an override's 24:00 touches the next day's weekly hours", () => {
    const input = inputOf({
      time_zone: "UTC",
      weekly_hours: everyDay(0, 60),
      date_overrides: [{ date: "2026-06-01", starts_min: 1380, ends_min: 1440 }],
      service: { duration_min: 90 },
    });
    expect(openSlots(input)).toEqual([Date.parse("2026-06-01T23:00:00Z")]);
    expect(explainSlot(input, Date.parse("2026-06-01T00:00:00Z"))).toEqual({
      offered: false,
      reason: "outside_hours",
    });
  });
});

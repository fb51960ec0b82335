/** What is drawn on a day: hours by schedule, holidays and dates of their own, buffers, groups, free time. */
import { describe, expect, test } from "vitest";
import { type CalendarInput, type CalendarSession, drawDays } from "#app/domain/calendar/day.ts";
import { datedHours, without } from "#app/domain/calendar/hours.ts";
import { calendarFrame, calendarWindow, datesOfWeek, parseCalendarDate } from "#app/domain/calendar.ts";
import { epochDay, wallToInstant } from "#app/domain/zones.ts";

const ZONE = "Europe/Berlin";
const MONDAY = "2030-01-07";
const at = (hour: number, date = MONDAY) => wallToInstant(ZONE, date, hour * 60);
const minute = (n: number) => n * 60_000;

const week = (starts_min: number, ends_min: number, values = {}) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ week: 0, weekday, starts_min, ends_min, ...values }));
const SCHEDULE = {
  ...{ id: "s1", name: "Practice", time_zone: ZONE, alternates_from: null },
  ...{ weekly_hours: week(540, 1020), date_overrides: [] },
};
const SESSION: CalendarSession = {
  ...{ session_id: "x1", booking_id: "b1", capacity: 1, seats_taken: 1, waiting: 0 },
  ...{ occupied_from: at(10) - minute(15), occupied_until: at(11) + minute(10) },
  ...{ starts_at: at(10), ends_at: at(11), service_title: "Talk", customer_name: "Grace" },
};
const draw = (values: Partial<CalendarInput>, from = MONDAY, to = from) => {
  const empty = {
    time_zone: ZONE,
    schedules: [SCHEDULE],
    holidays: [],
    blocked: [],
    sessions: [],
    now: at(0),
  };
  return drawDays({ ...empty, ...values }, from, to);
};
const day = (values: Partial<CalendarInput>, date = MONDAY) => draw(values, date)[0]!;
const gapsOf = (values: Partial<CalendarInput>, date = MONDAY) =>
  day(values, date).gaps.map(({ from, until }) => [from, until]);

describe("bookings", () => {
  test("the box is the booking and its buffers, each known apart", () => {
    const [item] = day({ sessions: [SESSION] }).items;
    expect(item).toMatchObject({ kind: "booking", id: "b1", title: "Grace", detail: "Talk" });
    expect(item).toMatchObject({ place: { from: 585, until: 670 }, before_min: 15, after_min: 10 });
  });

  test("a group is one block with its seats", () => {
    const group = { ...SESSION, capacity: 8, seats_taken: 3, waiting: 1 };
    const { items } = day({ sessions: [group] });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: "group", id: "x1", title: "Talk", waiting: 1 });
    expect(items[0]!.seats).toEqual({ taken: 3, capacity: 8 });
  });

  test("over midnight: each day has its part, and the buffer is where it is", () => {
    const late = {
      ...SESSION,
      ...{ starts_at: at(22), ends_at: at(24), occupied_from: at(22), occupied_until: at(24) + minute(30) },
    };
    const [one, other] = draw({ sessions: [late] }, MONDAY, "2030-01-08");
    expect(one!.items[0]).toMatchObject({ place: { from: 1320, until: 1440 }, after_min: 0 });
    expect(other!.items[0]).toMatchObject({ place: { from: 0, until: 30 }, before_min: 0, after_min: 30 });
  });
});

describe("free time", () => {
  test("is where somebody works and nothing is, buffers included, cut at the full hours", () => {
    const { gaps } = day({ sessions: [SESSION] });
    expect(gaps.map(({ from, until }) => [from, until])).toEqual([
      [540, 585],
      [670, 1020],
    ]);
    expect(gaps[1]!.pieces.map(({ from, until }) => [from, until])).toEqual([
      [670, 720],
      ...[720, 780, 840, 900, 960].map((from) => [from, from + 60]),
    ]);
    expect(gaps[1]!.pieces[1]!.starts_at).toBe(at(12));
  });

  test("is not in the past: from now on, to the next five minutes", () => {
    expect(gapsOf({ now: at(10) + minute(2) })).toEqual([[605, 1020]]);
    expect(gapsOf({ now: at(24) })).toEqual([]);
  });

  test("a blocked time closes everything, or its own schedule only", () => {
    const other = { ...SCHEDULE, id: "s2", name: "Evenings", weekly_hours: week(960, 1200) };
    const blocked = (schedule_id: string | null) => [
      { id: "t", schedule_id, starts_at: at(15), ends_at: at(18), reason: "" },
    ];
    const schedules = [SCHEDULE, other];
    expect(gapsOf({ schedules, blocked: blocked(null) })).toEqual([
      [540, 900],
      [1080, 1200],
    ]);
    // The other one works from 16:00 all the same.
    expect(gapsOf({ schedules, blocked: blocked("s1") })).toEqual([
      [540, 900],
      [960, 1200],
    ]);
    expect(day({ schedules, blocked: blocked("s1") }).items[0]).toMatchObject({
      title: "Blocked",
      detail: "Practice only",
    });
  });

  test("what is blocked from the first to the last minute stands above the day", () => {
    const blocked = [{ id: "t", schedule_id: null, starts_at: at(0), ends_at: at(24), reason: "Training" }];
    const drawn = day({ blocked, sessions: [SESSION] });
    expect([drawn.all_day.map(({ title }) => title), drawn.items.length, drawn.gaps]).toEqual([
      ["Training"],
      1,
      [],
    ]);
  });

  test("ranges taken out of ranges", () => {
    const r = (starts_at: number, ends_at: number) => ({ starts_at, ends_at });
    expect(without([r(0, 10), r(20, 30)], [r(2, 4), r(8, 22), r(30, 40)])).toEqual([
      r(0, 2),
      r(4, 8),
      r(22, 30),
    ]);
    expect(without([r(0, 10)], [r(10, 20), r(-5, 0)])).toEqual([r(0, 10)]);
  });
});

describe("hours", () => {
  const open = (values: Partial<CalendarInput>, date = MONDAY) =>
    day(values, date).hours.map(({ schedule, spans }) => [
      schedule,
      spans.map(({ from, until }) => [from, until]),
    ]);

  test("a holiday closes; a date of its own wins over it and over the weekday", () => {
    const holidays = [{ date: MONDAY, name: "Day of rest" }];
    expect(open({})).toEqual([["Practice", [[540, 1020]]]]);
    expect([open({ holidays }), day({ holidays }).holiday]).toEqual([[], "Day of rest"]);
    const own = { date: MONDAY, starts_min: 600, ends_min: 720, note: "Late start" };
    const schedules = [{ ...SCHEDULE, date_overrides: [own] }];
    expect(open({ holidays, schedules })).toEqual([["Practice", [[600, 720]]]]);
    expect(day({ schedules }).notes).toEqual(["Late start"]);
    const closed = [{ ...SCHEDULE, date_overrides: [{ date: MONDAY, starts_min: null, ends_min: null }] }];
    expect(open({ schedules: closed })).toEqual([]);
    expect(open({ schedules: closed }, "2030-01-08")).toEqual([["Practice", [[540, 1020]]]]);
  });

  test("alternating weeks: A from its date on and before it, B in between, both every week where it says so", () => {
    const rules = {
      ...SCHEDULE,
      alternates_from: "2030-01-09",
      weekly_hours: [
        { week: 1, weekday: 1, starts_min: 540, ends_min: 600 },
        { week: 2, weekday: 1, starts_min: 600, ends_min: 660 },
        { week: 0, weekday: 1, starts_min: 900, ends_min: 960 },
      ],
    };
    const starts = (date: string) =>
      datedHours(rules, new Set(), epochDay(date), epochDay(date)).map(({ starts_min }) => starts_min);
    expect(["2029-12-24", "2029-12-31", MONDAY, "2030-01-14", "2030-01-21"].map(starts)).toEqual([
      [540, 900],
      [600, 900],
      [540, 900],
      [600, 900],
      [540, 900],
    ]);
  });

  test("a schedule of another zone is drawn on the provider's clock", () => {
    const schedules = [{ ...SCHEDULE, time_zone: "America/New_York" }];
    expect(open({ schedules })).toEqual([["Practice", [[900, 1380]]]]);
  });

  test("the clocks change under the hours: nothing is longer or shorter than it lasts", () => {
    // 00:00 to 09:00 of the clock is ten hours of this night, and eight of the other.
    const schedules = [{ ...SCHEDULE, weekly_hours: week(0, 540) }];
    expect(open({ schedules }, "2030-10-27")).toEqual([["Practice", [[0, 600]]]]);
    expect(open({ schedules }, "2030-03-31")).toEqual([["Practice", [[0, 480]]]]);
    const pieces = day({ schedules }, "2030-10-27").gaps[0]!.pieces;
    expect(pieces).toHaveLength(10);
    expect(pieces.map(({ starts_at }) => starts_at)).toEqual(
      pieces.map((_, n) => at(0, "2030-10-27") + minute(n * 60)),
    );
  });
});

describe("now", () => {
  test("is on today only", () => {
    const [one, other] = draw({ now: at(14) + minute(5) }, MONDAY, "2030-01-08");
    expect([one!.now?.from, one!.is_today, one!.is_past]).toEqual([845, true, false]);
    expect([other!.now, other!.is_today]).toEqual([null, false]);
    expect(draw({ now: at(0, "2030-01-09") }, MONDAY)[0]!.is_past).toBe(true);
  });
});

describe("windows", () => {
  test("a week begins on the provider's first weekday, a month is whole weeks", () => {
    expect(calendarWindow("day", MONDAY, 1)).toMatchObject({ from_date: MONDAY, to_date: MONDAY });
    expect(calendarWindow("week", "2030-01-13", 1)).toMatchObject({
      from_date: MONDAY,
      to_date: "2030-01-13",
    });
    expect(calendarWindow("week", "2030-01-13", 7)).toMatchObject({ from_date: "2030-01-13" });
    expect(calendarWindow("month", "2030-02-15", 1)).toEqual({
      ...{ from_date: "2030-01-28", to_date: "2030-03-03" },
      ...{ previous_date: "2030-01-01", next_date: "2030-03-01" },
    });
    expect(calendarWindow("month", "2030-12-31", 1).next_date).toBe("2031-01-01");
    expect(datesOfWeek("2030-01-10", 1).map(({ date }) => date.slice(8))).toEqual([
      "07",
      "08",
      "09",
      "10",
      "11",
      "12",
      "13",
    ]);
  });

  test("dates that no calendar shows", () => {
    for (const text of [null, "", "2030-02-30", "1970-01-01", "2200-01-01", "x", "2030-1-7"])
      expect(parseCalendarDate(text)).toBeNull();
    expect(parseCalendarDate("2030-02-28")).toBe("2030-02-28");
  });

  test("the part on show holds all that is there, in whole hours", () => {
    const early = {
      ...SESSION,
      starts_at: at(6.5),
      ends_at: at(7),
      occupied_from: at(6.5),
      occupied_until: at(7),
    };
    expect(calendarFrame(draw({}), false)).toEqual({ from: 540, until: 1020 });
    expect(calendarFrame(draw({ sessions: [early] }), false)).toEqual({ from: 360, until: 1020 });
    expect(calendarFrame(draw({ schedules: [] }), false)).toEqual({ from: 540, until: 1020 });
    expect(calendarFrame(draw({}, "2030-10-27"), true)).toEqual({ from: 0, until: 1500 });
  });
});

import { describe, expect, it } from "vitest";
import {
  type AvailabilityInput,
  explainSlot,
  type Occupied,
  openSlots,
  seatsLeft,
} from "#app/domain/availability.ts";
import { everyDay, inputOf } from "#tests/support/availability-oracle.ts";

/** Monday 2026-06-01 in UTC, 09:00–12:00, half-hour lessons, unless a case says otherwise. */
const at = (clock: string, date = "2026-06-01") => Date.parse(`${date}T${clock}Z`);
const range = (from: string, to: string) => ({ starts_at: at(from), ends_at: at(to) });
const clocks = (slots: number[]) => slots.map((slot) => new Date(slot).toISOString().slice(11, 16)).join(" ");
const day = (changes: Parameters<typeof inputOf>[0] = {}) =>
  inputOf({ time_zone: "UTC", weekly_hours: everyDay(540, 720), ...changes });
const open = (changes: Parameters<typeof inputOf>[0] = {}) => clocks(openSlots(day(changes)));
const why = (input: AvailabilityInput, clock: string, date?: string) => {
  const verdict = explainSlot(input, at(clock, date));
  return verdict.offered ? "offered" : verdict.reason;
};

describe("taken times (R7)", () => {
  it("half-open: what only touches is no overlap, one millisecond more is", () => {
    expect(open({ occupied: [range("09:30", "10:00")] })).toBe("09:00 10:00 10:30 11:00 11:30");
    const longer = { starts_at: at("09:30") - 1, ends_at: at("10:00") + 1 };
    expect(open({ occupied: [longer] })).toBe("10:30 11:00 11:30");
    expect(open({ blocked: [range("08:00", "10:00"), range("11:30", "13:00")] })).toBe("10:00 10:30 11:00");
  });

  it("the service's buffers add to the booking's own, on both sides", () => {
    // Booked 10:00–10:30 with 15 minutes of its own after it, and 15 before.
    const occupied = [{ ...range("09:45", "10:45"), session: session("10:00", "10:30") }];
    expect(open({ occupied })).toBe("09:00 11:00 11:30");
    const service = { buffer_before_min: 15, buffer_after_min: 15 };
    expect(open({ occupied, service })).toBe("09:00 11:00 11:30");
    // 09:00 + 30 + 16 is beyond 09:45; 11:00 - 16 is before 10:45.
    expect(open({ occupied, service: { buffer_after_min: 16 } })).toBe("11:00 11:30");
    expect(open({ occupied, service: { buffer_before_min: 16 } })).toBe("09:00 11:30");
  });

  it("a blocked time meets the service's buffers, which may lie outside the hours", () => {
    const service = { buffer_before_min: 30, buffer_after_min: 30 };
    expect(open({ service })).toBe("09:00 09:30 10:00 10:30 11:00 11:30");
    expect(open({ service, blocked: [range("10:30", "10:31")] })).toBe("09:00 09:30 11:30");
    expect(open({ service, blocked: [range("08:59", "09:00")] })).toBe("09:30 10:00 10:30 11:00 11:30");
    expect(open({ service, blocked: [range("08:00", "08:30")] })).toBe("09:00 09:30 10:00 10:30 11:00 11:30");
  });

  it("empty and inverted ranges occupy nothing", () => {
    for (const none of [range("10:10", "10:10"), range("10:20", "10:10")]) {
      expect(open({ blocked: [none], occupied: [none] })).toBe("09:00 09:30 10:00 10:30 11:00 11:30");
    }
  });

  it("finds the one long booking behind many short later ones", () => {
    const occupied = [range("08:00", "11:30"), ...Array.from({ length: 20 }, () => range("08:10", "08:20"))];
    expect(open({ occupied })).toBe("11:30");
  });

  it("a taken time never shifts the grid", () => {
    expect(open({ occupied: [range("09:00", "09:10")] })).toBe("09:30 10:00 10:30 11:00 11:30");
  });
});

describe("notice (R8)", () => {
  it("counts to the second; equality is allowed; the grid stays", () => {
    const service = { min_notice_min: 60 };
    expect(open({ service, now: at("09:00:00") })).toBe("10:00 10:30 11:00 11:30");
    expect(open({ service, now: at("09:00:01") })).toBe("10:30 11:00 11:30");
    expect(open({ service, now: at("08:59:59") })).toBe("10:00 10:30 11:00 11:30");
    expect(open({ service, now: at("09:13:20") })).toBe("10:30 11:00 11:30");
  });

  it("is measured to the start, not to the buffer before it", () => {
    const service = { min_notice_min: 60, buffer_before_min: 45 };
    expect(open({ service, now: at("09:00:00") })).toBe("10:00 10:30 11:00 11:30");
  });

  it("1,440 minutes are elapsed, not a calendar day", () => {
    const input = inputOf({
      weekly_hours: everyDay(540, 720),
      from_date: "2026-03-29",
      to_date: "2026-03-29",
      now: at("09:00", "2026-03-28"),
      service: { min_notice_min: 1440 },
    });
    // Saturday 10:00 in Berlin (+01:00); 24 hours later it is Sunday 11:00 (+02:00).
    expect(clocks(openSlots(input))).toBe("09:00 09:30");
  });

  it("without notice the present moment itself may be booked, the past not", () => {
    expect(open({ now: at("11:00") })).toBe("11:00 11:30");
    expect(open({ now: at("11:00:00") + 1 })).toBe("11:30");
  });
});

describe("horizon and fixed dates", () => {
  const week = { from_date: "2026-06-01", to_date: "2026-06-07", weekly_hours: everyDay(540, 570) };
  const dates = (changes: Parameters<typeof inputOf>[0]) =>
    openSlots(day({ ...week, ...changes })).map((slot) => new Date(slot).toISOString().slice(8, 10));

  it("counts the provider's calendar days from today", () => {
    expect(dates({ now: at("08:00"), service: { horizon_days: 2 } })).toEqual(["01", "02", "03"]);
    expect(dates({ now: at("08:00"), service: { horizon_days: 0 } })).toEqual(["01"]);
    expect(dates({ now: at("23:59:59"), service: { horizon_days: 1 } })).toEqual(["02"]);
  });

  it("takes today from the provider's wall, not from UTC", () => {
    const input = inputOf({
      ...week,
      time_zone: "Pacific/Auckland",
      now: at("13:00"),
      service: { horizon_days: 0 },
    });
    // 13:00Z on the 1st is 01:00 on the 2nd in Auckland.
    expect(openSlots(input)).toEqual([at("21:00")]);
  });

  it("keeps to the fixed dates, both inclusive", () => {
    const service = { bookable_from: "2026-06-03", bookable_until: "2026-06-05" };
    expect(dates({ service })).toEqual(["03", "04", "05"]);
    expect(dates({ now: at("08:00"), service: { ...service, horizon_days: 3 } })).toEqual(["03", "04"]);
  });
});

const session = (from: string, to: string, seats_taken = 1, capacity = 1, service_id = "lesson") => ({
  service_id,
  starts_at: at(from),
  ends_at: at(to),
  seats_taken,
  capacity,
});
const group = (from: string, to: string, taken: number, capacity = 5, service_id = "lesson"): Occupied => ({
  ...range(from, to),
  session: session(from, to, taken, capacity, service_id),
});

describe("seats", () => {
  const service = { capacity: 5, duration_min: 60, slot_interval_min: 30 };

  it("a session with seats left keeps its own start, and no other that overlaps", () => {
    expect(open({ service, occupied: [group("10:00", "11:00", 2)] })).toBe("09:00 10:00 11:00");
    expect(open({ service, occupied: [group("10:00", "11:00", 5)] })).toBe("09:00 11:00");
  });

  it("its own buffers do not stand in its way, another booking does", () => {
    const buffered = { ...service, buffer_before_min: 20, buffer_after_min: 20 };
    const own = { ...group("10:00", "11:00", 2), starts_at: at("09:40"), ends_at: at("11:20") };
    expect(open({ service: buffered, occupied: [own] })).toBe("10:00");
    expect(open({ service: buffered, occupied: [own, range("11:10", "11:40")] })).toBe("");
    expect(open({ service, occupied: [own], blocked: [range("10:30", "10:31")] })).toBe("");
  });

  it("is joined only at the same start, with the same length, in the same service", () => {
    expect(open({ service, occupied: [group("10:00", "10:45", 2)] })).toBe("09:00 11:00");
    expect(open({ service, occupied: [group("10:00", "11:00", 2, 5, "another")] })).toBe("09:00 11:00");
    expect(open({ service, occupied: [group("10:30", "11:30", 2)] })).toBe("09:00 09:30 10:30");
  });

  it("with capacity 1 a session is just busy", () => {
    const alone = { ...service, capacity: 1 };
    expect(open({ service: alone, occupied: [group("10:00", "11:00", 1, 1)] })).toBe("09:00 11:00");
    expect(open({ service: alone, occupied: [group("10:00", "11:00", 1, 5)] })).toBe("09:00 11:00");
  });

  it("counts the seats that are left", () => {
    const input = day({ service, occupied: [group("10:00", "11:00", 2)] });
    expect(seatsLeft(input, at("10:00"))).toBe(3);
    expect(seatsLeft(input, at("09:00"))).toBe(5);
    expect(seatsLeft(input, at("10:30"))).toBe(0);
    expect(seatsLeft(day({ service, occupied: [group("10:00", "11:00", 5)] }), at("10:00"))).toBe(0);
  });
});

describe("limits", () => {
  const counted = (...keys: [string, string, string?][]) =>
    keys.map(([session_key, clock, date]) => ({ session_key, starts_at: at(clock, date) }));

  it("a day at its limit offers nothing more, the next day does", () => {
    const service = { limit_per_day: 2 };
    const one = counted(["a", "06:00"]);
    const two = counted(["a", "06:00"], ["b", "23:59"]);
    expect(open({ service, counted: one })).not.toBe("");
    expect(open({ service, counted: two })).toBe("");
    const next = day({ service, counted: two, from_date: "2026-06-02", to_date: "2026-06-02" });
    expect(openSlots(next)).toHaveLength(6);
  });

  it("a group session counts once, and may be joined at the limit", () => {
    const service = { limit_per_day: 1, capacity: 5 };
    const people = counted(["a", "10:00"], ["a", "10:00"]);
    expect(open({ service: { ...service, limit_per_day: 2 }, counted: people })).not.toBe("");
    expect(open({ service, counted: people })).toBe("");
    expect(open({ service, counted: people, occupied: [group("10:00", "10:30", 2)] })).toBe("10:00");
    expect(open({ service, counted: people, occupied: [group("10:00", "10:30", 5)] })).toBe("");
  });

  it("days are the provider's", () => {
    const input = inputOf({
      time_zone: "Pacific/Auckland",
      service: { limit_per_day: 1 },
      // 2026-06-01T11:59Z is 23:59 of the 1st in Auckland, 12:00Z is the 2nd.
      counted: counted(["a", "11:59"]),
      from_date: "2026-06-01",
      to_date: "2026-06-02",
    });
    expect(openSlots(input).every((slot) => slot >= at("12:00"))).toBe(true);
    expect(openSlots(input)).toHaveLength(16);
  });

  it("weeks start on Monday, or on the day that is said", () => {
    const service = { limit_per_week: 1 };
    const sunday = counted(["a", "10:00", "2026-05-31"]);
    expect(open({ service, counted: sunday })).not.toBe("");
    expect(open({ service, counted: sunday, week_starts_on: 7 })).toBe("");
    const nextSunday = counted(["a", "10:00", "2026-06-07"]);
    expect(open({ service, counted: nextSunday })).toBe("");
    expect(open({ service, counted: nextSunday, week_starts_on: 7 })).not.toBe("");
  });

  it("a limit of 0 closes the service", () => {
    expect(open({ service: { limit_per_day: 0 } })).toBe("");
  });
});

describe("explainSlot", () => {
  it("names the rule", () => {
    const input = day({
      now: at("06:00"),
      from_date: "2026-05-25",
      to_date: "2026-06-30",
      date_overrides: [
        { date: "2026-06-02", starts_min: null, ends_min: null },
        { date: "2026-06-03", starts_min: 600, ends_min: 660 },
      ],
      blocked: [range("09:10", "09:20")],
      occupied: [{ ...range("10:00", "11:15"), session: session("10:30", "11:00") }],
      service: { horizon_days: 20, min_notice_min: 60 },
      weekly_hours: everyDay(360, 720),
    });
    expect(why(input, "11:30")).toBe("offered");
    expect(why(input, "11:29")).toBe("off_grid");
    expect(why(input, "11:30:01")).toBe("outside_hours");
    expect(why(input, "11:29:59")).toBe("off_grid");
    expect(why(input, "12:00")).toBe("outside_hours");
    expect(why(input, "05:30")).toBe("past");
    expect(why(input, "06:30")).toBe("notice");
    expect(why(input, "07:00")).toBe("offered");
    expect(why(input, "10:00", "2026-05-31")).toBe("past");
    expect(why(input, "10:00", "2026-06-21")).toBe("offered");
    expect(why(input, "10:00", "2026-06-22")).toBe("horizon");
    expect(why(input, "10:00", "2026-08-01")).toBe("horizon");
    expect(why(input, "10:00", "2026-06-02")).toBe("override");
    expect(why(input, "18:00", "2026-06-02")).toBe("outside_hours");
    expect(why(input, "09:30", "2026-06-03")).toBe("override");
    expect(why(input, "10:30", "2026-06-03")).toBe("offered");
    expect(why(input, "09:00")).toBe("blocked");
    expect(why(input, "10:30")).toBe("booked");
    expect(why(input, "10:00")).toBe("buffer");
    expect(why(input, "11:00")).toBe("buffer");
  });

  it("tells a buffer from a booking also without the true times, and near a blocked time", () => {
    const service = { buffer_before_min: 10, buffer_after_min: 10 };
    const input = day({ service, occupied: [range("10:00", "10:30")] });
    expect(why(input, "10:00")).toBe("booked");
    expect(why(input, "09:30")).toBe("buffer");
    expect(why(day({ service, blocked: [range("10:00", "10:30")] }), "10:30")).toBe("buffer");
  });

  it("tells a full group from a booked time, and the limits", () => {
    const service = { capacity: 2, limit_per_day: 1 };
    const full = day({ service, occupied: [group("10:00", "10:30", 2, 2)] });
    expect(why(full, "10:00")).toBe("full");
    expect(why(day({ occupied: [group("10:00", "10:30", 1, 1)] }), "10:00")).toBe("booked");
    const counted = [{ session_key: "a", starts_at: at("10:00") }];
    expect(why(day({ service, counted }), "11:00")).toBe("daily_limit");
    expect(why(day({ service: { limit_per_week: 1 }, counted }), "11:00")).toBe("weekly_limit");
  });

  it("does not vouch for days that were not asked for", () => {
    const input = day({ service: { horizon_days: null } });
    expect(why(input, "10:00", "2026-06-02")).toBe("horizon");
    expect(why(input, "10:00", "2026-05-31")).toBe("horizon");
    expect(why({ ...input, now: at("00:00") }, "10:00", "2020-01-01")).toBe("past");
    expect(explainSlot(input, 8.64e15)).toEqual({ offered: false, reason: "horizon" });
    expect(() => explainSlot(input, Number.NaN)).toThrow(RangeError);
  });
});

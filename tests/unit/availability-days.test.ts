import { describe, expect, it } from "vitest";
import {
  busyWindow,
  nearestSlots,
  nextOpenDay,
  openDaysOfMonth,
  openSlots,
  providerDatesCovering,
  slotsByDay,
  wholeWeeks,
} from "#app/domain/availability.ts";
import { localDayBounds } from "#app/domain/zones.ts";
import { availabilityCases, naiveCases } from "#tests/bench/availability.bench.ts";
import { everyDay, inputOf } from "#tests/support/availability-oracle.ts";

const at = (text: string) => Date.parse(text);

describe("slotsByDay", () => {
  const slots = [at("2026-06-01T21:30Z"), at("2026-06-01T22:00Z"), at("2026-06-02T03:30Z")];

  it("groups by the customer's date, in order", () => {
    expect([...slotsByDay(slots, "Europe/Berlin")]).toEqual([
      ["2026-06-01", [slots[0]]],
      ["2026-06-02", [slots[1], slots[2]]],
    ]);
    expect([...slotsByDay(slots, "America/New_York").keys()]).toEqual(["2026-06-01"]);
    expect([...slotsByDay(slots, "Pacific/Auckland").keys()]).toEqual(["2026-06-02"]);
    expect(slotsByDay([], "Europe/Berlin").size).toBe(0);
  });

  it("puts the hour that St John's had twice on the day that the wall showed", () => {
    const night = ["2010-11-07T02:30Z", "2010-11-07T02:31Z", "2010-11-07T03:30Z"].map(at);
    expect([...slotsByDay(night, "America/St_Johns")]).toEqual([
      ["2010-11-06", [night[1]]],
      ["2010-11-07", [night[0], night[2]]],
    ]);
  });
});

describe("days to choose", () => {
  const slots = openSlots(
    inputOf({
      time_zone: "Europe/Berlin",
      weekly_hours: [
        { weekday: 1, starts_min: 540, ends_min: 600 },
        { weekday: 5, starts_min: 0, ends_min: 60 },
      ],
      from_date: "2026-05-29",
      to_date: "2026-06-12",
    }),
  );

  it("lists the open days of a month in the customer's zone", () => {
    expect(openDaysOfMonth(slots, "Europe/Berlin", "2026-06")).toEqual([
      "2026-06-01",
      "2026-06-05",
      "2026-06-08",
      "2026-06-12",
    ]);
    // Friday 00:00 in Berlin is Thursday evening in New York.
    expect(openDaysOfMonth(slots, "America/New_York", "2026-06")).toEqual([
      "2026-06-01",
      "2026-06-04",
      "2026-06-08",
      "2026-06-11",
    ]);
    expect(openDaysOfMonth(slots, "Europe/Berlin", "2026-07")).toEqual([]);
  });

  it("finds the next open day after a date", () => {
    expect(nextOpenDay(slots, "Europe/Berlin", "2026-06-01")).toBe("2026-06-05");
    expect(nextOpenDay(slots, "America/New_York", "2026-06-01")).toBe("2026-06-04");
    expect(nextOpenDay(slots, "Europe/Berlin", "2026-05-01")).toBe("2026-05-29");
    expect(nextOpenDay(slots, "Europe/Berlin", "2026-06-12")).toBeNull();
  });
});

describe("nearestSlots", () => {
  it("takes the closest, ties to the earlier, and returns them in order", () => {
    const slots = [10, 20, 30, 40, 50];
    expect(nearestSlots(slots, 30, 1)).toEqual([30]);
    expect(nearestSlots(slots, 25, 1)).toEqual([20]);
    expect(nearestSlots(slots, 30, 2)).toEqual([20, 30]);
    expect(nearestSlots(slots, 41, 3)).toEqual([30, 40, 50]);
    expect(nearestSlots(slots, 0, 9)).toEqual(slots);
    expect(nearestSlots([], 0, 3)).toEqual([]);
    expect(nearestSlots(slots, 0, 0)).toEqual([]);
  });
});

describe("what to ask for", () => {
  it("covers a customer's day with the provider's dates", () => {
    const { start, end } = localDayBounds("2026-06-02", "Pacific/Auckland");
    expect(providerDatesCovering(start, end, "America/New_York")).toEqual({
      from_date: "2026-06-01",
      to_date: "2026-06-02",
    });
    const own = localDayBounds("2026-06-02", "Europe/Berlin");
    expect(providerDatesCovering(own.start, own.end, "Europe/Berlin")).toEqual({
      from_date: "2026-06-02",
      to_date: "2026-06-02",
    });
  });

  it("includes the day before where the clock falls back over midnight inside the window", () => {
    expect(
      providerDatesCovering(at("2010-11-07T02:30Z"), at("2010-11-07T05:00Z"), "America/St_Johns"),
    ).toEqual({
      from_date: "2010-11-06",
      to_date: "2010-11-07",
    });
  });

  it("grows a window to whole weeks", () => {
    expect(wholeWeeks("2026-06-03", "2026-06-03")).toEqual({
      from_date: "2026-06-01",
      to_date: "2026-06-07",
    });
    expect(wholeWeeks("2026-06-01", "2026-06-07")).toEqual({
      from_date: "2026-06-01",
      to_date: "2026-06-07",
    });
    expect(wholeWeeks("2026-06-03", "2026-06-08", 7)).toEqual({
      from_date: "2026-05-31",
      to_date: "2026-06-13",
    });
  });

  it("names the stretch of time whose bookings matter", () => {
    const service = { duration_min: 60, buffer_before_min: 30, buffer_after_min: 90 };
    expect(busyWindow("2026-06-03", "2026-06-03", service)).toEqual({
      starts_at: at("2026-06-01T23:30Z"),
      ends_at: at("2026-06-05T02:30Z"),
    });
  });
});

describe("one zone for the hours, another for the eyes", () => {
  it("all zones see the same instants", () => {
    const slots = openSlots(inputOf({ weekly_hours: everyDay(0, 1440), to_date: "2026-06-07" }));
    for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC"]) {
      expect([...slotsByDay(slots, zone).values()].flat()).toEqual(slots);
    }
  });
});

describe("the benchmark's cases", () => {
  it("find slots, and the naive baseline finds the same as many", () => {
    const counts = availabilityCases().map(({ run }) => run());
    expect(counts.every((count) => count > 50)).toBe(true);
    // The last window is open round the clock: the naive form does not see that one day's hours touch the next's.
    expect(
      naiveCases()
        .slice(0, 3)
        .map(({ run }) => run()),
    ).toEqual(counts.slice(0, 3));
  });
});

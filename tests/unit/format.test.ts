import { describe, expect, it } from "vitest";
import {
  englishLocale,
  formatDay,
  formatDuration,
  formatFullDay,
  formatMonth,
  formatOffset,
  formatPrice,
  formatSeats,
  formatShortDay,
  formatTime,
  formatTimeRange,
  groupZones,
  priceAmount,
  sameClock,
  zoneLabel,
} from "#app/i18n/format.ts";

const at = (iso: string) => Date.parse(iso);
/** Non-breaking spaces read as spaces. */
const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("days", () => {
  it("reads as people write them", () => {
    expect(formatDay("2026-12-01")).toBe("Tuesday 1 December");
    expect(formatDay("2026-12-01", "en-US")).toBe("Tuesday, December 1");
    expect(formatShortDay("2026-12-01")).toBe("Tue 1 Dec");
    expect(formatFullDay("2028-02-29")).toBe("Tuesday 29 February 2028");
    expect(formatMonth("2026-12")).toBe("December 2026");
  });

  it("falls back to British English for a locale that it does not speak", () => {
    expect(englishLocale("de-DE")).toBe("en-GB");
    expect(englishLocale("en")).toBe("en-GB");
    expect(englishLocale("x; DROP")).toBe("en-GB");
    expect(englishLocale("en-NZ")).toBe("en-NZ");
  });
});

describe("times", () => {
  it("follows the zone and the habit of the place", () => {
    expect(formatTime(at("2026-12-01T08:05:00Z"), "Europe/Berlin")).toBe("09:05");
    expect(plain(formatTime(at("2026-12-01T19:30:00Z"), "America/New_York", "en-US"))).toBe("2:30 pm");
    expect(formatTime(at("2026-12-01T23:00:00Z"), "Europe/Berlin")).toBe("00:00");
  });

  it("names the offset of an hour that occurs twice", () => {
    expect(formatTime(at("2026-10-25T00:30:00Z"), "Europe/Berlin", "en-GB", true)).toBe("02:30 (UTC+2)");
    expect(formatTime(at("2026-10-25T01:30:00Z"), "Europe/Berlin", "en-GB", true)).toBe("02:30 (UTC+1)");
  });

  it("says both offsets when a range crosses a change of the clocks", () => {
    const range = formatTimeRange(at("2026-10-25T00:30:00Z"), at("2026-10-25T01:15:00Z"), "Europe/Berlin");
    expect(plain(range)).toBe("02:30 (UTC+2) – 02:15 (UTC+1)");
  });

  it("names the day of an end after midnight, not of an end at midnight", () => {
    const start = at("2026-12-01T22:00:00Z");
    expect(plain(formatTimeRange(start, at("2026-12-01T23:00:00Z"), "Europe/Berlin"))).toBe("23:00 – 00:00");
    expect(plain(formatTimeRange(start, at("2026-12-01T23:30:00Z"), "Europe/Berlin"))).toBe(
      "23:00 – Wed 2 Dec, 00:30",
    );
  });
});

describe("zones", () => {
  it("writes offsets, also halves and quarters", () => {
    const now = at("2026-12-01T12:00:00Z");
    expect(formatOffset(now, "UTC")).toBe("UTC");
    expect(formatOffset(now, "Europe/Berlin")).toBe("UTC+1");
    expect(formatOffset(now, "America/St_Johns")).toBe("UTC−3:30");
    expect(formatOffset(now, "Asia/Kathmandu")).toBe("UTC+5:45");
    expect(zoneLabel("America/New_York", now)).toBe("New York time (UTC−5)");
  });

  it("knows clocks that agree", () => {
    const now = at("2026-12-01T12:00:00Z");
    expect(sameClock("Europe/Paris", "Europe/Berlin", now)).toBe(true);
    expect(sameClock("Europe/London", "Europe/Berlin", now)).toBe(false);
  });

  it("groups names by area", () => {
    expect(groupZones(["America/Indiana/Knox", "America/Adak", "UTC"])).toEqual([
      {
        area: "Americas",
        zones: [
          { zone: "America/Adak", city: "Adak" },
          { zone: "America/Indiana/Knox", city: "Knox, Indiana" },
        ],
      },
      { area: "Universal", zones: [{ zone: "UTC", city: "UTC" }] },
    ]);
  });
});

describe("lengths, prices, seats", () => {
  it("writes lengths", () => {
    expect([1, 50, 60, 90, 121, 1440].map(formatDuration)).toEqual([
      "1 minute",
      "50 minutes",
      "1 hour",
      "1 hour 30 minutes",
      "2 hours 1 minute",
      "24 hours",
    ]);
  });

  it("writes prices without empty cents", () => {
    expect(formatPrice(4500, "EUR")).toBe("€45");
    expect(formatPrice(4550, "EUR")).toBe("€45.50");
    expect(formatPrice(0, "EUR")).toBe("Free");
    expect(formatPrice(12000, "USD", "en-US")).toBe("$120");
    expect(formatPrice(5000, "JPY", "en-US")).toBe("¥5,000");
    expect(formatPrice(4500, "nonsense")).toBe("45.00 nonsense");
  });

  it("writes amounts for machines", () => {
    expect(priceAmount(4500, "EUR")).toBe("45.00");
    expect(priceAmount(5000, "JPY")).toBe("5000");
  });

  it("counts seats", () => {
    expect([0, 1, 5].map(formatSeats)).toEqual(["Full", "1 seat left", "5 seats left"]);
  });
});

import { describe, expect, it } from "vitest";
import { explainSlot, openSlots } from "#app/domain/availability.ts";
import { everyDay, inputOf } from "#tests/support/availability-oracle.ts";

/** Garbage, the edges of what is supported, and that nothing given is changed. */
const MINUTE = 60_000;
const at = (clock: string) => Date.parse(`2026-06-01T${clock}Z`);
const range = (from: string, to: string) => ({ starts_at: at(from), ends_at: at(to) });
const day = (changes: Parameters<typeof inputOf>[0] = {}) =>
  inputOf({ time_zone: "UTC", weekly_hours: everyDay(540, 720), ...changes });

describe("input that must not be", () => {
  it.each([
    ["an unknown zone", { time_zone: "Mars/Olympus" }],
    ["a date that is none", { from_date: "2026-02-30" }],
    ["more than 400 days", { from_date: "2026-01-01", to_date: "2027-02-05" }],
    ["a thousand years", { from_date: "1970-01-01", to_date: "2970-01-01" }],
    ["a step of 0", { service: { slot_interval_min: 0 } }],
    ["no duration", { service: { duration_min: 0 } }],
    ["a negative duration", { service: { duration_min: -30 } }],
    ["no now", { now: Number.NaN }],
    ["an override on no date", { date_overrides: [{ date: "2026-06-31", starts_min: 0, ends_min: 60 }] }],
  ])("%s is a RangeError", (_, changes) => {
    expect(() => openSlots(day(changes))).toThrow(RangeError);
  });

  it("400 days are allowed, a window turned around is empty", () => {
    expect(openSlots(day({ from_date: "2026-01-01", to_date: "2027-02-04" }))).toHaveLength(400 * 6);
    expect(openSlots(day({ from_date: "2026-06-02", to_date: "2026-06-01" }))).toEqual([]);
    expect(openSlots(day({ from_date: "2100-06-02", to_date: "1980-06-01" }))).toEqual([]);
  });

  it("works on the first and on the last day that are supported", () => {
    for (const date of ["1970-01-01", "2200-12-31"]) {
      for (const time_zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
        const input = day({ time_zone, from_date: date, to_date: date, now: -20 * 1440 * MINUTE });
        expect(openSlots(input)).toHaveLength(6);
        expect(explainSlot(input, openSlots(input)[0]!)).toEqual({ offered: true });
      }
    }
  });

  it("leaves what it was given as it was", () => {
    const input = day({
      occupied: [range("10:00", "10:30"), range("09:00", "09:30")],
      blocked: [range("11:30", "12:00"), range("11:00", "11:40")],
    });
    const before = structuredClone(input);
    openSlots(input);
    explainSlot(input, at("10:00"));
    expect(input).toEqual(before);
  });
});

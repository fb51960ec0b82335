import { describe, expect, it } from "vitest";
import { openSlots, type WeeklyHours } from "#app/domain/availability.ts";
import {
  addDays,
  dateOfEpochDay,
  listTimeZones,
  localDate,
  localMinutes,
  wallToInstant,
  zoneOffsets,
} from "#app/domain/zones.ts";
import {
  Clock,
  clockChanges,
  everyDay,
  inputOf,
  LONG,
  oracleSlots,
  wallAt,
} from "#tests/support/availability-oracle.ts";

/** Every zone, every change of its clock in 2020–2035: about 4,170 nights, each with schedules that cross it. */
const FROM = Date.UTC(2020, 0, 1);
const TO = Date.UTC(2036, 0, 1);
const DAY = 86_400_000;

const both = (...lists: WeeklyHours[][]) => lists.flat();
const SCHEDULES = [
  // Round the clock: the grid begins anew at each midnight, pieces run on.
  { weekly_hours: everyDay(0, 1440), service: { duration_min: 45, slot_interval_min: 20 } },
  // A night shift as two intervals, and ends that fall inside gaps and folds.
  { weekly_hours: both(everyDay(1290, 1440), everyDay(0, 150)), service: { duration_min: 60 } },
  // Apart on the wall, touching or overlapping or empty as instants.
  {
    weekly_hours: both(everyDay(15, 75), everyDay(90, 120), everyDay(125, 155), everyDay(170, 200)),
    service: { duration_min: 7, buffer_after_min: 3 },
  },
];

function checkWindow(zone: string, around: string): string[] {
  const from_date = addDays(around, -1);
  const to_date = addDays(around, 1);
  const day = Date.parse(`${from_date}T00:00:00Z`) / DAY;
  const clock = new Clock(zone, day - 4, day + 8);
  const wrong: string[] = [];
  for (const [n, schedule] of SCHEDULES.entries()) {
    const input = inputOf({ ...schedule, time_zone: zone, from_date, to_date });
    const got = openSlots(input).join();
    if (got !== oracleSlots(input, clock).join()) wrong.push(`${zone} ${around} schedule ${n}`);
  }
  for (let d = day; d < day + 3; d++) {
    for (let minute = 0; minute <= 1440; minute += LONG ? 1 : 10) {
      const got = wallToInstant(zone, dateOfEpochDay(d), minute);
      if (got !== (clock.first + clock.minuteOf(d * 1440 + minute)) * 60_000) {
        wrong.push(`${zone} ${dateOfEpochDay(d)} minute ${minute}`);
      }
    }
  }
  return wrong;
}

function wallOf(zone: string, instant: number): number {
  return Date.parse(`${localDate(instant, zone)}T00:00:00Z`) / 60_000 + localMinutes(instant, zone);
}

describe("every change of every clock, 2020–2035", () => {
  const zones = listTimeZones();
  const changesOf = new Map(zones.map((zone) => [zone, clockChanges(zone, FROM, TO)]));
  // Spread over several tests, so that a failure names its part of the world and none runs for long.
  const areas = [...new Set(zones.map((zone) => zone.split("/")[0]!))];

  it("knows all zones and finds the same changes as halving with Intl does", { timeout: 60_000 }, () => {
    expect(zones.length).toBeGreaterThan(400);
    for (const zone of zones) {
      const found = zoneOffsets(zone, FROM, TO).slice(1);
      expect([zone, ...found.map(({ from }) => from)]).toEqual([zone, ...changesOf.get(zone)!]);
    }
    const total = [...changesOf.values()].reduce((sum, changes) => sum + changes.length, 0);
    expect(total).toBeGreaterThan(4000);
  });

  for (const area of areas) {
    const inArea = zones.filter((zone) => zone.split("/")[0] === area);
    it(`${area}: offers what the oracle offers`, { timeout: LONG ? 3_600_000 : 300_000 }, () => {
      const wrong: string[] = [];
      for (const zone of inArea) {
        for (const change of changesOf.get(zone)!) {
          // The local date just before the change: St John's and others fall back over midnight.
          const around = dateOfEpochDay(Math.floor(wallAt(zone, change - 60_000) / 1440));
          wrong.push(...checkWindow(zone, around));
          for (const instant of [change - 60_000, change, change + 60_000]) {
            if (wallOf(zone, instant) !== wallAt(zone, instant)) wrong.push(`${zone} shows at ${instant}`);
          }
        }
        if (changesOf.get(zone)!.length === 0) wrong.push(...checkWindow(zone, "2026-06-15"));
      }
      expect(wrong).toEqual([]);
    });
  }
});

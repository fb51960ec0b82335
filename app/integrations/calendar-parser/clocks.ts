import ICAL from "ical.js";
import {
  isTimeZone,
  startOfDayIn,
  wallToInstantIn,
  type ZonePeriod,
  zoneOffsets,
} from "#app/domain/zones.ts";
import { zoneOfWindows } from "#app/integrations/calendar-parser/windows-zones.ts";

/**
 * The clocks that a calendar's times are read on. A wall time is the ms since 1970-01-01 00:00 on that clock.
 * A zone with a name of its own goes by Node's rules and not by the file's VTIMEZONE: the rules of a name change, and
 * the file's are as old as the program that wrote it; also, the whole of Daybook then has one idea of what 09:00 in
 * Berlin is. The file's own rules count where the name says nothing to us ("Customized Time Zone").
 */
export type Clock = {
  toInstant: (wall: number) => number;
  toWall: (instant: number) => number;
  /** The first instant of a day (days since 1970-01-01). */
  startOfDay: (day: number) => number;
};

const DAY = 86_400_000;
const EARLIEST = Date.UTC(1970, 0, 10);
const LATEST = Date.UTC(2200, 0, 1);

const UTC: Clock = {
  toInstant: (wall) => wall,
  toWall: (instant) => instant,
  startOfDay: (day) => day * DAY,
};

/** By Node's own rules; before 1970 and after 2200 by those of the nearest year. Names as of isTimeZone. */
export function clockOf(zone: string): Clock {
  if (zone === "UTC") return UTC;
  const near = (at: number): [ZonePeriod[], number] => {
    const inside = Math.min(Math.max(at, EARLIEST), LATEST);
    return [zoneOffsets(zone, inside - 2 * DAY, inside + 2 * DAY), at];
  };
  return {
    toInstant: (wall) => wallToInstantIn(...near(wall)),
    toWall: (instant) => {
      const [periods] = near(instant);
      return instant + (periods.findLast(({ from }) => from <= instant) ?? periods[0]!).offset;
    },
    startOfDay: (day) => startOfDayIn(near(day * DAY)[0], day),
  };
}

/** A wall time as ical.js has it, of no zone. */
export const timeOfWall = (wall: number, is_date: boolean): ICAL.Time => {
  const at = new Date(wall);
  const parts = {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    isDate: is_date,
  };
  return new ICAL.Time(parts, ICAL.Timezone.localTimezone);
};

const WALL = { hour: 0, minute: 0, second: 0 };

/** The wall time of one of ical.js's times, whatever its zone. */
export const wallOfTime = (time: ICAL.Time): number => {
  const { hour, minute, second } = time.isDate ? WALL : time;
  const wall = new Date(0);
  wall.setUTCFullYear(time.year, time.month - 1, time.day);
  return wall.setUTCHours(hour, minute, second);
};

const ofFile = (component: ICAL.Component): Clock => {
  const zone = new ICAL.Timezone(component);
  const offset = (wall: number) => zone.utcOffset(timeOfWall(wall, false)) * 1000;
  const toInstant = (wall: number) => wall - offset(wall);
  return {
    toInstant,
    toWall: (instant) => instant + offset(instant + offset(instant)),
    startOfDay: (day) => toInstant(day * DAY),
  };
};

const IANA_AT_END = /(?:^|\/)([A-Z][A-Za-z_-]+(?:\/[A-Z][A-Za-z0-9+_-]*){1,2})$/;

/** "/mozilla.org/20070129_1/Europe/Berlin" and its like have the zone's name at their end. */
const nameWithin = (tzid: string): string | null => {
  if (/^(UTC|GMT|Z|Etc\/UTC|Etc\/GMT|tzone:\/\/Microsoft\/Utc)$/i.test(tzid)) return "UTC";
  if (isTimeZone(tzid)) return tzid;
  const parts = IANA_AT_END.exec(tzid)?.[1]?.split("/") ?? [];
  const candidates = [parts.slice(-3).join("/"), parts.slice(-2).join("/")];
  return candidates.find(isTimeZone) ?? zoneOfWindows(tzid);
};

export type Clocks = {
  /** The clock that a TZID means; the provider's own for none and for one that says nothing. */
  of: (tzid: string | null) => Clock;
  own: Clock;
  utc: Clock;
  /** TZIDs that said nothing. */
  unknown: Set<string>;
};

/** @param zones the file's VTIMEZONEs, each as its lines @param own_zone the provider's */
export function clocksOf(zones: readonly string[][], own_zone: string): Clocks {
  const own = clockOf(own_zone);
  const unknown = new Set<string>();
  const files = new Map<string, string[]>();
  for (const lines of zones) {
    const tzid = lines.map((line) => /^TZID(?:;[^:]*)?:(.*)$/i.exec(line)?.[1]?.trim()).find(Boolean);
    if (tzid) files.set(tzid, lines);
  }
  const find = (tzid: string): Clock => {
    const name = nameWithin(tzid);
    if (name) return clockOf(name);
    const lines = files.get(tzid);
    const place = lines
      ?.map((line) => /^X-LIC-LOCATION(?:;[^:]*)?:(.*)$/i.exec(line)?.[1]?.trim())
      .find(Boolean);
    const located = place ? nameWithin(place) : null;
    if (located) return clockOf(located);
    try {
      if (lines) return ofFile(new ICAL.Component(ICAL.parse(lines.join("\r\n"))));
    } catch {
      // Broken rules are no rules.
    }
    unknown.add(tzid.slice(0, 60));
    return own;
  };
  const known = new Map<string, Clock>();
  return {
    own,
    utc: UTC,
    unknown,
    of: (tzid) => {
      if (tzid === null) return own;
      const clock = known.get(tzid) ?? find(tzid);
      known.set(tzid, clock);
      return clock;
    },
  };
}

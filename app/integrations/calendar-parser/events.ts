import ICAL from "ical.js";
import { type Clock, type Clocks, wallOfTime } from "#app/integrations/calendar-parser/clocks.ts";
import { DECLINED } from "#app/integrations/calendar-parser/scan.ts";

/** A time of an event: on which clock, and whether it means a whole day. */
export type Moment = { wall: number; clock: Clock; is_date: boolean };

/** How long an event lasts: days of the calendar, then elapsed ms (RFC 5545, 3.3.6). */
export type Length = { days: number; ms: number };

export type FileEvent = {
  uid: string;
  sequence: number;
  start: Moment;
  length: Length;
  rules: ICAL.Recur[];
  more: More[];
  except: Moment[];
  /** Which occurrence of its series this one stands for, and whether for all later ones too. */
  instead_of: { at: Moment; and_later: boolean } | null;
  /** Not a time in which somebody is busy: free, cancelled, declined. */
  is_free: boolean;
};

const DAY = 86_400_000;

export const instantOf = ({ wall, clock, is_date }: Moment): number =>
  is_date ? clock.startOfDay(Math.floor(wall / DAY)) : clock.toInstant(wall);

/** The instant at which what begins at a moment and lasts that long is over. */
export const endOf = (start: Moment, { days, ms }: Length): number =>
  (days === 0 ? instantOf(start) : instantOf({ ...start, wall: start.wall + days * DAY })) + ms;

const isTime = (value: unknown): value is ICAL.Time => value instanceof ICAL.Time;

const momentOf = (time: ICAL.Time, property: ICAL.Property, clocks: Clocks): Moment => {
  const wall = wallOfTime(time);
  if (!Number.isFinite(wall)) throw new RangeError("no such time");
  if (time.isDate) return { wall, clock: clocks.own, is_date: true };
  const tzid = property.getFirstParameter("tzid") ?? null;
  const is_utc = time.zone === ICAL.Timezone.utcTimezone;
  return { wall, clock: is_utc ? clocks.utc : clocks.of(tzid), is_date: false };
};

type More = { at: Moment; length: Length | null };

/** The times of a property that may come several times, each with several values (RDATE, EXDATE). */
const momentsOf = (component: ICAL.Component, name: string, clocks: Clocks): More[] => {
  const found: More[] = [];
  for (const property of component.getAllProperties(name)) {
    for (const value of property.getValues() as unknown[]) {
      if (isTime(value)) found.push({ at: momentOf(value, property, clocks), length: null });
      if (!(value instanceof ICAL.Period)) continue;
      const [start, end] = periodOf(value, property, clocks);
      found.push({ at: start, length: { days: 0, ms: end - instantOf(start) } });
    }
  }
  return found;
};

/** A period's start, and the instant of its end. */
const periodOf = (period: ICAL.Period, property: ICAL.Property, clocks: Clocks): [Moment, number] => {
  const start = momentOf(period.start, property, clocks);
  const end = period.end
    ? instantOf(momentOf(period.end, property, clocks))
    : instantOf(start) + period.getDuration().toSeconds() * 1000;
  return [start, end];
};

const lengthOf = (component: ICAL.Component, start: Moment, clocks: Clocks): Length => {
  const end = component.getFirstProperty("dtend");
  const value: unknown = end?.getFirstValue();
  if (end && isTime(value)) {
    const until = momentOf(value, end, clocks);
    if (start.is_date && until.is_date) return { days: Math.round((until.wall - start.wall) / DAY), ms: 0 };
    return { days: 0, ms: instantOf(until) - instantOf(start) };
  }
  const duration: unknown = component.getFirstPropertyValue("duration");
  if (duration instanceof ICAL.Duration) {
    const { weeks, days, hours, minutes, seconds, isNegative } = duration;
    const sign = isNegative ? -1 : 1;
    return { days: sign * (weeks * 7 + days), ms: sign * ((hours * 60 + minutes) * 60 + seconds) * 1000 };
  }
  return { days: start.is_date ? 1 : 0, ms: 0 };
};

const FREE = new Set(["FREE", "WORKINGELSEWHERE"]);

const textOf = (component: ICAL.Component, name: string): string =>
  String(component.getFirstPropertyValue(name) ?? "")
    .trim()
    .toUpperCase();

/** One event of a file out of its lines. @throws whatever is wrong with it */
export function readEvent(lines: readonly string[], clocks: Clocks): FileEvent {
  const component = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
  const start_property = component.getFirstProperty("dtstart");
  const start_value: unknown = start_property?.getFirstValue();
  if (!start_property || !isTime(start_value)) throw new TypeError("no start");
  const start = momentOf(start_value, start_property, clocks);
  const instead = component.getFirstProperty("recurrence-id");
  const instead_value: unknown = instead?.getFirstValue();
  return {
    uid: String(component.getFirstPropertyValue("uid") ?? ""),
    sequence: Number(component.getFirstPropertyValue("sequence")) || 0,
    start,
    length: lengthOf(component, start, clocks),
    rules: component
      .getAllProperties("rrule")
      .map((property) => property.getFirstValue() as unknown)
      .filter((value) => value instanceof ICAL.Recur),
    more: momentsOf(component, "rdate", clocks),
    except: momentsOf(component, "exdate", clocks).map(({ at }) => at),
    instead_of:
      instead && isTime(instead_value)
        ? {
            at: momentOf(instead_value, instead, clocks),
            and_later: String(instead.getFirstParameter("range") ?? "").toUpperCase() === "THISANDFUTURE",
          }
        : null,
    is_free:
      textOf(component, "transp") === "TRANSPARENT" ||
      textOf(component, "status") === "CANCELLED" ||
      FREE.has(textOf(component, "x-microsoft-cdo-busystatus")) ||
      lines.includes(DECLINED),
  };
}

/** What a VFREEBUSY says is busy, as instants. @throws whatever is wrong with it */
export function readFreeBusy(lines: readonly string[], clocks: Clocks): [number, number][] {
  const component = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
  const found: [number, number][] = [];
  for (const property of component.getAllProperties("freebusy")) {
    if (String(property.getFirstParameter("fbtype") ?? "BUSY").toUpperCase() === "FREE") continue;
    for (const value of property.getValues() as unknown[]) {
      if (!(value instanceof ICAL.Period)) continue;
      const [start, end] = periodOf(value, property, clocks);
      found.push([instantOf(start), end]);
    }
  }
  return found;
}

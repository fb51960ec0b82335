/**
 * Time zones: the only place where a wall clock becomes an instant, and back (docs/architecture.md, "Time").
 * Instants are epoch milliseconds UTC, offsets are milliseconds east of UTC, dates are "YYYY-MM-DD".
 *
 * Why a table of periods and not an Intl call for each time: one `Intl.DateTimeFormat#format` takes about
 * 1 µs and making a formatter up to 0.3 ms (Node 24.21), a page has thousands of candidate times. A table of
 * 512 days costs about 0.2 ms once per zone and is kept.
 */
import { tzOffset } from "@date-fns/tz";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** One offset in force from `from` (epoch ms) until the next period's `from`. */
export type ZonePeriod = { from: number; offset: number };

// Supported dates are 1970-01-01..2200-12-31; the instants around them need a margin of some weeks.
const EARLIEST = Date.UTC(1969, 11, 1);
const LATEST = Date.UTC(2201, 1, 1);
const CHUNK = 512 * DAY;
// The shortest time between two changes of one zone since 1970 is 6.96 days (Boa Vista, Noronha and Recife
// in 2000; Gaza and Hebron from 2040 on; read from tzdata's own files). Four days can hide none.
const SAMPLE = 4 * DAY;
const CHUNKS_KEPT = 4096;

const chunks = new Map<string, ZonePeriod[]>();
const knownZones = new Map<string, boolean>();

/** Least recently used out: a Map keeps insertion order, so re-inserting on use is all it takes. */
function remember<V>(cache: Map<string, V>, kept: number, key: string, make: () => V): V {
  const found = cache.get(key);
  if (found !== undefined) {
    cache.delete(key);
    cache.set(key, found);
    return found;
  }
  const made = make();
  if (cache.size >= kept) cache.delete(cache.keys().next().value as string);
  cache.set(key, made);
  return made;
}

// Area/City with each part capitalised, or UTC. One-word names are refused because PostgreSQL and Intl read
// some of them differently (EST, MST: a fixed offset there, Panama and Phoenix here).
const ZONE_SHAPE = /^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z0-9+_-]*){1,2})$/;
const NOT_IN_POSTGRES = /^SystemV\/|^US\/Pacific-New$/;

/** True for an IANA zone that both this Node and PostgreSQL know under that name; offsets are refused. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== "string" || name.length > 64 || !ZONE_SHAPE.test(name)) return false;
  if (NOT_IN_POSTGRES.test(name)) return false;
  return remember(knownZones, 1024, name, () => {
    try {
      new Intl.DateTimeFormat("en-US", { timeZone: name });
    } catch {
      return false;
    }
    // Intl ignores case ("America/New_york"); a name stored in the database should have one spelling.
    const canonical = canonicalSpelling().get(name.toLowerCase());
    return canonical === undefined || canonical === name;
  });
}

let spelling: Map<string, string> | undefined;
function canonicalSpelling(): Map<string, string> {
  spelling ??= new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.toLowerCase(), name]));
  return spelling;
}

// Intl lists some zones by names that their people gave up, in some cases decades ago; it takes the present ones as well.
export const PRESENT_NAMES: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** A zone by its present name (browsers report "Asia/Calcutta"); any other name comes back as it is. */
export const presentName = (zone: string): string => PRESENT_NAMES[zone] ?? zone;

let listed: string[] | undefined;

/** All zones to choose from by their present names, sorted, with UTC; aliases ("US/Pacific") are valid but not listed. */
export function listTimeZones(): string[] {
  const names = () => new Set([...Intl.supportedValuesOf("timeZone").map(presentName), "UTC"]);
  listed ??= [...names()].filter(isTimeZone).sort();
  return listed;
}

/**
 * Milliseconds east of UTC, from @date-fns/tz, which asks Intl. To the second, and rounded because it gives minutes.
 * It loses the sign of offsets between -1 h and 0; no zone has had one since Monrovia in January 1972.
 */
const offsetAt = (zone: string, instant: number): number =>
  Math.round(tzOffset(zone, new Date(instant)) * 60) * 1000;

function chunkPeriods(zone: string, index: number): ZonePeriod[] {
  return remember(chunks, CHUNKS_KEPT, `${zone} ${index}`, () => {
    if (!isTimeZone(zone)) throw new RangeError(`Unknown time zone: ${String(zone).slice(0, 64)}`);
    const start = index * CHUNK;
    const periods = [{ from: start, offset: offsetAt(zone, start) }];
    let offset = periods[0]!.offset;
    for (let at = start; at < start + CHUNK; at += SAMPLE) {
      const next = offsetAt(zone, at + SAMPLE);
      if (next === offset) continue;
      // Offsets change on whole seconds; `low` still has the old one, `high` the new one.
      let low = at;
      let high = at + SAMPLE;
      while (high - low > 1000) {
        const middle = low + Math.floor((high - low) / 2000) * 1000;
        if (offsetAt(zone, middle) === offset) low = middle;
        else high = middle;
      }
      periods.push({ from: high, offset: next });
      offset = next;
    }
    return periods;
  });
}

/**
 * The offsets of a zone in [fromMs, toMs): the first period starts at `fromMs`, each further one at a change.
 * Found once and cached. Throws RangeError on an unknown zone or an instant outside 1970..2200.
 */
export function zoneOffsets(zone: string, fromMs: number, toMs: number): ZonePeriod[] {
  if (!(fromMs >= EARLIEST && toMs <= LATEST)) throw new RangeError("Instant outside 1970..2200");
  const periods: ZonePeriod[] = [];
  const last = Math.floor(Math.max(fromMs, toMs - 1) / CHUNK);
  for (let index = Math.floor(fromMs / CHUNK); index <= last; index++) {
    for (const { from, offset } of chunkPeriods(zone, index)) {
      if (from <= fromMs) periods[0] = { from: fromMs, offset };
      else if (from < toMs && periods.at(-1)?.offset !== offset) periods.push({ from, offset });
    }
  }
  return periods;
}

/** Offset (ms) at an instant, from a table that covers it. */
export function offsetIn(periods: ZonePeriod[], instant: number): number {
  let index = periods.length - 1;
  while (index > 0 && periods[index]!.from > instant) index--;
  return periods[index]!.offset;
}

/** Local calendar day (days since 1970-01-01) of an instant, from a table that covers it. */
export function localDayIn(periods: ZonePeriod[], instant: number): number {
  return Math.floor((instant + offsetIn(periods, instant)) / DAY);
}

/**
 * Wall clock (ms since 1970-01-01 00:00 on that clock) to an instant, from a table that reaches two days around it.
 * Rule R2, "compatible": in a fold the first occurrence, in a gap forward by the length of the gap.
 */
export function wallToInstantIn(periods: ZonePeriod[], wall: number): number {
  for (let index = 0; index < periods.length; index++) {
    const { from, offset } = periods[index]!;
    const instant = wall - offset;
    if (instant >= (periods[index + 1]?.from ?? Infinity)) continue;
    // Before this period by its own clock, after the one before by that one's: the wall time is in the gap.
    return index > 0 && instant < from ? wall - periods[index - 1]!.offset : instant;
  }
  throw new RangeError("Empty table of offsets");
}

/** The first instant whose local date is that day or later (a day may start at 01:00, or not exist at all). */
export function startOfDayIn(periods: ZonePeriod[], day: number): number {
  for (let index = 0; index < periods.length; index++) {
    const { from, offset } = periods[index]!;
    const instant = Math.max(day * DAY - offset, index > 0 ? from : -Infinity);
    if (instant < (periods[index + 1]?.from ?? Infinity)) return instant;
  }
  throw new RangeError("Empty table of offsets");
}

/** A real calendar date "YYYY-MM-DD" of the years 1970..2200, else null ("2026-02-30" is none). */
export function parseDate(value: unknown): string | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const year = Number(value.slice(0, 4));
  if (year < 1970 || year > 2200) return null;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== value ? null : value;
}

/** Days since 1970-01-01. Throws RangeError on what is no date of 1970..2200. */
export function epochDay(date: string): number {
  if (parseDate(date) === null) throw new RangeError(`Not a date: ${String(date).slice(0, 32)}`);
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** "YYYY-MM-DD" of a number of days since 1970-01-01. */
export function dateOfEpochDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** ISO weekday of a day since 1970-01-01 (a Thursday): 1 Monday .. 7 Sunday. */
export function weekdayOfEpochDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** ISO weekday of a date: 1 Monday .. 7 Sunday. Throws RangeError on garbage. */
export function isoWeekday(date: string): number {
  return weekdayOfEpochDay(epochDay(date));
}

/** The date `n` days later (earlier when negative). Throws RangeError on garbage. */
export function addDays(date: string, n: number): string {
  if (!Number.isSafeInteger(n)) throw new RangeError("Days must be a whole number");
  return dateOfEpochDay(epochDay(date) + n);
}

/** Offset in ms east of UTC at an instant. Throws RangeError on an unknown zone or instant. */
export function offsetMs(instant: number, zone: string): number {
  return offsetIn(zoneOffsets(zone, instant, instant), instant);
}

/** Offset in minutes east of UTC. */
export function offsetMinutes(instant: number, zone: string): number {
  return offsetMs(instant, zone) / MINUTE;
}

/** Local calendar day (days since 1970-01-01) of an instant. */
export function localDay(instant: number, zone: string): number {
  return Math.floor((instant + offsetMs(instant, zone)) / DAY);
}

/** The calendar date on the zone's wall clock at an instant (epoch ms). */
export function localDate(instant: number, zone: string): string {
  return dateOfEpochDay(localDay(instant, zone));
}

/** Whole minutes since 00:00 on the zone's wall clock, 0..1439. */
export function localMinutes(instant: number, zone: string): number {
  const wall = instant + offsetMs(instant, zone);
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / MINUTE);
}

/** Epoch ms of a wall time, `minutes` 0..1440 of that date, by rule R2. Throws RangeError on garbage. */
export function wallToInstant(zone: string, date: string, minutes: number): number {
  if (!(Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440))
    throw new RangeError("Minutes 0..1440");
  const wall = epochDay(date) * DAY + minutes * MINUTE;
  return wallToInstantIn(zoneOffsets(zone, wall - 2 * DAY, wall + 2 * DAY), wall);
}

/**
 * The local day as instants, [start of the date, start of the next). Empty when the date does not exist
 * (Apia 2011-12-30). Where midnight occurs twice (St John's until 2011) the first one starts the day.
 */
export function localDayBounds(date: string, zone: string): { start: number; end: number } {
  const day = epochDay(date);
  const periods = zoneOffsets(zone, (day - 2) * DAY, (day + 3) * DAY);
  return { start: startOfDayIn(periods, day), end: startOfDayIn(periods, day + 1) };
}

/** Does the zone's wall clock show what it shows at this instant (epoch ms) at another one too? */
export function occursTwice(instant: number, zone: string): boolean {
  const periods = zoneOffsets(zone, instant - 2 * DAY, instant + 2 * DAY);
  if (periods.length === 1) return false;
  const wall = instant + offsetIn(periods, instant);
  return periods.some(({ offset }) => {
    const other = wall - offset;
    return other !== instant && offsetIn(periods, other) === offset;
  });
}

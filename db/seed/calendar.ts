/**
 * Local dates and wall clocks for the demo data, with Intl alone: db/ does not know app/, where the real rules are.
 * Dates are "YYYY-MM-DD" in the zone at hand, instants epoch milliseconds.
 */

export const MINUTE = 60_000;
export const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of an instant, as if it were UTC. */
const wallOf = (instant: number, zone: string): number => {
  let format = formats.get(zone);
  if (!format) {
    const numeric = "numeric" as const;
    format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23", year: numeric, month: numeric, day: numeric },
      ...{ hour: numeric, minute: numeric, second: numeric },
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
};

/** Milliseconds that the zone is ahead of UTC at an instant. */
const offsetAt = (instant: number, zone: string): number =>
  wallOf(instant, zone) - Math.floor(instant / 1000) * 1000;

/** The instant at which a date's wall clock shows these minutes from midnight; exact on days without a clock change. */
export const instantOf = (date: string, minutes: number, zone: string): number => {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
};

export const dateOf = (instant: number, zone: string): string =>
  new Date(wallOf(instant, zone)).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** ISO: 1 is Monday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** The first such weekday that is at least `days` after a date. */
export const nextWeekday = (date: string, days: number, weekday: number): string => {
  const earliest = addDays(date, days);
  return addDays(earliest, (weekday - weekdayOf(earliest) + 7) % 7);
};

/** Clocks do not change on this date nor on its neighbours; the demo books nothing near a change. */
export const isPlainDay = (date: string, zone: string): boolean =>
  offsetAt(instantOf(addDays(date, -1), 0, zone), zone) ===
  offsetAt(instantOf(addDays(date, 2), 0, zone), zone);

/** "18:30" as minutes from midnight; "24:00" is 1440. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Numbers in [0, 1) that depend on the text alone: the same demo for the same day. */
export const dice = (text: string): (() => number) => {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

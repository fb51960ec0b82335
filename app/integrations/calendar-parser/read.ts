import ICAL from "ical.js";
import { mergeRanges } from "#app/domain/availability/ranges.ts";
import { clocksOf, timeOfWall, wallOfTime } from "#app/integrations/calendar-parser/clocks.ts";
import {
  endOf,
  type FileEvent,
  instantOf,
  type Length,
  type Moment,
  readEvent,
  readFreeBusy,
} from "#app/integrations/calendar-parser/events.ts";
import { scan, type Unreadable, UnreadableError } from "#app/integrations/calendar-parser/scan.ts";

/** Epoch ms, [start, end). */
export type Busy = [starts_at: number, ends_at: number];

export type Question = {
  /** The provider's zone: of floating times, of whole days. */
  time_zone: string;
  /** Of what is asked (epoch ms). */
  from: number;
  until: number;
};

export type Warning =
  | { code: "unknown_zones"; names: string[] }
  | { code: "broken_events"; count: number }
  | { code: "often"; count: number };

export type ReadCalendar =
  | {
      ok: true;
      /** Merged, by start. */
      busy: Busy[];
      /** Entries that a Daybook made: a booking's id, and when. Whose it is, the database knows. */
      ours: [booking_id: string, ...Busy][];
      events: number;
      warnings: Warning[];
    }
  | { ok: false; code: Unreadable | "too_many_occurrences" };

const DAY = 86_400_000;
/** Of one event; a meeting every two hours for a year has fewer. */
export const MAX_OCCURRENCES = 5_000;
/** Of all events, before they are merged. */
const MAX_RANGES = 200_000;

const OURS = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@daybook$/i;

/** When a calendar's owner is busy. Pure, and only as quick as the calendar is honest: so it runs in a process of its own. */
export function readCalendar(text: string, question: Question): ReadCalendar {
  try {
    return read(text, question);
  } catch (error) {
    if (error instanceof UnreadableError) return { ok: false, code: error.code };
    throw error;
  }
}

function read(text: string, question: Question): ReadCalendar {
  const found = scan(text);
  const clocks = clocksOf(found.zones, question.time_zone);
  let broken = found.broken;
  const series = new Map<string, FileEvent[]>();
  found.events.forEach((lines, index) => {
    try {
      const event = readEvent(lines, clocks);
      // Without a UID nothing else speaks of it.
      const key = event.uid || `#${index}`;
      series.set(key, [...(series.get(key) ?? []), event]);
    } catch {
      broken++;
    }
  });

  const busy: Busy[] = [];
  const ours: [string, ...Busy][] = [];
  let often = 0;
  for (const [uid, events] of series) {
    const booking_id = OURS.exec(uid)?.[1]?.toLowerCase();
    const expanded = expandSeries(events, question);
    if (expanded.is_cut) often++;
    broken += expanded.broken;
    for (const [starts_at, ends_at] of expanded.busy) {
      const range: Busy = [Math.max(starts_at, question.from), Math.min(ends_at, question.until)];
      if (!(range[1] > range[0])) continue;
      if (booking_id) ours.push([booking_id, ...range]);
      else busy.push(range);
    }
    if (busy.length + ours.length > MAX_RANGES) return { ok: false, code: "too_many_occurrences" };
  }
  for (const lines of found.free_busy) {
    try {
      for (const [start, end] of readFreeBusy(lines, clocks)) {
        const range: Busy = [Math.max(start, question.from), Math.min(end, question.until)];
        if (range[1] > range[0]) busy.push(range);
      }
    } catch {
      broken++;
    }
  }
  const warnings: Warning[] = [];
  if (clocks.unknown.size > 0)
    warnings.push({ code: "unknown_zones", names: [...clocks.unknown].slice(0, 3) });
  if (broken > 0) warnings.push({ code: "broken_events", count: broken });
  if (often > 0) warnings.push({ code: "often", count: often });
  const merged = mergeRanges(busy.map(([starts_at, ends_at]) => ({ starts_at, ends_at })));
  return {
    ok: true,
    busy: merged.map(({ starts_at, ends_at }) => [starts_at, ends_at]),
    ours,
    events: found.events.length,
    warnings,
  };
}

type Expanded = { busy: Busy[]; is_cut: boolean; broken: number };

/** All that a UID stands for: the series itself (its newest version), and what became of single occurrences. */
function expandSeries(events: readonly FileEvent[], question: Question): Expanded {
  const newest = Math.max(...events.filter((event) => !event.instead_of).map(({ sequence }) => sequence));
  const masters = events.filter((event) => !event.instead_of && event.sequence === newest);
  const changed = newestChanges(events);
  const result: Expanded = { busy: [], is_cut: false, broken: 0 };
  for (const event of changed)
    if (!event.is_free) result.busy.push([instantOf(event.start), endOf(event.start, event.length)]);
  for (const master of masters) {
    try {
      expandMaster(master, changed, question, result);
    } catch {
      result.broken++;
    }
  }
  return result;
}

/** Of several versions of what became of one occurrence, the newest. */
const newestChanges = (events: readonly FileEvent[]): FileEvent[] => {
  const byOccurrence = new Map<string, FileEvent>();
  for (const event of events) {
    if (!event.instead_of) continue;
    const key = keyOf(event.instead_of.at);
    const known = byOccurrence.get(key);
    if (!known || known.sequence <= event.sequence) byOccurrence.set(key, event);
  }
  return [...byOccurrence.values()];
};

const keyOf = (at: Moment): string => (at.is_date ? `day ${at.wall / DAY}` : `at ${instantOf(at)}`);
const dayKey = (wall: number): string => `day ${Math.floor(wall / DAY)}`;

function expandMaster(
  master: FileEvent,
  changed: readonly FileEvent[],
  question: Question,
  result: Expanded,
): void {
  const { start, length } = master;
  const taken_out = new Set<string>();
  for (const at of [...master.except, ...changed.map(({ instead_of }) => instead_of!.at)]) {
    taken_out.add(keyOf(at));
    // A date takes out all that is on it; a time on a series of whole days means the day it names.
    if (start.is_date) taken_out.add(dayKey(at.wall));
  }
  const later = changed
    .filter(({ instead_of }) => instead_of!.and_later)
    .map((event) => ({ event, from: instantOf(event.instead_of!.at) }))
    .sort((a, b) => a.from - b.from);

  const add = (at: Moment, own: Length | null) => {
    if (taken_out.has(keyOf(at)) || taken_out.has(dayKey(at.wall))) return;
    const instant = instantOf(at);
    const change = later.findLast(({ from }) => from < instant)?.event;
    const is_free = change?.is_free ?? master.is_free;
    if (is_free) return;
    const moved = change ? shifted(at, instant, change) : at;
    result.busy.push([instantOf(moved), endOf(moved, change?.length ?? own ?? length)]);
  };
  const walls = new Set([start.wall]);
  for (const rule of master.rules) if (addWalls(walls, master, rule, question)) result.is_cut = true;
  for (const wall of walls) add({ ...start, wall }, null);
  for (const { at, length: own } of master.more)
    if (!(walls.has(at.wall) && at.clock === start.clock)) add(at, own);
}

/** A later occurrence, as far from its place as the changed one is from its own, on the change's clock. */
const shifted = (at: Moment, instant: number, { start, instead_of }: FileEvent): Moment => {
  const onClock = (moment: Moment, of: number) =>
    moment.clock === start.clock || moment.is_date ? moment.wall : start.clock.toWall(of);
  const original = instead_of!.at;
  const by = start.wall - onClock(original, instantOf(original));
  return { ...start, wall: onClock(at, instant) + by };
};

/** Adds the wall times of a rule that may matter. @returns true when there were too many */
function addWalls(
  walls: Set<number>,
  { start, length }: FileEvent,
  rule: ICAL.Recur,
  question: Question,
): boolean {
  const margin = 2 * DAY;
  const lasts = length.days * DAY + length.ms;
  if (rule.until) {
    const until = rule.until;
    const is_utc = until.zone === ICAL.Timezone.utcTimezone && !start.is_date;
    // A date as the end of a series of times means all of that day.
    const wall = is_utc
      ? start.clock.toWall(wallOfTime(until))
      : wallOfTime(until) + (until.isDate && !start.is_date ? DAY - 1000 : 0);
    if (wall + lasts < question.from - margin) return false;
    rule.until = timeOfWall(wall, start.is_date);
  }
  const iterator = rule.iterator(timeOfWall(start.wall, start.is_date));
  let count = 0;
  for (let next = iterator.next(); next; next = iterator.next()) {
    const wall = wallOfTime(next);
    if (wall > question.until + margin) return false;
    if (wall + lasts < question.from - margin) continue;
    if (++count > MAX_OCCURRENCES) return true;
    walls.add(wall);
  }
  return false;
}

/**
 * The slow, obvious answer to "which times are free", to hold `openSlots` against. It walks minute by minute
 * and asks Intl only "what does the clock on the wall show at this UTC minute?". It shares no code with
 * app/domain: no offsets, no interval arithmetic, no table of changes.
 */
import type { AvailabilityInput, Occupied } from "#app/domain/availability.ts";

const MINUTE = 60_000;
const DAY_MIN = 1440;

/** DAYBOOK_LONG=1: every minute is asked of Intl, and many more cases are drawn. */
export const LONG = process.env.DAYBOOK_LONG === "1";

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the wall shows at an instant, as whole minutes since 1970-01-01 00:00 on that wall. */
export function wallAt(zone: string, instant: number): number {
  // "09/13/2020, 08:26"
  const text = formatOf(zone).format(instant);
  const [month, day, year] = [Number(text.slice(0, 2)), Number(text.slice(3, 5)), Number(text.slice(6, 10))];
  return Date.UTC(year, month - 1, day, Number(text.slice(12, 14)), Number(text.slice(15))) / MINUTE;
}

const dayOf = (wall: number) => Math.floor(wall / DAY_MIN);
const dayOfDate = (date: string) => Date.parse(`${date}T00:00:00Z`) / (DAY_MIN * MINUTE);

/** What the wall shows at each UTC minute of a stretch of time, and in which minute it first shows what. */
export class Clock {
  readonly zone: string;
  /** UTC minutes since 1970 of the first entry. */
  readonly first: number;
  readonly walls: Int32Array;
  private readonly earliest: Int32Array;
  private readonly lowest: number;

  constructor(zone: string, fromDay: number, toDay: number) {
    this.zone = zone;
    this.first = fromDay * DAY_MIN;
    const count = (toDay - fromDay) * DAY_MIN;
    this.walls = new Int32Array(count);
    this.readWalls();
    this.lowest = this.walls[0]! - 2 * DAY_MIN;
    this.earliest = new Int32Array(count + 6 * DAY_MIN).fill(-1);
    for (let m = count - 1; m >= 0; m--) this.earliest[this.walls[m]! - this.lowest] = m;
  }

  /** Between two quarters of an hour that agree nothing changed; where they differ, each minute is asked. */
  private readWalls() {
    const at = (minute: number) => wallAt(this.zone, (this.first + minute) * MINUTE);
    let wall = at(0);
    for (let m = 0; m < this.walls.length; m += 15) {
      const next = at(m + 15);
      const even = !LONG && next === wall + 15;
      for (let i = 0; i < 15; i++) this.walls[m + i] = even ? wall + i : at(m + i);
      wall = next;
    }
  }

  private shownFirst(wall: number): number {
    return this.earliest[wall - this.lowest] ?? -1;
  }

  /**
   * The minute (index) meant by a wall time: the first that shows it. If none does, the clock jumped over it:
   * go back on the wall to the last time it did show, and let as much time pass as was gone back.
   */
  minuteOf(wall: number): number {
    let back = 0;
    while (this.shownFirst(wall - back) < 0) {
      if (++back > 2 * DAY_MIN) throw new Error("The clock does not reach that far");
    }
    return back === 0 ? this.shownFirst(wall) : this.walls.lastIndexOf(wall - back) + back;
  }
}

/** A clock that reaches far enough for an input's window. */
export function clockFor(input: AvailabilityInput): Clock {
  const long = Math.ceil(input.service.duration_min / DAY_MIN);
  return new Clock(input.time_zone, dayOfDate(input.from_date) - 4, dayOfDate(input.to_date) + 5 + long);
}

/** `openSlots` the slow way; `clock` may be given to use it again for the same window and zone. */
export function oracleSlots(input: AvailabilityInput, clock = clockFor(input)): number[] {
  const { service } = input;
  const [fromDay, toDay] = [dayOfDate(input.from_date), dayOfDate(input.to_date)];
  const working = new Uint8Array(clock.walls.length);
  const onGrid = new Uint8Array(clock.walls.length);
  const step = service.slot_interval_min ?? service.duration_min;
  const lastDay = toDay + 2 + Math.ceil(service.duration_min / DAY_MIN);
  for (let day = fromDay - 2; day <= lastDay; day++) {
    const ofDate = new Uint8Array(clock.walls.length);
    for (const [from, to] of hoursOf(input, day)) {
      const end = clock.minuteOf(day * DAY_MIN + to);
      for (let m = clock.minuteOf(day * DAY_MIN + from); m < end; m++) ofDate[m] = 1;
    }
    let sinceStart = 0;
    const first = ofDate.indexOf(1);
    for (let m = first; m >= 0 && m < ofDate.length; m++) {
      if (!ofDate[m]) {
        sinceStart = 0;
        continue;
      }
      working[m] = 1;
      if (sinceStart % step === 0) onGrid[m] = 1;
      sinceStart++;
    }
  }

  const slots: number[] = [];
  for (let m = 0; m < working.length; m++) {
    if (!onGrid[m]) continue;
    const day = dayOf(clock.walls[m]!);
    if (day < fromDay || day > toDay) continue;
    let fits = true;
    for (let i = 0; i < service.duration_min; i++) if (!working[m + i]) fits = false;
    const start = (clock.first + m) * MINUTE;
    if (fits && allowed(input, start, day)) slots.push(start);
  }
  return slots;
}

function hoursOf(input: AvailabilityInput, day: number): [number, number][] {
  const overrides = input.date_overrides.filter(({ date }) => dayOfDate(date) === day);
  if (overrides.some(({ starts_min }) => starts_min === null)) return [];
  const weekday = new Date(day * DAY_MIN * MINUTE).getUTCDay() || 7;
  const letter = letterOfWeek(input, day);
  const counts = (week = 0) => week === 0 || letter === ["", "A", "B"][week];
  const weekly = input.weekly_hours.filter((h) => h.weekday === weekday && counts(h.week));
  const rows = overrides.length > 0 ? overrides : weekly;
  return rows.map((row) => [row.starts_min!, row.ends_min!]);
}

/** Goes from the Monday of the known A week to the day's own, week by week, changing the letter each time. */
function letterOfWeek({ alternates_from }: AvailabilityInput, day: number): "A" | "B" | null {
  if (!alternates_from) return null;
  const monday = (of: number) => {
    let at = of;
    while (new Date(at * DAY_MIN * MINUTE).getUTCDay() !== 1) at--;
    return at;
  };
  const wanted = monday(day);
  let letter: "A" | "B" = "A";
  for (let at = monday(dayOfDate(alternates_from)); at !== wanted; at += at < wanted ? 7 : -7)
    letter = letter === "A" ? "B" : "A";
  return letter;
}

function overlap(a: number, b: number, c: number, d: number): boolean {
  return a < b && c < d && a < d && c < b;
}

function allowed(input: AvailabilityInput, start: number, day: number): boolean {
  const { service, now, time_zone } = input;
  const end = start + service.duration_min * MINUTE;
  if (start < now || start - now < service.min_notice_min * MINUTE) return false;
  if (service.bookable_from !== null && day < dayOfDate(service.bookable_from)) return false;
  if (service.bookable_until !== null && day > dayOfDate(service.bookable_until)) return false;
  if (service.horizon_days !== null && day - dayOf(wallAt(time_zone, now)) > service.horizon_days)
    return false;

  const from = start - service.buffer_before_min * MINUTE;
  const to = end + service.buffer_after_min * MINUTE;
  for (const { starts_at, ends_at } of input.blocked) {
    if (overlap(from, to, starts_at, ends_at)) return false;
  }
  const joined = (taken: Occupied) =>
    service.capacity > 1 &&
    taken.session?.service_id === service.id &&
    taken.session.starts_at === start &&
    taken.session.ends_at === end &&
    taken.session.seats_taken < taken.session.capacity;
  for (const taken of input.occupied) {
    if (!joined(taken) && overlap(from, to, taken.starts_at, taken.ends_at)) return false;
  }
  if (input.occupied.some((taken) => joined(taken) && taken.ends_at > taken.starts_at)) return true;
  return withinLimits(input, day);
}

function withinLimits(input: AvailabilityInput, day: number): boolean {
  const { limit_per_day, limit_per_week } = input.service;
  const weekStart = (of: number) => {
    let at = of;
    while ((new Date(at * DAY_MIN * MINUTE).getUTCDay() || 7) !== (input.week_starts_on ?? 1)) at--;
    return at;
  };
  const today = new Set<string>();
  const thisWeek = new Set<string>();
  for (const { session_key, starts_at } of input.counted ?? []) {
    const its = dayOf(wallAt(input.time_zone, starts_at));
    if (its === day) today.add(session_key);
    if (weekStart(its) === weekStart(day)) thisWeek.add(session_key);
  }
  if (limit_per_day !== null && today.size >= limit_per_day) return false;
  return limit_per_week === null || thisWeek.size < limit_per_week;
}

/** Changes of the clock (epoch ms of the first instant after) in [from, to), found by halving, without app/domain. */
export function clockChanges(zone: string, from: number, to: number): number[] {
  const ahead = (instant: number) => wallAt(zone, instant) - instant / MINUTE;
  const changes: number[] = [];
  // Half a week: the closest two changes of one zone since 1970 are 6.96 days apart.
  for (let at = from; at < to; at += 3.5 * DAY_MIN * MINUTE) {
    let [low, high] = [at, Math.min(to, at + 3.5 * DAY_MIN * MINUTE)];
    if (ahead(low) === ahead(high)) continue;
    const before = ahead(low);
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (ahead(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

/** A plain input: every day 09:00–17:00 in Berlin, half-hour slots, nothing booked; the rest as given. */
export function inputOf(
  changes: Partial<Omit<AvailabilityInput, "service">> & { service?: Partial<AvailabilityInput["service"]> },
): AvailabilityInput {
  const { service, ...rest } = changes;
  return {
    time_zone: "Europe/Berlin",
    weekly_hours: everyDay(540, 1020),
    date_overrides: [],
    blocked: [],
    occupied: [],
    now: 0,
    from_date: "2026-06-01",
    to_date: "2026-06-01",
    ...rest,
    service: {
      id: "lesson",
      duration_min: 30,
      slot_interval_min: null,
      buffer_before_min: 0,
      buffer_after_min: 0,
      min_notice_min: 0,
      horizon_days: null,
      bookable_from: null,
      bookable_until: null,
      limit_per_day: null,
      limit_per_week: null,
      capacity: 1,
      ...service,
    },
  };
}

/** The same hours on all seven weekdays, in minutes of the wall clock. */
export function everyDay(starts_min: number, ends_min: number): AvailabilityInput["weekly_hours"] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, starts_min, ends_min }));
}

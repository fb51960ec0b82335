import type { TimeRange } from "#app/domain/availability/types.ts";
import { type DayAxis, dayAxis, minutesBetween, type Span, spanOn } from "#app/domain/calendar/axis.ts";
import { openRanges, type ScheduleRules, without } from "#app/domain/calendar/hours.ts";
import { placeBoxes } from "#app/domain/calendar/layout.ts";
import type { CalendarDay, CalendarItem, FreeGap } from "#app/domain/calendar-views.ts";
import { addDays } from "#app/domain/zones.ts";

const MINUTE = 60_000;

/** The least height of a box, minutes: one line of text. */
export const LEAST_BOX_MIN = 20;
/** Shorter free times are no use to anybody. */
const LEAST_GAP_MIN = 5;
/** A shorter piece is too small to be pressed: it belongs to the one beside it. */
export const LEAST_PIECE_MIN = 20;

export type CalendarSchedule = ScheduleRules & { id: string; name: string };

export type CalendarSession = {
  session_id: string;
  booking_id: string;
  capacity: number;
  seats_taken: number;
  waiting: number;
  occupied_from: number;
  occupied_until: number;
  starts_at: number;
  ends_at: number;
  service_title: string;
  customer_name: string;
};

export type CalendarBlocked = TimeRange & {
  id: string;
  schedule_id: string | null;
  reason: string;
  /** A calendar elsewhere says so; `reason` is its name. */
  is_elsewhere?: boolean;
};

/** All that a window of days is drawn from, as the database gives it. */
export type CalendarInput = {
  time_zone: string;
  schedules: readonly CalendarSchedule[];
  holidays: readonly { date: string; name: string }[];
  blocked: readonly CalendarBlocked[];
  sessions: readonly CalendarSession[];
  now: number;
};

type Drawn = { item: Omit<CalendarItem, "place" | "before_min" | "after_min">; taken: TimeRange };

/** The days from one date to another (inclusive) with everything on them. Throws RangeError on what is no date or zone. */
export function drawDays(input: CalendarInput, from_date: string, to_date: string): CalendarDay[] {
  const closed = new Set(input.holidays.map(({ date }) => date));
  // Another zone's date may reach into the first and the last day.
  const open = input.schedules.map((schedule) =>
    openRanges(schedule, closed, addDays(from_date, -2), addDays(to_date, 2)),
  );
  const drawn = [...input.sessions.map(drawSession), ...input.blocked.map((one) => drawBlocked(one, input))];
  const free = freeRanges(input, open);
  const days: CalendarDay[] = [];
  for (let date = from_date; date <= to_date; date = addDays(date, 1)) {
    days.push(drawDay(input, dayAxis(date, input.time_zone), open, free, drawn));
  }
  return days;
}

function drawDay(
  input: CalendarInput,
  axis: DayAxis,
  open: readonly TimeRange[][],
  free: readonly TimeRange[],
  drawn: readonly Drawn[],
): CalendarDay {
  const { now, schedules } = input;
  const { date, starts_at, ends_at, minutes, ticks } = axis;
  const [all_day, items] = itemsOn(axis, drawn);
  const notes = schedules.flatMap((schedule) =>
    schedule.date_overrides.flatMap((own) => (own.date === date ? [own.note ?? ""] : [])),
  );
  const is_today = now >= starts_at && now < ends_at;
  return {
    date,
    starts_at,
    minutes,
    ticks,
    is_today,
    is_past: ends_at <= now,
    now: is_today ? { at: now, from: Math.min(minutesBetween(starts_at, now), minutes - 1) } : null,
    holiday: input.holidays.find((holiday) => holiday.date === date)?.name ?? null,
    notes: [...new Set(notes.filter(Boolean))],
    hours: schedules.flatMap(({ name }, index) => {
      const ranges = open[index]!.filter((range) => spanOn(axis, range));
      const spans = spansOn(axis, ranges);
      return spans.length === 0 ? [] : [{ schedule: name, index, spans, ranges }];
    }),
    all_day,
    items,
    gaps: gapsOn(axis, free),
  };
}

const spansOn = (axis: DayAxis, ranges: readonly TimeRange[]): Span[] =>
  ranges.flatMap((range) => spanOn(axis, range) ?? []);

const drawSession = (session: CalendarSession): Drawn => {
  const { capacity, seats_taken, waiting, starts_at, ends_at } = session;
  const is_group = capacity > 1;
  return {
    item: {
      kind: is_group ? "group" : "booking",
      id: is_group ? session.session_id : session.booking_id,
      title: is_group ? session.service_title : session.customer_name,
      detail: is_group ? "" : session.service_title,
      starts_at,
      ends_at,
      seats: is_group ? { taken: seats_taken, capacity } : null,
      waiting,
    },
    taken: { starts_at: session.occupied_from, ends_at: session.occupied_until },
  };
};

const drawBlocked = (blocked: CalendarBlocked, { schedules }: CalendarInput): Drawn => {
  const { id, schedule_id, starts_at, ends_at, reason, is_elsewhere } = blocked;
  const schedule = schedules.find((one) => one.id === schedule_id)?.name;
  return {
    item: {
      kind: is_elsewhere ? "busy" : "blocked",
      id,
      title: reason || "Blocked",
      detail: schedule ? `${schedule} only` : "",
      starts_at,
      ends_at,
      seats: null,
      waiting: 0,
    },
    taken: { starts_at, ends_at },
  };
};

/** What stands above a day because it fills it, and what stands on it, each in its place. */
function itemsOn(axis: DayAxis, drawn: readonly Drawn[]): [CalendarItem[], CalendarItem[]] {
  const on = drawn.flatMap(({ item, taken }) => {
    const span = spanOn(axis, taken);
    return span ? [{ item, taken, span }] : [];
  });
  const fills = ({ item, span }: (typeof on)[number]) =>
    (item.kind === "blocked" || item.kind === "busy") && span.from === 0 && span.until === axis.minutes;
  const rest = on
    .filter((one) => !fills(one))
    .sort((a, b) => a.span.from - b.span.from || b.span.until - a.span.until);
  const places = placeBoxes(
    rest.map(({ span }) => span),
    axis.minutes,
    LEAST_BOX_MIN,
  );
  const items = rest.map(({ item, span }, index): CalendarItem => {
    // The buffers' parts that lie on this day; a part of the booking itself is always the rest.
    const before = { starts_at: -Infinity, ends_at: item.starts_at };
    const after = { starts_at: item.ends_at, ends_at: Infinity };
    return {
      ...item,
      place: places[index]!,
      before_min: sharedMinutes(span, spanOn(axis, before)),
      after_min: sharedMinutes(span, spanOn(axis, after)),
    };
  });
  const bare = { place: null, before_min: 0, after_min: 0 };
  return [on.filter(fills).map(({ item }) => ({ ...item, ...bare })), items];
}

const sharedMinutes = (one: Span, other: Span | null): number =>
  other ? Math.max(0, Math.min(one.until, other.until) - Math.max(one.from, other.from)) : 0;

/** Where somebody works and nothing is: blocked times of one schedule close that one only. Sorted, merged, from now on. */
function freeRanges(input: CalendarInput, open: readonly TimeRange[][]): TimeRange[] {
  const { schedules, sessions, blocked, now } = input;
  const taken = sessions.map((one) => ({ starts_at: one.occupied_from, ends_at: one.occupied_until }));
  const from = Math.ceil(now / (LEAST_GAP_MIN * MINUTE)) * LEAST_GAP_MIN * MINUTE;
  const past = { starts_at: -Infinity, ends_at: from };
  const ranges = schedules.flatMap(({ id }, index) =>
    without(open[index]!, [
      past,
      ...taken,
      ...blocked.filter(({ schedule_id }) => schedule_id === null || schedule_id === id),
    ]),
  );
  return mergeSorted(ranges);
}

const mergeSorted = (ranges: readonly TimeRange[]): TimeRange[] => {
  const merged: TimeRange[] = [];
  for (const { starts_at, ends_at } of [...ranges].sort((a, b) => a.starts_at - b.starts_at)) {
    const last = merged.at(-1);
    if (last && starts_at <= last.ends_at) last.ends_at = Math.max(last.ends_at, ends_at);
    else merged.push({ starts_at, ends_at });
  }
  return merged;
};

function gapsOn(axis: DayAxis, free: readonly TimeRange[]): FreeGap[] {
  return free.flatMap((range) => {
    const span = spanOn(axis, range);
    if (!span || span.until - span.from < LEAST_GAP_MIN) return [];
    const cuts = axis.ticks
      .map(({ from }) => from)
      .filter((at) => at >= span.from + LEAST_PIECE_MIN && at <= span.until - LEAST_PIECE_MIN);
    const edges = [span.from, ...cuts, span.until];
    const pieces = edges.slice(0, -1).map((from, index) => ({
      from,
      until: edges[index + 1]!,
      starts_at: axis.starts_at + from * MINUTE,
    }));
    const starts_at = axis.starts_at + span.from * MINUTE;
    return [{ ...span, starts_at, ends_at: axis.starts_at + span.until * MINUTE, pieces }];
  });
}

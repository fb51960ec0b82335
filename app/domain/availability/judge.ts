import { busyWindowOfDays } from "#app/domain/availability/days.ts";
import { countSessions, type LimitCounts, weekOfDay } from "#app/domain/availability/limits.ts";
import {
  countStartingBefore,
  holds,
  indexRanges,
  mergeRanges,
  overlapsAny,
  type RangeIndex,
} from "#app/domain/availability/ranges.ts";
import type { AvailabilityInput, Occupied, SlotRefusal, TimeRange } from "#app/domain/availability/types.ts";
import { isOnGrid, type WorkingTime, workingTime } from "#app/domain/availability/working-time.ts";
import { epochDay, localDay, localDayIn, type ZonePeriod, zoneOffsets } from "#app/domain/zones.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const MAX_DAYS = 400;
const MAX_DURATION_MIN = 7 * 1440;

/** An input made ready for many candidates: zone changes, hours and taken ranges looked up once per window. */
export type Prepared = {
  input: AvailabilityInput;
  fromDay: number;
  toDay: number;
  /** First and last provider-local day on which booking is allowed at all. */
  firstDay: number;
  lastDay: number;
  periods: ZonePeriod[];
  duration: number;
  step: number;
  hours: WorkingTime;
  hoursWithoutOverrides: () => WorkingTime;
  blocked: RangeIndex;
  occupied: RangeIndex<Occupied>;
  counts: LimitCounts;
};

/**
 * Throws RangeError on an unknown zone, dates that are none, a window above 400 days, and lengths that would
 * never end (a step of 0). Days are numbers since 1970-01-01; `fromDay`..`toDay` may narrow the input's window.
 */
export function prepare(input: AvailabilityInput, fromDay: number, toDay: number): Prepared {
  const { service, time_zone } = input;
  const duration = service.duration_min * MINUTE;
  const step = (service.slot_interval_min ?? service.duration_min) * MINUTE;
  if (!(duration > 0 && service.duration_min <= MAX_DURATION_MIN))
    throw new RangeError("Duration 1 min..7 d");
  if (!(step >= MINUTE)) throw new RangeError("The step between slots must be at least a minute");
  if (!Number.isFinite(input.now)) throw new RangeError("`now` must be an instant");
  if (toDay - fromDay >= MAX_DAYS) throw new RangeError(`At most ${MAX_DAYS} days at once`);

  // Two days each side: a date's hours reach the neighbouring local date where a zone skipped a day or
  // midnight; behind, as many more as the booking is long, because it must fit to its end (R6).
  const firstHours = fromDay - 2;
  const lastHours = toDay + 2 + Math.ceil(service.duration_min / 1440);
  // Seven more days each side for the whole weeks of the weekly limit.
  const periods = zoneOffsets(time_zone, (firstHours - 9) * DAY, (lastHours + 9) * DAY);
  const hoursOf = (date_overrides: AvailabilityInput["date_overrides"]) =>
    workingTime(periods, { ...input, date_overrides }, firstHours, lastHours);
  const near = busyWindowOfDays(fromDay, toDay, service);
  const isNear = (range: TimeRange) => range.ends_at > near.starts_at && range.starts_at < near.ends_at;

  const today = service.horizon_days === null ? 0 : localDay(input.now, time_zone);
  const { horizon_days, bookable_from, bookable_until } = service;
  let weekly: WorkingTime | undefined;
  return {
    input,
    fromDay,
    toDay,
    firstDay: bookable_from === null ? -Infinity : epochDay(bookable_from),
    lastDay: Math.min(
      bookable_until === null ? Infinity : epochDay(bookable_until),
      horizon_days === null ? Infinity : today + horizon_days,
    ),
    periods,
    duration,
    step,
    hours: hoursOf(input.date_overrides),
    hoursWithoutOverrides: () => {
      weekly ??= hoursOf([]);
      return weekly;
    },
    blocked: indexRanges(mergeRanges(input.blocked.filter(isNear))),
    occupied: indexRanges(input.occupied.filter(isNear)),
    counts: countSessions(input, periods),
  };
}

/**
 * The one judgement of a start: null when it may be offered, else the first rule that refuses it, from the
 * plainest (it is over) to the most particular (limits). `openSlots` and `explainSlot` both ask here.
 */
export function refusal(prepared: Prepared, start: number): SlotRefusal | null {
  const { input } = prepared;
  if (start < input.now) return "past";
  const day = localDayIn(prepared.periods, start);
  if (day < prepared.fromDay || day > prepared.toDay) return "horizon";
  if (day < prepared.firstDay || day > prepared.lastDay) return "horizon";
  const outside = hoursRefusal(prepared, start);
  if (outside) return outside;
  // R8: elapsed minutes, measured to the start itself; equality is allowed.
  if (start < input.now + input.service.min_notice_min * MINUTE) return "notice";
  const session = openSession(prepared, start);
  return takenRefusal(prepared, start) ?? (session ? null : limitRefusal(prepared, day));
}

/**
 * Every rule that a start breaks, the first being `refusal`'s own: a provider who books by hand is told all of them
 * before they pass over them.
 */
export function breaches(prepared: Prepared, start: number): SlotRefusal[] {
  const { input } = prepared;
  const is_past = start < input.now;
  const day = localDayIn(prepared.periods, start);
  const is_far = day < prepared.firstDay || day > prepared.lastDay;
  const is_short = start < input.now + input.service.min_notice_min * MINUTE;
  const found = [
    is_past && "past",
    is_far && !is_past && "horizon",
    hoursRefusal(prepared, start),
    is_short && !is_past && "notice",
    takenRefusal(prepared, start),
    openSession(prepared, start) ? null : limitRefusal(prepared, day),
  ];
  return found.filter((reason): reason is SlotRefusal => Boolean(reason));
}

function hoursRefusal(prepared: Prepared, start: number): SlotRefusal | null {
  const end = start + prepared.duration;
  if (!holds(prepared.hours.pieces, start, end)) {
    if (prepared.input.date_overrides.length === 0) return "outside_hours";
    return holds(prepared.hoursWithoutOverrides().pieces, start, end) ? "override" : "outside_hours";
  }
  return isOnGrid(prepared.hours.grid, start, prepared.step) ? null : "off_grid";
}

/** R7. All ranges half-open; the service's buffers come on top of those the bookings bring along. */
function takenRefusal(prepared: Prepared, start: number): SlotRefusal | null {
  const { blocked, occupied } = prepared;
  const { service } = prepared.input;
  const end = start + prepared.duration;
  const from = start - service.buffer_before_min * MINUTE;
  const to = end + service.buffer_after_min * MINUTE;
  if (overlapsAny(blocked, start, end)) return "blocked";

  let reason: SlotRefusal | null = overlapsAny(blocked, from, to) ? "buffer" : null;
  for (let i = countStartingBefore(occupied, to) - 1; i >= 0 && occupied.latestEnds[i]! > from; i--) {
    if (occupied.ends[i]! <= from) continue;
    const range = occupied.items[i]!;
    if (isOwnSession(prepared, range, start)) {
      if (hasSeats(range)) continue;
      return "full";
    }
    const taken = range.session ?? range;
    if (taken.starts_at < end && taken.ends_at > start) reason = "booked";
    else reason ??= "buffer";
  }
  return reason;
}

function limitRefusal(prepared: Prepared, day: number): SlotRefusal | null {
  const { limit_per_day, limit_per_week } = prepared.input.service;
  const { byDay, byWeek } = prepared.counts;
  if (limit_per_day !== null && (byDay.get(day)?.size ?? 0) >= limit_per_day) return "daily_limit";
  const week = weekOfDay(day, prepared.input.week_starts_on);
  if (limit_per_week !== null && (byWeek.get(week)?.size ?? 0) >= limit_per_week) return "weekly_limit";
  return null;
}

/** The group session that a booking at this start would join, if one has begun to fill and has seats left. */
export function openSession(prepared: Prepared, start: number): Occupied["session"] {
  if (prepared.input.service.capacity <= 1) return undefined;
  const { occupied } = prepared;
  for (let i = countStartingBefore(occupied, start + 1) - 1; i >= 0 && occupied.latestEnds[i]! > start; i--) {
    const range = occupied.items[i]!;
    if (isOwnSession(prepared, range, start) && hasSeats(range)) return range.session;
  }
  return undefined;
}

/** A session of this service at exactly this time. With capacity 1 there is nothing to join: just busy. */
function isOwnSession(prepared: Prepared, { session }: Occupied, start: number): boolean {
  const { service } = prepared.input;
  return (
    session !== undefined &&
    service.capacity > 1 &&
    session.service_id === service.id &&
    session.starts_at === start &&
    session.ends_at === start + prepared.duration
  );
}

function hasSeats({ session }: Occupied): boolean {
  return session !== undefined && session.seats_taken < session.capacity;
}

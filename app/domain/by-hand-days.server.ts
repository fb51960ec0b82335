import { findNearestSlots, loadAvailability } from "#app/domain/availability.server.ts";
import { brokenRules, openSlots, type SlotRefusal, seatsLeft } from "#app/domain/availability.ts";
import type { Missed } from "#app/domain/by-hand.ts";
import { RULES } from "#app/domain/by-hand.ts";
import type { DayTimesView, TypedTimeView, WarningView } from "#app/domain/by-hand-views.ts";
import type { Context } from "#app/domain/context.ts";
import { timesOf } from "#app/domain/picker.server.ts";
import type { RefusalView } from "#app/domain/views.ts";
import { parseWallTime } from "#app/domain/wall-time.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import { ruleWords, takenWords } from "#app/i18n/rules.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** How far the next free day is looked for, in days. */
const LOOK_AHEAD = 42;
const NEAREST = 6;

export type Wanted = { service: ServiceRow; duration_min: number; except_booking?: { id: string } | null };

/** A day ("YYYY-MM-DD" of the provider's clock) with its free times, and where the next ones are. */
export async function viewDayTimes(
  tx: TenantTx,
  context: Context,
  wanted: Wanted,
  date: string,
): Promise<DayTimesView> {
  const zone = context.provider.time_zone;
  const window = { from_date: addDays(date, -1), to_date: addDays(date, LOOK_AHEAD) };
  const input = await loadAvailability(tx, context, { ...wanted, window, with_occupied: true });
  const slots = input ? openSlots(input) : [];
  const { start, end } = localDayBounds(date, zone);
  const next = slots.find((slot) => slot >= end);
  return {
    date,
    previous_date: addDays(date, -1),
    next_date: addDays(date, 1),
    times: timesOf(
      slots.filter((slot) => slot >= start && slot < end),
      zone,
      input,
    ),
    next_open_date: next === undefined ? null : localDate(next, zone),
  };
}

export type Judged = {
  /** Rules that can be passed over. */
  asks: SlotRefusal[];
  /** What cannot: somebody is there. */
  taken: "taken" | "full" | null;
  /** Of a group; null for one-to-one. */
  seats_left: number | null;
};

/** What there is to say about a start (epoch ms) as of now, bookings included; the transaction decides again. */
export async function judgeByHand(
  tx: TenantTx,
  context: Context,
  wanted: Wanted,
  starts_at: number,
): Promise<Judged> {
  const day = localDate(starts_at, context.provider.time_zone);
  const window = { from_date: addDays(day, -1), to_date: addDays(day, 1) };
  const input = await loadAvailability(tx, context, { ...wanted, window, with_occupied: true });
  if (!input) return { asks: ["outside_hours"], taken: null, seats_left: null };
  const broken = brokenRules(input, starts_at);
  // "Too close" may be to a blocked time, which can be passed over, or to a booking, which cannot.
  const without_bookings = brokenRules({ ...input, occupied: [] }, starts_at);
  const is_close = broken.includes("buffer") && !without_bookings.includes("buffer");
  return {
    asks: RULES.filter((rule) => broken.includes(rule) && (rule !== "buffer" || !is_close)),
    taken: broken.includes("full") ? "full" : broken.includes("booked") || is_close ? "taken" : null,
    seats_left: wanted.service.capacity > 1 ? seatsLeft(input, starts_at) : null,
  };
}

/** The warning about broken rules, or null when there are none. */
export const viewWarning = (asks: readonly SlotRefusal[], service: ServiceRow): WarningView | null =>
  asks.length === 0 ? null : { rules: asks.join(","), words: asks.map((rule) => ruleWords(rule, service)) };

/** Reasons that are about the time itself: another one is the way on. */
export const isTaken = (reason: Missed): boolean => ["taken", "full", "booked", "buffer"].includes(reason);

/** Why a booking cannot be had, with the free times nearest to it when that is because of the time. */
export async function viewTaken(
  tx: TenantTx,
  context: Context,
  { service, duration_min }: Wanted,
  starts_at: number,
  reason: Missed,
): Promise<RefusalView> {
  if (!isTaken(reason)) return { ...takenWords(reason), nearest: [] };
  const { slots, input } = await findNearestSlots(tx, context, service, duration_min, starts_at, NEAREST);
  return { ...takenWords(reason), nearest: timesOf(slots, context.provider.time_zone, input) };
}

/** A date and a time as typed: the instant they mean, or what is wrong with them. */
export function readTyped(
  date: string,
  time: string,
  zone: string,
): { starts_at: number | null; typed: TypedTimeView } {
  const wall = parseWallTime(zone, date, time);
  return wall.kind === "one"
    ? { starts_at: wall.at, typed: { date, time, problem: null } }
    : { starts_at: null, typed: { date, time, problem: wall } };
}

import { z } from "zod";
import { holds } from "#app/domain/availability/ranges.ts";
import type { AvailabilityInput, TimeRange } from "#app/domain/availability/types.ts";
import { weekTurn, workingTime } from "#app/domain/availability/working-time.ts";
import { manyLines, oneLine, VersionInput, ZoneInput } from "#app/domain/bookings.ts";
import { hoursFields, type Interval, mergeIntervals, readHours } from "#app/domain/setup/hours.ts";
import {
  dateOfEpochDay,
  epochDay,
  localDay,
  parseDate,
  weekdayOfEpochDay,
  zoneOffsets,
} from "#app/domain/zones.ts";

/** Schedules, pure: their forms, whose week it is, and which bookings lie outside the hours. The week's own form: week-editor.ts. */

const DAY = 86_400_000;

/** Days at once for which a form may set other hours. */
export const MAX_OVERRIDE_DAYS = 366;
/** Intervals that the form of a date has room for. */
export const OVERRIDE_INTERVALS = 4;
export const MAX_SCHEDULES = 50;

export type HoursRow = Interval & { weekday: number; week: number };

const name = oneLine("The name", 80);

export const CreateScheduleInput = z.object({ name, time_zone: ZoneInput });

export const RenameScheduleInput = z.object({
  name,
  time_zone: ZoneInput,
  version: VersionInput,
  shown: z.string().max(2000).optional().default("{}"),
});

const DateInput = (message: string) =>
  z.string({ error: message }).refine((text) => {
    const date = parseDate(text);
    return date !== null && date < "2199-12-31";
  }, message);

export const AlternationInput = z
  .object({
    alternates: z.enum(["yes", "no"], { error: "Choose one." }),
    from_date: z.string().optional().default(""),
    version: VersionInput,
  })
  .transform(({ alternates, from_date, version }, context) => {
    if (alternates === "no") return { alternates_from: null, version };
    if (DateInput("-").safeParse(from_date).success) return { alternates_from: from_date, version };
    const message = "From which week on? Choose a day in a week that is an A week.";
    context.addIssue({ code: "custom", path: ["from_date"], message });
    return z.NEVER;
  });

const OVERRIDE_DAY = 0;

/** Other hours on a date, or on each date of a range; none: closed. */
export const OverrideInput = z
  .object({
    from_date: DateInput("Which day? Choose a date."),
    to_date: z.string().optional().default(""),
    kind: z.enum(["closed", "hours"], { error: "Closed, or with other hours? Choose one." }),
    note: manyLines("The note", 200).optional().default(""),
    shown: z.string().max(2000).optional(),
    replace: z.string().optional(),
  })
  .extend(hoursFields([OVERRIDE_DAY], OVERRIDE_INTERVALS))
  .transform((form, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const { from_date, to_date, kind, note, shown, replace } = form as {
      [field in "from_date" | "to_date" | "kind" | "note"]: string;
    } & { shown?: string; replace?: string };
    const last = to_date || from_date;
    if (parseDate(last) === null || last >= "2199-12-31") wrong("to_date", "Until which day? Choose a date.");
    else if (last < from_date) wrong("to_date", "The last day must not be before the first.");
    else if (epochDay(last) - epochDay(from_date) >= MAX_OVERRIDE_DAYS)
      wrong("to_date", `At most ${MAX_OVERRIDE_DAYS} days at once.`);
    const day = { weekday: OVERRIDE_DAY, name: "That day", count: OVERRIDE_INTERVALS, is_needed: true };
    const typed = kind === "hours" ? readHours(form as Record<string, string | undefined>, day, wrong) : [];
    if (context.issues.length > 0) return z.NEVER;
    const hours = mergeIntervals(typed);
    const is_merged = hours.length < typed.length;
    return {
      dates: datesBetween(from_date, last),
      hours,
      note,
      shown,
      replace: replace === "yes",
      is_merged,
    };
  });
export type OverrideInput = z.infer<typeof OverrideInput>;

export const OverrideDateInput = z.object({ date: DateInput("That is no date.") });

/** All dates of a range, both ends included. */
export const datesBetween = (first: string, last: string): string[] =>
  Array.from({ length: epochDay(last) - epochDay(first) + 1 }, (_, index) =>
    dateOfEpochDay(epochDay(first) + index),
  );

export type ComingWeek = { monday: string; sunday: string; turn: 1 | 2; is_now: boolean };

/** The weeks from that of `today` on, with whose turn it is. */
export function comingWeeks(alternates_from: string, today: string, count: number): ComingWeek[] {
  const day = epochDay(today);
  const monday = day - (weekdayOfEpochDay(day) - 1);
  return Array.from({ length: count }, (_, index) => ({
    monday: dateOfEpochDay(monday + index * 7),
    sunday: dateOfEpochDay(monday + index * 7 + 6),
    turn: weekTurn(monday + index * 7, epochDay(alternates_from)),
    is_now: index === 0,
  }));
}

/**
 * The same hours for a schedule whose weeks alternate, or no longer do: one week becomes both, of two the A week stays.
 * Rows that already fit are left as they are.
 */
export function asWeeks(rows: readonly HoursRow[], alternates: boolean): HoursRow[] {
  if (!alternates) return rows.filter(({ week }) => week < 2).map((row) => ({ ...row, week: 0 }));
  return rows.flatMap((row) => (row.week === 0 ? [1, 2].map((week) => ({ ...row, week })) : [row]));
}

/** Days ahead within which bookings are held against changed hours. */
export const LOOK_AHEAD_DAYS = 390;

type Rules = Pick<AvailabilityInput, "time_zone" | "weekly_hours" | "alternates_from" | "date_overrides">;

/** How many of these bookings (epoch ms, after `now`) do not lie within the hours. */
export function countOutside(rules: Rules, bookings: readonly TimeRange[], now: number): number {
  const first = localDay(now, rules.time_zone) - 2;
  const last = first + LOOK_AHEAD_DAYS + 9;
  const periods = zoneOffsets(rules.time_zone, (first - 3) * DAY, (last + 3) * DAY);
  const { pieces } = workingTime(periods, rules, first, last);
  return bookings.filter(({ starts_at, ends_at }) => !holds(pieces, starts_at, ends_at)).length;
}

import { z } from "zod";
import { VersionInput } from "#app/domain/bookings.ts";
import type { HoursRow } from "#app/domain/schedules.ts";
import {
  clock,
  fromField,
  hoursFields,
  type Interval,
  mergeIntervals,
  readHours,
  toField,
  WEEKDAYS,
  weekdayName,
} from "#app/domain/setup/hours.ts";

/** The form of a schedule's week or its two weeks, pure: its fields, its buttons that save nothing, and what others changed. */

/** Intervals a day that the form can hold; far more than a day of anybody's has. */
export const EDITOR_INTERVALS = 12;

/** 0 where every week is the same, 1 and 2 for A and B. The first week's fields have no prefix, B's begin with b_. */
export const weeksOf = (alternates: boolean): number[] => (alternates ? [1, 2] : [0]);
export const prefixOf = (week: number): string => (week === 2 ? "b_" : "");
export const weekTitle = (week: number): string => ["Every week", "Week A", "Week B"][week] ?? "";

export type Typed = Record<string, string | string[] | undefined>;

export const WeekEditorInput = z
  .object({
    version: VersionInput,
    shown: z.string().max(20_000).optional().default("{}"),
    alternates: z.string().optional(),
  })
  .extend(hoursFields(WEEKDAYS, EDITOR_INTERVALS))
  .extend(hoursFields(WEEKDAYS, EDITOR_INTERVALS, prefixOf(2)))
  .transform((form, context) => {
    // The many fields of hours hide these three from the types.
    const { version, shown, ...rest } = form as unknown as {
      version: number;
      shown: string;
      alternates?: string;
    };
    const alternates = rest.alternates === "yes";
    const sent = form as Record<string, string | undefined>;
    const rows: HoursRow[] = [];
    const merged: string[] = [];
    for (const week of weeksOf(alternates))
      for (const weekday of WEEKDAYS) {
        const name = weekdayName(weekday) + (week === 2 ? " of week B" : "");
        const day = { weekday, name, count: EDITOR_INTERVALS, prefix: prefixOf(week), is_needed: false };
        const typed = readHours(sent, day, (path, message) =>
          context.addIssue({ code: "custom", path: [path], message }),
        );
        const hours = mergeIntervals(typed);
        if (hours.length < typed.length) merged.push(name);
        rows.push(...hours.map((interval) => ({ week, weekday, ...interval })));
      }
    return { version, shown, alternates, rows, merged };
  });
export type WeekEditorInput = z.infer<typeof WeekEditorInput>;

/** What the fields show for these rows. */
export function editorValues(rows: readonly HoursRow[]): Record<string, string> {
  const values: Record<string, string> = {};
  const next: Record<string, number> = {};
  for (const { week, weekday, starts_min, ends_min } of rows) {
    const prefix = prefixOf(week);
    const day = `${prefix}${weekday}`;
    const index = next[day] ?? 0;
    next[day] = index + 1;
    values[fromField(weekday, index, prefix)] = clock(starts_min);
    values[toField(weekday, index, prefix)] = clock(ends_min);
  }
  return values;
}

const one = (values: Typed, name: string): string => {
  const value = values[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
};

/** How many rows a day shows: all that have something in them, one to type in, and more where more were asked for. */
export function rowsShown(values: Typed, weekday: number, prefix: string): number {
  const asked = Number(one(values, rowsField(weekday, prefix)));
  const rows = Math.max(filledRows(values, weekday, prefix), Number.isInteger(asked) ? asked : 0, 1);
  return Math.min(rows, EDITOR_INTERVALS);
}
export const rowsField = (weekday: number, prefix: string): string => `${prefix}rows_${weekday}`;

function filledRows(values: Typed, weekday: number, prefix: string): number {
  let rows = 0;
  for (let index = 0; index < EDITOR_INTERVALS; index++)
    if (one(values, fromField(weekday, index, prefix)) || one(values, toField(weekday, index, prefix)))
      rows = index + 1;
  return rows;
}

type Day = { weekday: number; prefix: string };
const DAY = /^(b_)?([1-7])$/;
const dayOf = (text = ""): Day | null => {
  const found = DAY.exec(text);
  return found && { weekday: Number(found[2]), prefix: found[1] ?? "" };
};

const readDay = (values: Typed, { weekday, prefix }: Day): [string, string][] =>
  Array.from({ length: EDITOR_INTERVALS }, (_, index): [string, string] => [
    one(values, fromField(weekday, index, prefix)),
    one(values, toField(weekday, index, prefix)),
  ]);
const writeDay = ({ weekday, prefix }: Day, rows: readonly [string, string][]): Typed =>
  Object.fromEntries(
    Array.from({ length: EDITOR_INTERVALS }).flatMap((_, index) => [
      [fromField(weekday, index, prefix), rows[index]?.[0] ?? ""],
      [toField(weekday, index, prefix), rows[index]?.[1] ?? ""],
    ]),
  );

/**
 * What was typed, after one of the form's buttons that save nothing: `add:1` (a row more on Monday), `remove:b_1:0`
 * (without the first row of Monday in week B), `copy` (the day `copy_from` to each of `copy_to`). Anything else changes nothing.
 */
export function editTyped(values: Typed, edit: string): Typed {
  const [what, day_text, index] = edit.split(":");
  if (what === "copy") return copyDay(values);
  const day = dayOf(day_text);
  if (!day) return values;
  const rows_field = rowsField(day.weekday, day.prefix);
  const shown = rowsShown(values, day.weekday, day.prefix);
  if (what === "add") return { ...values, [rows_field]: String(Math.min(shown + 1, EDITOR_INTERVALS)) };
  if (what !== "remove") return values;
  const left = readDay(values, day).filter((_, at) => at !== Number(index));
  return { ...values, ...writeDay(day, left), [rows_field]: String(shown - 1) };
}

function copyDay(values: Typed): Typed {
  const from = dayOf(one(values, "copy_from"));
  if (!from) return values;
  const source = readDay(values, from);
  const chosen = [values.copy_to].flat().flatMap((text) => dayOf(text) ?? []);
  const copies = chosen.map((day) => ({
    ...writeDay(day, source),
    [rowsField(day.weekday, day.prefix)]: "",
  }));
  return { ...Object.assign({ ...values }, ...copies), copy_to: [] };
}

/** "09:00–12:00, 13:00–24:00" or "closed". */
export const hoursInWords = (hours: readonly Interval[]): string =>
  hours
    .map(
      ({ starts_min, ends_min }) => `${clock(starts_min)}–${ends_min === 1440 ? "24:00" : clock(ends_min)}`,
    )
    .join(", ") || "closed";

/** A week day by day in words, under the names that the choices of a conflict have: `w1_3` is Wednesday of week A. */
export function weekInWords(rows: readonly HoursRow[], alternates: boolean): Record<string, string> {
  return Object.fromEntries(
    weeksOf(alternates).flatMap((week) =>
      WEEKDAYS.map((weekday) => [
        `w${week}_${weekday}`,
        hoursInWords(rows.filter((row) => row.week === week && row.weekday === weekday)),
      ]),
    ),
  );
}

/** A date's own hours and its note in words. */
export const overrideInWords = ({ hours, note }: { hours: readonly Interval[]; note: string }): string =>
  hoursInWords(hours) + (note ? ` · ${note}` : "");

/** The rows with those days as they are now that the person left to others (`keep_w1_3` said "theirs"). */
export const withTheirs = (
  yours: readonly HoursRow[],
  now: readonly HoursRow[],
  theirs: readonly string[],
): HoursRow[] => {
  const isTheirs = ({ week, weekday }: HoursRow) => theirs.includes(`w${week}_${weekday}`);
  return [...yours.filter((row) => !isTheirs(row)), ...now.filter(isTheirs)];
};

import { z } from "zod";

/** "When you work", pure: what is proposed, and how the form of a week is read. Minutes of the wall clock, 1440 is 24:00. */

export type Interval = { starts_min: number; ends_min: number };
/** ISO weekday (1 Monday … 7 Sunday) → its hours; a day without any is closed. */
export type Week = Record<number, Interval[]>;

/** Times of one day that the form has room for. */
export const INTERVALS = 3;
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const weekdayName = (weekday: number): string => NAMES[weekday - 1] ?? "";

/** The weekdays as a week runs where the provider is. */
export const weekFrom = (week_starts_on: number): number[] =>
  WEEKDAYS.map((_, index) => ((week_starts_on - 1 + index) % 7) + 1);

const every = (weekdays: number[], ...hours: [number, number][]): Week =>
  Object.fromEntries(
    weekdays.map((weekday) => [
      weekday,
      hours.map(([from, to]) => ({ starts_min: from * 60, ends_min: to * 60 })),
    ]),
  );

const WORKDAYS = [1, 2, 3, 4, 5];

export const HOURS_PRESETS: { name: string; label: string; note: string; week: Week }[] = [
  { name: "workdays", label: "Workdays", note: "Mon to Fri, 9 to 5", week: every(WORKDAYS, [9, 17]) },
  {
    name: "lunch",
    label: "Lunch break",
    note: "9 to 12 and 1 to 5",
    week: every(WORKDAYS, [9, 12], [13, 17]),
  },
  { name: "mornings", label: "Mornings", note: "Mon to Fri, 8 to 12", week: every(WORKDAYS, [8, 12]) },
  { name: "evenings", label: "Evenings", note: "Mon to Fri, 5 to 9", week: every(WORKDAYS, [17, 21]) },
  { name: "weekends", label: "Weekends", note: "Sat and Sun, 10 to 4", week: every([6, 7], [10, 16]) },
  { name: "daily", label: "Every day", note: "10 to 6", week: every(WEEKDAYS, [10, 18]) },
];

/** A preset by its name; null for a name that none has. */
export const presetWeek = (name: string | null): Week | null =>
  HOURS_PRESETS.find((preset) => preset.name === name)?.week ?? null;

/** A week from rows of weekly hours. */
export function weekOf(rows: readonly (Interval & { weekday: number })[]): Week {
  const week: Week = {};
  for (const { weekday, starts_min, ends_min } of rows)
    week[weekday] = [...(week[weekday] ?? []), { starts_min, ends_min }];
  return week;
}

/** "09:00"; 24:00 is written 00:00, because a time field knows no other midnight. */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Fields of the form: `day_1` (open), `from_1_0`, `to_1_0` … `to_7_2`; those of a second week have a prefix. */
export const dayField = (weekday: number) => `day_${weekday}`;
export const fromField = (weekday: number, index: number, prefix = "") => `${prefix}from_${weekday}_${index}`;
export const toField = (weekday: number, index: number, prefix = "") => `${prefix}to_${weekday}_${index}`;

/** What the form starts with. A closed day proposes hours, so that opening it is one click; closed, they mean nothing. */
export function weekValues(week: Week): Record<string, string> {
  const first = WEEKDAYS.map((weekday) => week[weekday]?.[0]).find((hours) => hours) ?? {
    starts_min: 540,
    ends_min: 1020,
  };
  const values: Record<string, string> = {};
  for (const weekday of WEEKDAYS) {
    const hours = week[weekday] ?? [];
    if (hours.length > 0) values[dayField(weekday)] = "yes";
    for (const [index, { starts_min, ends_min }] of (hours.length > 0 ? hours : [first]).entries()) {
      values[fromField(weekday, index)] = clock(starts_min);
      values[toField(weekday, index)] = clock(ends_min);
    }
  }
  return values;
}

const TIME = /^(?:([01]?\d|2[0-3]):([0-5]\d)(?::00)?|24:00)$/;

/** Minutes of "9:00", "09:00" or "24:00"; null for anything else. */
const minutesOf = (text: string): number | null => {
  const found = TIME.exec(text.trim());
  return found && (found[1] === undefined ? 1440 : Number(found[1]) * 60 + Number(found[2]));
};

/** Sorted; what overlaps or touches is one. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.starts_min - b.starts_min)) {
    const last = merged.at(-1);
    if (last && next.starts_min <= last.ends_min) last.ends_min = Math.max(last.ends_min, next.ends_min);
    else merged.push({ ...next });
  }
  return merged;
}

const text = z.string().max(10).optional();
type Sent = Record<string, string | undefined>;
type Wrong = (path: string, message: string) => void;

/** The fields of some days' hours, for a schema. */
export const hoursFields = (weekdays: readonly number[], count: number, prefix = "") =>
  Object.fromEntries(
    weekdays.flatMap((weekday) =>
      Array.from({ length: count }).flatMap((_, index) => [
        [fromField(weekday, index, prefix), text] as const,
        [toField(weekday, index, prefix), text] as const,
      ]),
    ),
  );

type Day = { weekday: number; name: string; count: number; prefix?: string; is_needed: boolean };

/** The hours typed for one day, as they are: not merged. What cannot be read is said to `wrong`, at its field. */
export function readHours(sent: Sent, { weekday, name, count, prefix, is_needed }: Day, wrong: Wrong) {
  const hours: Interval[] = [];
  for (let index = 0; index < count; index++) {
    const [fromName, toName] = [fromField(weekday, index, prefix), toField(weekday, index, prefix)];
    const [from, to] = [sent[fromName] ?? "", sent[toName] ?? ""];
    if (from === "" && to === "" && (index > 0 || !is_needed)) continue;
    const starts_min = minutesOf(from);
    const end = minutesOf(to);
    // At the end 00:00 is the midnight after the day.
    const ends_min = end === 0 ? 1440 : end;
    if (starts_min === null) wrong(fromName, `${name}: from when? Write it as in 09:00.`);
    else if (ends_min === null) wrong(toName, `${name}: until when? Write it as in 17:00.`);
    else if (starts_min >= ends_min)
      wrong(
        toName,
        `${name}: the end must be later than the start. For a night, end at 00:00 and start the next day at 00:00.`,
      );
    else hours.push({ starts_min, ends_min });
  }
  return hours;
}

const boxes = Object.fromEntries(WEEKDAYS.map((weekday) => [dayField(weekday), text]));

/** The form of a week, as rows of weekly hours; at least one day must be open. */
export const WeekInput = z
  .object({ ...boxes, ...hoursFields(WEEKDAYS, INTERVALS) })
  .transform((form, context) => {
    const sent: Sent = form;
    const wrong: Wrong = (path, message) => context.addIssue({ code: "custom", path: [path], message });
    const rows: (Interval & { weekday: number })[] = [];
    for (const weekday of WEEKDAYS.filter((day) => sent[dayField(day)])) {
      const day = { weekday, name: weekdayName(weekday), count: INTERVALS, is_needed: true };
      const hours = readHours(sent, day, wrong);
      rows.push(...mergeIntervals(hours).map((interval) => ({ weekday, ...interval })));
    }
    if (rows.length === 0 && context.issues.length === 0)
      wrong(dayField(1), "Open at least one day, or nobody can book.");
    return rows;
  });

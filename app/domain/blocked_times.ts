import { z } from "zod";
import { IdempotencyKeyInput, manyLines, oneLine, VersionInput } from "#app/domain/bookings.ts";
import { parseWallTime } from "#app/domain/wall-time.ts";
import { localDate, localDayBounds, localMinutes, parseDate } from "#app/domain/zones.ts";
import { formatTime } from "#app/i18n/format.ts";

/** Time off, pure: the forms' schemas, an absence's fields and back, and who is told of it. */

const DAY = 86_400_000;
/** Longer than any leave; a typing mistake in the year is caught by it. */
const MAX_DAYS = 731;

/** How long before it begins an absence with a public text is announced (ms). */
export const ANNOUNCED_BEFORE = 14 * DAY;

const optionalLine = (label: string, max: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text?.trim()) return "";
      const parsed = oneLine(label, max).safeParse(text);
      if (parsed.success) return parsed.data;
      for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
      return z.NEVER;
    });

const optionalDate = z
  .string()
  .optional()
  .default("")
  .refine((text) => text === "" || parseDate(text) !== null, "That is not a date of the calendar.");

const optionalTime = z
  .string()
  .optional()
  .default("")
  .refine((text) => text === "" || /^\d{1,2}:\d{2}(:00)?$/.test(text.trim()), "Give a time as 14:30.");

const occurrence = z.enum(["", "first", "second"]).optional().default("");

const fields = {
  from_date: z
    .string({ error: "Choose the first day." })
    .refine((text) => parseDate(text) !== null, "That is not a date of the calendar."),
  to_date: optionalDate,
  from_time: optionalTime,
  to_time: optionalTime,
  from_occurrence: occurrence,
  to_occurrence: occurrence,
  schedule: z
    .union([z.literal(""), z.uuid()], { error: "Choose one from the list." })
    .optional()
    .default(""),
  reason: optionalLine("The reason", 200),
  public_text: manyLines("The text", 500).optional().default(""),
};

type Ends = { at: number } | { problem: string };

/** One end of the range: a whole day's edge without a time, else the wall clock's instant, explained where it is odd. */
function endOf(
  zone: string,
  side: "start" | "end",
  date: string,
  time: string,
  which: "" | "first" | "second",
): Ends {
  if (time === "") return { at: localDayBounds(date, zone)[side] };
  const wall = parseWallTime(zone, date, time);
  switch (wall.kind) {
    case "one":
      return { at: wall.at };
    case "gap":
      return {
        problem: `The clocks go forward that day and jump over ${time}. Do you mean ${formatTime(wall.before, zone)} or ${formatTime(wall.moved_to, zone)}?`,
      };
    case "fold":
      if (which !== "") return { at: wall[which] };
      return {
        problem: `The clocks go back that day, so ${time} comes twice. Please say below which one you mean.`,
      };
    case "wrong":
      return { problem: "Give a time as 14:30." };
  }
}

type Typed = z.output<z.ZodObject<typeof fields>>;

const toRange = (zone: string, now: number, typed: Typed, context: z.RefinementCtx) => {
  const complain = (path: string, message: string) => {
    context.addIssue({ code: "custom", path: [path], message });
    return z.NEVER;
  };
  const { from_date, from_time, to_time, schedule, reason, public_text } = typed;
  const to_date = typed.to_date || from_date;
  if (to_date < from_date) return complain("to_date", "The last day is before the first.");
  if (from_date > "2199-12-31" || to_date > "2199-12-31") return complain("to_date", "That is too far away.");
  const start = endOf(zone, "start", from_date, from_time, typed.from_occurrence);
  const end = endOf(zone, "end", to_date, to_time, typed.to_occurrence);
  if ("problem" in start) complain("from_time", start.problem);
  if ("problem" in end) complain("to_time", end.problem);
  if ("problem" in start || "problem" in end) return z.NEVER;
  if (end.at <= start.at) return complain("to_time", "It must end after it begins.");
  if (end.at - start.at > MAX_DAYS * DAY)
    return complain("to_date", "That is more than two years. Please check the year, or add it in parts.");
  if (end.at <= now) return complain("to_date", "That is over already.");
  return { starts_at: start.at, ends_at: end.at, schedule_id: schedule || null, reason, public_text };
};

/** What the form of a new absence says, in the provider's zone at `now` (epoch ms). */
export const AddTimeOffInput = (zone: string, now: number) =>
  z
    .object({ ...fields, key: IdempotencyKeyInput.pipe(z.uuid()) })
    .transform(({ key, ...typed }, context) => ({
      id: key,
      ...toRange(zone, now, typed, context),
    }));

/** The same for a change; `version` is what the form's page showed. */
export const ChangeTimeOffInput = (zone: string, now: number) =>
  z.object({ ...fields, version: VersionInput }).transform(({ version, ...typed }, context) => ({
    version,
    ...toRange(zone, now, typed, context),
  }));

export const RemoveTimeOffInput = z.object({ version: VersionInput });

type Range = { starts_at: number; ends_at: number };

const clock = (at: number, zone: string) => {
  const minutes = localMinutes(at, zone);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
};

const occurrenceOf = (at: number, zone: string, date: string, time: string): string => {
  const wall = time === "" ? null : parseWallTime(zone, date, time);
  return wall?.kind === "fold" ? (at === wall.second ? "second" : "first") : "";
};

/** An absence as its form's fields: dates and times of the zone; no times where it takes whole days. */
export function timeOffFields({ starts_at, ends_at }: Range, zone: string) {
  const from_date = localDate(starts_at, zone);
  const last = localDate(ends_at - 1, zone);
  const from_time = localDayBounds(from_date, zone).start === starts_at ? "" : clock(starts_at, zone);
  const is_to_midnight = localDayBounds(last, zone).end === ends_at;
  const to_date = is_to_midnight ? last : localDate(ends_at, zone);
  const to_time = is_to_midnight ? "" : clock(ends_at, zone);
  return {
    from_date,
    to_date,
    from_time,
    to_time,
    from_occurrence: occurrenceOf(starts_at, zone, from_date, from_time),
    to_occurrence: occurrenceOf(ends_at, zone, to_date, to_time),
  };
}

/** Which bookings of an absence a form ticked: "<id>.<version>", at most a page of them. */
export const CancelHitBookingsInput = z.object({
  cancel: z
    .preprocess(
      (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
      z
        .array(
          z
            .string()
            .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,9}$/, "Please load the page again."),
        )
        .max(200),
    )
    .refine((ticked) => ticked.length > 0, "Tick the bookings that you want to cancel, or keep them all.")
    .transform((ticked) =>
      [...new Set(ticked)].map((one) => {
        const [booking_id = "", version] = one.split(".");
        return { booking_id, version: Number(version) };
      }),
    ),
  reason: manyLines("The reason", 500).optional().default(""),
});

type Scoped = { schedule_id: string | null; schedule_is_default: boolean };
type UsesSchedule = { schedule_id: string | null };

/** Does an absence concern all of these services? One of a schedule does when they all go by that schedule. */
export const concernsAll = (absence: Scoped, services: readonly UsesSchedule[]): boolean =>
  absence.schedule_id === null ||
  (services.length > 0 &&
    services.every(({ schedule_id }) =>
      schedule_id === null ? absence.schedule_is_default : schedule_id === absence.schedule_id,
    ));

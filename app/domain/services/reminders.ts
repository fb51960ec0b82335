import { z } from "zod";
import { span } from "#app/domain/span-input.ts";
import { minutesOf, spanText } from "#app/domain/spans.ts";

/** When the customers of a service hear of their booking again, pure. Minutes. */

/** How many reminders the form has room for; most services need one. */
export const MAX_REMINDERS = 5;
export const reminderRows = Array.from({ length: MAX_REMINDERS }, (_, index) => index + 1);

const MONTH = 43_200;

type ReminderField = `reminder_${number}`;

/** From five minutes to thirty days, as the database has it; "none" and an empty field are null. */
export const reach = z
  .string()
  .max(60, "From 5 minutes to 30 days, or nothing.")
  .optional()
  .transform((text) => (text?.trim() && minutesOf(text) === 0 ? "" : text))
  .pipe(span(MONTH, { blank: null, min: 5, range: "From 5 minutes to 30 days, or nothing." }));

export const reminders = Object.fromEntries(reminderRows.map((n) => [`reminder_${n}`, reach])) as Record<
  ReminderField,
  z.ZodType<number | null>
>;

/** Each once, the longest first. */
export const remindersOf = (typed: readonly (number | null | undefined)[]): number[] =>
  [...new Set(typed.filter((minutes) => typeof minutes === "number"))].sort((one, other) => other - one);

/** When customers hear of their booking again, in words. */
export const reachWords = ({
  reminder_min,
  follow_up_min,
}: {
  reminder_min: readonly number[];
  follow_up_min: number | null;
}) => ({
  reminder_min: reminder_min.map((minutes) => `${spanText(minutes)} before`).join(", ") || "none",
  follow_up_min: follow_up_min === null ? "none" : `${spanText(follow_up_min)} after`,
});

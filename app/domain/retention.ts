import { z } from "zod";
import { addDays, localDayBounds } from "#app/domain/zones.ts";

/** The rule "erase n months after the last visit", pure. */

export const MAX_MONTHS = 240;
/** What the form proposes while there is no rule. */
export const USUAL_MONTHS = 36;

/** The date so many months before another; a day that the month does not have becomes its last one. */
export function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const index = year * 12 + month - 1 - months;
  const first = `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
  const wanted = addDays(first, day - 1);
  if (wanted.slice(0, 7) === first.slice(0, 7)) return wanted;
  // Over the end: the day before the next month's first.
  return addDays(`${wanted.slice(0, 7)}-01`, -1);
}

/** Whose last visit was before this instant (epoch ms) is erased: the start of a day in the provider's zone. */
export const dueBefore = (today: string, months: number, zone: string): number =>
  localDayBounds(monthsBefore(today, months), zone).start;

const Months = z.coerce
  .number({ error: "Say after how many months." })
  .int("Say it in whole months.")
  .min(1, "At least one month.")
  .max(MAX_MONTHS, `At most ${MAX_MONTHS} months.`);

/** How many months an address asks about, or null. */
export const monthsOf = (text: string | null): number | null =>
  text === null || text.trim() === "" ? null : (Months.safeParse(text).data ?? null);

export const RetentionInput = z
  .object({
    state: z.enum(["on", "off"], { error: "Choose whether old data are erased." }),
    months: z.string().optional(),
    /** What the form's page showed: months, or "off". */
    was: z.string().max(10).optional().default(""),
  })
  .transform(({ state, months, was }, context) => {
    if (state === "off") return { months: null, was };
    const parsed = Months.safeParse(months);
    if (parsed.success) return { months: parsed.data, was };
    const message = parsed.error.issues[0]?.message ?? "Say after how many months.";
    context.addIssue({ code: "custom", path: ["months"], message });
    return z.NEVER;
  });

export const ruleWord = (months: number | null): string => (months === null ? "off" : String(months));

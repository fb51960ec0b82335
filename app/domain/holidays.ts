import { z } from "zod";
import { addDays, parseDate } from "#app/domain/zones.ts";

/** Public holidays, pure: from the library's words to days, the form's schema, what two people's forms say. */

/** As far ahead as the list is kept filled (days, two years). */
export const DAYS_AHEAD = 730;

/** What the library says of one holiday; `date` is "YYYY-MM-DD HH:MM:SS" of the country's own clock. */
export type LibraryHoliday = { date: string; start: Date; end: Date; name: string; type: string };

/** A day on which a country (or a part of it) does not work; `partial`: only from some hour on. */
export type PublicHoliday = { date: string; name: string; partial: boolean };

const HOUR = 3_600_000;
/** A day of 23 hours is whole; those that begin at noon are not. */
const WHOLE = 20 * HOUR;

/**
 * The public holidays among the library's, day by day, in order: one that lasts several days is on each of them,
 * several on one day are one with both names. A part of a day is none if the same day is one as a whole.
 */
export function toDays(found: readonly LibraryHoliday[]): PublicHoliday[] {
  const byDate = new Map<string, { names: Set<string>; partial: boolean }>();
  for (const { date, start, end, name, type } of found) {
    const first = parseDate(date.slice(0, 10));
    if (type !== "public" || first === null) continue;
    const length = end.getTime() - start.getTime();
    const partial = length < WHOLE;
    const days = Math.max(1, Math.round(length / (24 * HOUR)));
    for (let n = 0; n < days; n++) {
      const day = addDays(first, n);
      const known = byDate.get(day);
      if (!known || (known.partial && !partial)) byDate.set(day, { names: new Set([name]), partial });
      else if (known.partial === partial) known.names.add(name);
    }
  }
  return [...byDate]
    .map(([date, { names, partial }]) => ({
      date,
      name: [...names].join(", ").slice(0, 200),
      partial,
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

const codes = z
  .preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(z.string()).max(400),
  )
  .transform((dates) => new Set(dates.filter((date) => parseDate(date) !== null)));

export const SwitchOnHolidaysInput = z.object({
  country: z.string({ error: "Choose a country." }).regex(/^[A-Z]{2}$/, "Choose a country from the list."),
  region: z
    .string()
    .regex(/^[A-Z0-9-]{0,20}$/, "Choose a region from the list.")
    .optional()
    .default(""),
  /** Days that the form listed, and those of them that were ticked: to be closed. */
  day: codes,
  closed: codes,
  /** What was switched on when the form's page was made (stateOf). */
  shown: z.string().max(20_000).optional().default(""),
  /** Taking "off" back: days that had been kept open stay so. */
  again: z.literal("yes").optional(),
});

type Kept = { date: string; kept_open_at: number | null };

/** What is switched on, as a text to compare: of two forms sent, the second must not undo the first unseen. */
export const stateOf = (country: string | null, region: string | null, days: readonly Kept[]): string =>
  country === null
    ? "off"
    : [
        country,
        region ?? "",
        ...days.filter((day) => day.kept_open_at !== null).map(({ date }) => date),
      ].join(" ");

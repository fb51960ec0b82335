import { z } from "zod";
import { mergeRanges } from "#app/domain/availability/ranges.ts";
import type { TimeRange } from "#app/domain/availability/types.ts";
import { IdempotencyKeyInput, oneLine, VersionInput } from "#app/domain/bookings.ts";

/** Calendars elsewhere whose busy times count here, pure: the forms' schemas, when to ask again, what is kept. */

export const MAX_SOURCES = 10;
/** Busy times kept of one calendar. */
export const MAX_BUSY_TIMES = 5_000;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often a calendar is asked, and at most how seldom one that fails. */
const EVERY = 5 * MINUTE;
const SELDOM = HOUR;

/** A calendar that fails for so long is told of on the dashboard, and then by mail. */
export const SHOWN_AFTER = HOUR;
export const MAILED_AFTER = 24 * HOUR;

/** A calendar is read anew once a day even if it never changes: what it repeats goes on, and a day further. */
export const READ_AGAIN_AFTER = 23 * HOUR;

/** How far busy times are known: from yesterday for a year. Dates are for whole days in any zone. */
export const DAYS_BEHIND = 1;
export const DAYS_AHEAD = 366;

/** Whoever presses "Read now" again and again asks once in this time. */
export const ASKED_AGAIN_AFTER = 30_000;

/**
 * Milliseconds until a calendar is asked again: about five minutes, twice as long after each failure, an hour at most.
 * @param random 0 … 1, so that a thousand calendars do not all come at once
 */
export const pauseAfter = (failures: number, random: number): number =>
  Math.min(SELDOM, EVERY * 2 ** Math.max(0, Math.min(failures, 10) - 1)) * (0.8 + 0.4 * random);

/** The address of a calendar as it is fetched, or null: webcal:// is what programs write for https://. */
export function parseCalendarAddress(text: string): string | null {
  const typed = text.trim().replace(/^webcals?:\/\//i, "https://");
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  if (whole.length > 2000 || /\s/.test(whole) || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (url.hostname.length > 253) return null;
  url.hash = "";
  return url.href;
}

/** All that is ever shown of an address: where it is, and how it ends. */
export function shownOfAddress(address: string): { host: string; ending: string } {
  const { host, pathname, search } = new URL(address);
  return { host, ending: `${pathname}${search}`.slice(-4) };
}

const name = oneLine("The name", 60);

const address = z
  .string({ error: "Paste the calendar’s address." })
  .trim()
  .min(1, "Paste the calendar’s address.")
  .transform((text, context) => {
    const parsed = parseCalendarAddress(text);
    if (parsed !== null) return parsed;
    context.addIssue({
      code: "custom",
      message: "That is no address of a calendar. It begins with https:// or webcal://.",
    });
    return z.NEVER;
  });

export const AddSourceInput = z.object({ key: IdempotencyKeyInput.pipe(z.uuid()), name, address });

export const ChangeSourceInput = z.object({
  version: VersionInput,
  name,
  address: z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text?.trim()) return null;
      const parsed = address.safeParse(text);
      if (parsed.success) return parsed.data;
      for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
});

/**
 * Busy times as they are kept: merged, by start, none longer than `longest` (ms), at most `most`.
 * @returns `cut_at` where the list had to end (epoch ms), or null
 */
export function keptBusyTimes(
  ranges: readonly TimeRange[],
  longest: number,
  most = MAX_BUSY_TIMES,
): { kept: TimeRange[]; cut_at: number | null } {
  const kept: TimeRange[] = [];
  for (const { starts_at, ends_at } of mergeRanges(ranges)) {
    for (let from = starts_at; from < ends_at; from += longest) {
      if (kept.length >= most) return { kept, cut_at: from };
      kept.push({ starts_at: from, ends_at: Math.min(from + longest, ends_at) });
    }
  }
  return { kept, cut_at: null };
}

/** A calendar that was due so long ago (ms) has lost its job. */
export const OVERDUE_AFTER = DAY / 4;

import { z } from "zod";
import { calendarPath } from "#app/components/calendar/links.ts";
import { timeOffFields } from "#app/domain/blocked_times.ts";
import { InstantInput } from "#app/domain/bookings.ts";
import { CALENDAR_KINDS, parseCalendarDate } from "#app/domain/calendar.ts";
import type { BlockPageView, CalendarFlash, CalendarKind, HitsView } from "#app/domain/calendar-views.ts";
import { newId } from "#app/domain/ids.server.ts";
import { ownWord } from "#app/domain/own.ts";
import { localDate, localDayBounds } from "#app/domain/zones.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { param, problem } from "#app/http/guarded.server.ts";
import { readRemoved, readShared } from "#app/http/time-off.server.ts";
import { type Absence, selectBookingsIn } from "#db/blocked_times.ts";
import type { TenantTx } from "#db/transaction.ts";

/**
 * What a calendar's address asks for. What is missing or is no view is a week; an empty date is today.
 * @throws a 400 page for a date that is none
 */
export function calendarParams(
  request: Request,
  today: string,
): { kind: CalendarKind; date: string; all_hours: boolean } {
  const view = param(request, "view");
  const kind = CALENDAR_KINDS.find((one) => one === view) ?? "week";
  const text = param(request, "date");
  const date = text ? parseCalendarDate(text) : today;
  if (date === null)
    throw problem(400, {
      title: "We can't read this address",
      text: "The day in this address does not exist, or is too far away. It should look like 2026-12-31.",
      links: [{ href: new URL(request.url).pathname, label: "Back to the calendar" }],
    });
  return { kind, date, all_hours: param(request, "hours") === "all" };
}

const SAID: Record<string, string> = {
  blocked: "This time is blocked. Nothing new can be booked in it.",
  restored: "This time is blocked again, as it was.",
  unblocked: "This time is open again.",
};

/** What has just been done (`?just=…`), with the form that takes it back where there is one. */
export async function calendarFlash(desk: Desk, request: Request): Promise<CalendarFlash | null> {
  const just = param(request, "just") ?? "";
  const text = ownWord(SAID, just);
  if (!text) return null;
  const base = `/dashboard/${desk.view.username}/calendar`;
  const id = z.uuid().safeParse(param(request, "id"));
  if (just === "blocked" && id.success)
    return { text, undo: { action: `${base}/blocked/${id.data}/removal`, fields: { version: 1 } } };
  const can_undo = just === "unblocked" && (await readRemoved(desk, request)) !== null;
  return { text, undo: can_undo ? { action: `${base}/restoration` } : null };
}

/** The week of an instant (epoch ms) in the provider's calendar. */
export const weekPath = ({ view }: Desk, at: number): string =>
  calendarPath(view.username, "week", localDate(at, view.time_zone));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The range that an address asks to block: what it says, an hour where it says no end, else null. */
export function rangeParams(request: Request): { starts_at: number; ends_at: number } | null {
  const start = InstantInput.safeParse(param(request, "start"));
  const end = InstantInput.safeParse(param(request, "end"));
  if (!start.success) return null;
  const starts_at = start.data;
  const ends_at = end.success ? end.data : starts_at + HOUR;
  return ends_at > starts_at && ends_at - starts_at <= 731 * DAY ? { starts_at, ends_at } : null;
}

/** So many bookings are named; the page of time off has them all. */
const NAMED = 20;

/** The bookings that stand in a time that is or would be blocked. */
export async function readHits(tx: TenantTx, absence: Absence, now: number): Promise<HitsView> {
  const found = await selectBookingsIn(tx, absence, now, NAMED + 1);
  return { bookings: found.slice(0, NAMED), has_more: found.length > NAMED };
}

/** The form for a new blocked time, with what the address says filled in. */
export async function viewBlock(tx: TenantTx, desk: Desk, request: Request): Promise<BlockPageView> {
  const { provider, now } = desk.provider_context;
  const { time_zone } = provider;
  const range = rangeParams(request);
  const today = localDate(now, time_zone);
  const date = parseCalendarDate(param(request, "date")) ?? today;
  const times = range ? timeOffFields(range, time_zone) : { from_date: date, to_date: date };
  return {
    ...(await readShared(tx, desk)),
    values: { key: newId(), ...times },
    hits: range
      ? await readHits(tx, { ...range, schedule_id: null }, now)
      : { bookings: [], has_more: false },
    back: weekPath(desk, range?.starts_at ?? localDayBounds(date, time_zone).start),
  };
}

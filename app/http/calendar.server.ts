import { CALENDAR_KINDS, parseCalendarDate } from "#app/domain/calendar.ts";
import type { CalendarFlash, CalendarKind } from "#app/domain/calendar-views.ts";
import { param, problem } from "#app/http/guarded.server.ts";

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
  blocked: "This time is blocked now.",
  restored: "This time is blocked again.",
  unblocked: "This time is open again.",
};

/** What has just been done (`?just=…`), with the form that takes it back where there is one. */
export function calendarFlash(request: Request, username: string): CalendarFlash | null {
  const text = SAID[param(request, "just") ?? ""];
  if (!text) return null;
  const token = param(request, "just") === "unblocked" ? param(request, "undo") : null;
  const action = `/dashboard/${username}/calendar/restoration`;
  return { text, undo: token ? { action, token } : null };
}

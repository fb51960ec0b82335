import type { CalendarKind } from "#app/domain/calendar-views.ts";

/** Addresses around the calendar of one provider. Instants in epoch ms, dates "YYYY-MM-DD". */

const base = (username: string) => `/dashboard/${username}`;
const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

export const calendarPath = (username: string, kind: CalendarKind, date: string, all_hours = false): string =>
  `${base(username)}/calendar?view=${kind}&date=${date}${all_hours ? "&hours=all" : ""}`;

/** "New booking", with the time filled in. */
export const newBookingPath = (username: string, starts_at: number): string =>
  `${base(username)}/bookings/new?start=${iso(starts_at)}`;

/** "Block time", with both ends filled in. */
export const blockPath = (username: string, starts_at: number, ends_at: number): string =>
  `${base(username)}/calendar/block?start=${iso(starts_at)}&end=${iso(ends_at)}`;

export const blockedPath = (username: string, id: string): string =>
  `${base(username)}/calendar/blocked/${id}`;

export const bookingPath = (username: string, id: string): string => `${base(username)}/bookings/${id}`;

/** Calendars elsewhere, whose busy times are drawn too. */
export const calendarSourcesPath = (username: string): string => `${base(username)}/hours/calendars`;

/** Where an entry of the calendar leads: its own page; for what another calendar has, the list of those. */
export const itemPath = (username: string, { kind, id }: { kind: string; id: string }): string => {
  if (kind === "blocked") return blockedPath(username, id);
  if (kind === "busy") return calendarSourcesPath(username);
  return kind === "group" ? `${base(username)}/calendar/sessions/${id}` : bookingPath(username, id);
};

import type { ChangeKind, ChangeView, GapView, MeetingView, PlanLine } from "#app/domain/today-views.ts";
import type { AgendaEntry } from "#app/domain/views.ts";
import type { BookingEventRow, NextBookingRow } from "#db/agenda.ts";

/** What the page of the day shows, of what was read; pure. */

/** Names of a group that the page lists. */
const NAMED = 8;

/** The first of these bookings (by start), with those that come at the same time to the same. */
export function firstMeeting(bookings: readonly NextBookingRow[]): MeetingView | null {
  const [first] = bookings;
  if (!first) return null;
  const together = bookings.filter(
    (one) => one.service_id === first.service_id && one.starts_at === first.starts_at,
  );
  return {
    service_title: first.service_title,
    starts_at: first.starts_at,
    ends_at: first.ends_at,
    place: first.place,
    place_detail: first.place_detail,
    customer_phone: together.length === 1 && first.place === "phone" ? first.customer_phone : null,
    people: together.slice(0, NAMED).map(({ id, customer_name, status }) => ({
      booking_id: id,
      name: customer_name,
      is_waiting: status === "pending",
    })),
    has_more: together.length > NAMED,
  };
}

/** What is on at an instant (epoch ms), and what comes after it. */
export function splitAt(bookings: readonly NextBookingRow[], now: number) {
  return {
    current: firstMeeting(bookings.filter(({ starts_at, ends_at }) => starts_at <= now && ends_at > now)),
    next: firstMeeting(bookings.filter(({ starts_at }) => starts_at > now)),
  };
}

const KINDS: readonly string[] = ["booked", "moved", "cancelled", "approved", "declined"];
const kindOf = (action: string): string => action.replace(/^booking\./, "");

/**
 * Of each booking the latest that was done to it, latest first: who booked and moved twice is one line. What this
 * member did is no news to them, and what came before that is no longer true.
 */
export function latestChanges(events: readonly BookingEventRow[], account_id: string): ChangeView[] {
  const seen = new Set<string>();
  const changes: ChangeView[] = [];
  for (const event of events) {
    const kind = kindOf(event.action);
    if (!KINDS.includes(kind) || seen.has(event.booking_id)) continue;
    seen.add(event.booking_id);
    if (event.account_id === account_id) continue;
    const { id, booking_id, customer_name, service_title, starts_at, at } = event;
    const by =
      event.actor === "customer"
        ? null
        : (event.account_name ?? (event.actor === "system" ? "Daybook" : "A former member"));
    changes.push({
      id,
      booking_id,
      kind: kind as ChangeKind,
      by,
      customer_name,
      service_title,
      starts_at,
      at,
    });
  }
  return changes;
}

/** Bookings and free time of a day in one line, by start. */
export function planOf(entries: readonly AgendaEntry[], gaps: readonly GapView[]): PlanLine[] {
  const lines: PlanLine[] = [
    ...entries.map((entry) => ({ kind: "booking" as const, entry })),
    ...gaps.map((gap) => ({ kind: "gap" as const, gap })),
  ];
  const startOf = (line: PlanLine) => (line.kind === "gap" ? line.gap : line.entry).starts_at;
  return lines.sort((one, other) => startOf(one) - startOf(other));
}

/** What people are told, when, and what makes it void (docs/messages.md has the table). Pure: `now` is an argument. */
import type { BookingEvent } from "#app/domain/bookings/record.server.ts";
import { addDays, localDate, wallToInstant } from "#app/domain/zones.ts";
import type { BookingRow } from "#db/bookings.ts";

/** To the customer about their booking. Those that are not optional are always sent: who has booked must know. */
export const CUSTOMER_KINDS = [
  "received",
  "confirmed",
  "declined",
  "moved",
  "cancelled",
  "reminder",
  "follow_up",
] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

/** To the members who run the practice. */
export const MEMBER_KINDS = ["new", "waiting", "new_time", "called_off", "agenda"] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

export const MESSAGE_KINDS = [...CUSTOMER_KINDS, ...MEMBER_KINDS] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What a provider can do without: the others, a customer must get. */
export const OPTIONAL_KINDS = ["reminder", "follow_up", ...MEMBER_KINDS] as const;

/** What one person can end for themself, also by one click from the mail. */
export const UNSUBSCRIBABLE_KINDS = ["follow_up", "agenda"] as const;
export type UnsubscribableKind = (typeof UNSUBSCRIBABLE_KINDS)[number];

/** What is written down ahead and void as soon as the booking changes. */
export const LATER_KINDS = ["reminder", "follow_up"] as const;

const MINUTE = 60_000;

export type Planned = {
  kind: MessageKind;
  recipient: "customer" | "member";
  account_id: string | null;
  /** Epoch ms. */
  due_at: number;
  /** "<booking>.<version>.<kind>[.<which>]": names the message for ever. */
  once: string;
  details: Record<string, string | number | null>;
};

/** True for what lies ahead: whether it is still wanted is asked when its time has come, not when it is written down. */
export const isLater = (kind: MessageKind): boolean => (LATER_KINDS as readonly string[]).includes(kind);

export type PlanInput = {
  event: BookingEvent;
  /** The version that the event made, and the booking as it is now (perhaps later). */
  version: number;
  booking: Pick<BookingRow, "id" | "version" | "status" | "starts_at" | "ends_at">;
  /** Minutes before the start, and after the end (null: none). */
  service: { reminder_min: readonly number[]; follow_up_min: number | null };
  /** Who is told of what customers do: owners and managers. */
  members: readonly { account_id: string }[];
  /** Who did it, when that was a member: they know. */
  by: string | null;
  /** What the provider has switched off. */
  disabled: ReadonlySet<string>;
  /** For a move: when it was before (epoch ms). */
  from: number | null;
  now: number;
};

/**
 * What follows an event of a booking. An event that was overtaken by a later one still tells the members what is new;
 * what lies ahead (reminders, follow-up) follows the booking's last version alone.
 */
export function planMessages(input: PlanInput): Planned[] {
  const { booking, version, disabled } = input;
  const is_last = booking.version === version;
  const planned: Planned[] = [];
  const add = (kind: MessageKind, due_at: number, which: string, more: Partial<Planned> = {}) => {
    if (disabled.has(kind) && !isLater(kind)) return;
    const once = `${booking.id}.${version}.${kind}${which && `.${which}`}`;
    planned.push({ kind, recipient: "customer", account_id: null, details: {}, due_at, once, ...more });
  };
  const tellMembers = (kind: MemberKind, details: Planned["details"] = {}) => {
    for (const { account_id } of input.members)
      if (account_id !== input.by)
        add(kind, input.now, account_id, { recipient: "member", account_id, details });
  };
  const details = { from: input.from };
  const waits = booking.status === "pending";
  if (input.event === "booked") {
    if (is_last) add(waits ? "received" : "confirmed", input.now, "");
    tellMembers(waits ? "waiting" : "new");
  }
  if (input.event === "approved" && is_last) add("confirmed", input.now, "");
  if (input.event === "declined" && is_last) add("declined", input.now, "");
  if (input.event === "moved") {
    if (is_last) add("moved", input.now, "", { details });
    tellMembers("new_time", details);
  }
  if (input.event === "cancelled") {
    if (is_last) add("cancelled", input.now, "");
    tellMembers("called_off");
  }
  if (is_last && booking.status === "confirmed") planLater(input, add);
  return planned;
}

/** Reminders that lie ahead; one whose moment has passed already is not made up for: the confirmation has just come. */
const planLater = (
  { booking, service, now }: PlanInput,
  add: (kind: MessageKind, due_at: number, which: string, more?: Partial<Planned>) => void,
) => {
  for (const minutes of new Set(service.reminder_min)) {
    const due_at = booking.starts_at - minutes * MINUTE;
    if (due_at > now) add("reminder", due_at, String(minutes), { details: { minutes } });
  }
  const { follow_up_min } = service;
  if (follow_up_min === null) return;
  const due_at = booking.ends_at + follow_up_min * MINUTE;
  if (due_at > now) add("follow_up", due_at, "");
};

export type VoidInput = {
  kind: MessageKind;
  booking_version: number;
  booking: Pick<BookingRow, "version" | "status" | "starts_at"> & { no_show_at: number | null };
  is_erased: boolean;
  now: number;
};

/** Why a message no longer holds when its time has come, or null: it does. */
export function whyVoid({ kind, booking_version, booking, is_erased, now }: VoidInput): string | null {
  const changed = booking.version !== booking_version;
  const is_on = booking.status === "confirmed" || booking.status === "pending";
  if (is_erased) return "The customer was erased.";
  switch (kind) {
    // Still news when the booking was moved meanwhile; no longer when it is off.
    case "new":
    case "waiting":
      return is_on ? null : "The booking was over before this was sent.";
    case "new_time":
    case "called_off":
      return changed ? "The booking was changed again." : null;
    case "reminder":
      if (changed) return "The booking was changed.";
      if (booking.status !== "confirmed") return "The booking is not confirmed.";
      return booking.starts_at <= now ? "It had begun already." : null;
    case "follow_up":
      if (changed) return "The booking was changed.";
      if (booking.status !== "confirmed") return "The booking is not confirmed.";
      return booking.no_show_at === null ? null : "They did not come.";
    default:
      return changed ? "The booking was changed again; a later message says it." : null;
  }
}

const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 4 * 3_600_000;

/** A message is tried this often (over about a day) before it is a dead letter. */
export const MAX_DELIVERY_TRIES = 14;

/**
 * Milliseconds until the next try: growing, so that a server which is down is not beaten, and jittered, so that what
 * failed together does not come back together.
 * @param tries how often it was tried, 1 or more
 * @param random 0 to 1
 */
export const retryPause = (tries: number, random: number): number =>
  Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) * (0.5 + random);

/**
 * The next morning's agenda: its day on the provider's calendar and when it goes out (epoch ms). A minute that a clock change
 * leaves out is the one after the gap, as with hours.
 */
export function nextAgenda(zone: string, minute: number, now: number): { date: string; due_at: number } {
  const today = localDate(now, zone);
  const due_at = wallToInstant(zone, today, minute);
  if (due_at > now) return { date: today, due_at };
  const date = addDays(today, 1);
  return { date, due_at: wallToInstant(zone, date, minute) };
}

import { z } from "zod";
import { manyLines, ReasonInput, VersionInput } from "#app/domain/bookings.ts";
import { localDayBounds, parseDate } from "#app/domain/zones.ts";

/** What the desk's pages of bookings ask for, and the rules behind their buttons. */

export const BOOKING_STATES = ["upcoming", "waiting", "past", "cancelled", "all"] as const;
export const BOOKING_ORDERS = ["soonest", "latest"] as const;

export type BookingListWish = {
  state: (typeof BOOKING_STATES)[number];
  order: (typeof BOOKING_ORDERS)[number];
  service: string | null;
  customer: string | null;
  q: string;
  from: string | null;
  until: string | null;
};

// PostgreSQL takes no NUL in a text; nothing that cannot be seen is looked for.
const word = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(/\p{C}/gu, "").trim())
    .pipe(z.string().max(max))
    .catch("");
const date = z
  .string()
  .transform((text) => parseDate(text))
  .nullable()
  .catch(null);

/** An address's wishes; what cannot be meant is left out: a filter that is not there shows more, and says so. */
export function readWish(params: URLSearchParams): BookingListWish {
  const state = z.enum(BOOKING_STATES).catch("upcoming").parse(params.get("state"));
  const usual = state === "upcoming" || state === "waiting" ? "soonest" : "latest";
  return {
    state,
    order: z.enum(BOOKING_ORDERS).catch(usual).parse(params.get("order")),
    service: word(60).parse(params.get("service")) || null,
    customer: z.uuid().nullable().catch(null).parse(params.get("customer")),
    q: word(100).parse(params.get("q")),
    from: date.parse(params.get("from")),
    until: date.parse(params.get("until")),
  };
}

/** The query that asks for these again; what is as usual is left out. */
export function wishQuery(wish: BookingListWish, after: string | null = null): string {
  const usual = wish.state === "upcoming" || wish.state === "waiting" ? "soonest" : "latest";
  const entries = Object.entries({
    state: wish.state === "upcoming" ? null : wish.state,
    order: wish.order === usual ? null : wish.order,
    service: wish.service,
    customer: wish.customer,
    q: wish.q || null,
    from: wish.from,
    until: wish.until,
    after,
  }).filter((entry): entry is [string, string] => entry[1] !== null);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}

/** Both dates of a filter as instants (epoch ms) on the provider's clock; `until` is a whole day, and included. */
export const wishWindow = ({ from, until }: BookingListWish, time_zone: string) => ({
  from: from === null ? null : localDayBounds(from, time_zone).start,
  until: until === null ? null : localDayBounds(until, time_zone).end,
});

const CURSOR = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where a list goes on: behind this booking. */
export const cursorOf = ({ starts_at, id }: { starts_at: number; id: string }): string =>
  `${starts_at}_${id}`;

/** @returns null for a text that no page of ours has made */
export function readCursor(text: string): { starts_at: number; id: string } | null {
  const [, at, id] = CURSOR.exec(text) ?? [];
  // Later than any booking can be; PostgreSQL does not read the years that ISO 8601 writes with a sign.
  return at && id && Number(at) < Date.UTC(2300) ? { starts_at: Number(at), id } : null;
}

/**
 * What to look for in customers' keys: the text in lower case, and its digits from the last to the first. Leading zeros and
 * the country's code differ between how people write one number: the last nine digits tell it apart.
 */
export function searchKeys(q: string): { text: string; digits: string } {
  const is_phone = /^[+\d\s()/.-]{3,}$/.test(q);
  const digits = is_phone ? [...q.replace(/\D/g, "").replace(/^0+/, "").slice(-9)].reverse().join("") : "";
  return { text: q.toLowerCase(), digits };
}

/** A customer can be missed from the start on, at a booking that stood. */
export const canBeNoShow = (booking: { status: string; starts_at: number }, now: number): boolean =>
  booking.status === "confirmed" && booking.starts_at <= now;

export const InternalNoteInput = z.object({
  /** What the form's page said before; a text that no page could have said is never what is there. */
  shown: manyLines("The note", 2000).optional().default("").catch("\u0001"),
  internal_note: manyLines("The note", 2000).optional().default(""),
});

export const EndBookingInput = z.object({ version: VersionInput, reason: ReasonInput });

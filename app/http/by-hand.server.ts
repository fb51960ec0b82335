/** What addresses and forms of booking by hand say, read; nothing of it is trusted. */
import { z } from "zod";
import { DurationInput } from "#app/domain/bookings.ts";
import type { AskedByHand, Terms } from "#app/domain/by-hand.server.ts";
import { MISSED, type Missed, StartInput } from "#app/domain/by-hand.ts";
import { notFound, param, problem } from "#app/http/guarded.server.ts";
import { type BookingRow, selectOptionalBookingById } from "#db/bookings.ts";
import { selectOptionalCustomerChoice } from "#db/customer_choice.ts";
import {
  type ServiceRow,
  selectOptionalServiceBySlug,
  selectQuestionsOfService,
  selectServiceById,
} from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

const SLUG = /^[a-z0-9][a-z0-9-]{0,59}$/;
/** No slug, so no service has it. */
const NO_SERVICE = "-";
const MOST_TYPED = 100;

/** One line as typed into a search or a time: no control characters (the database refuses NUL), not endless. */
const typed = (text: string | null): string =>
  (text ?? "")
    .replace(/[\p{Cc}\p{Cs}]/gu, "")
    .trim()
    .slice(0, MOST_TYPED);

/** An id in an address, or null when there is none. @throws a 404 page for what cannot be one */
const requireId = (text: string | null): string | null => {
  if (text === null || text === "") return null;
  const id = z.uuid().safeParse(text);
  if (!id.success) throw notFound();
  return id.data.toLowerCase();
};

/** A start in an address, or null when there is none. @throws a 400 page for what is no instant */
export const requireStart = (request: Request, again: string): number | null => {
  const text = param(request, "start");
  if (text === null || text === "") return null;
  const start = StartInput.safeParse(text);
  if (start.success) return start.data;
  throw problem(400, {
    title: "We can't read the time in this address",
    text: "Please choose a time again.",
    links: [{ href: again, label: "Choose a time" }],
  });
};

/** A date and a time in an address, as they were typed; null for what is not there. */
export const typedTime = (request: Request) => {
  const [date, time] = [param(request, "date"), param(request, "time")];
  return { date: date === null ? null : typed(date), time: time === null ? null : typed(time) };
};

/** What the address of a new booking says. @throws a 400 or 404 page for what nobody could mean */
export function requireAsked(request: Request, again: string): AskedByHand {
  const service = param(request, "service") || null;
  const duration = DurationInput.safeParse(param(request, "duration") ?? undefined);
  return {
    service: service !== null && !SLUG.test(service) ? NO_SERVICE : service,
    duration_min: duration.success ? duration.data : null,
    starts_at: requireStart(request, again),
    ...typedTime(request),
    customer_id: requireId(param(request, "customer")),
    repeat_id: requireId(param(request, "repeat")),
    q: typed(param(request, "q")),
  };
}

/**
 * What a sent form is about, or null when not even that can be read.
 * @throws a 404 page for a customer whom this provider does not have
 */
export async function findTerms(tx: TenantTx, form: FormData): Promise<Terms | null> {
  const [slug, customer] = [form.get("service"), form.get("customer")];
  const start = StartInput.safeParse(form.get("start"));
  const duration = DurationInput.safeParse(form.get("duration"));
  if (typeof slug !== "string" || !SLUG.test(slug) || !start.success || !duration.success) return null;
  const customer_id = requireId(typeof customer === "string" ? customer : null);
  const service = await selectOptionalServiceBySlug(tx, slug);
  if (!service) return null;
  const found = customer_id ? await selectOptionalCustomerChoice(tx, customer_id) : null;
  if (customer_id && !found) throw notFound();
  return {
    service,
    customer: found,
    questions: await selectQuestionsOfService(tx, service.id),
    starts_at: start.data,
    duration_min: duration.data,
  };
}

/** The booking that a form repeats, for its page's address; what is no id is none. */
export const repeatOf = (form: FormData): string | null =>
  z.uuid().safeParse(form.get("repeat")).data ?? null;

/** A booking that an address names, with its service. @throws a 404 page for any other */
export async function requireOwnedBooking(
  tx: TenantTx,
  id: string | undefined,
): Promise<{ booking: BookingRow; service: ServiceRow }> {
  const known = z.uuid().safeParse(id);
  const booking = known.success ? await selectOptionalBookingById(tx, known.data) : null;
  if (!booking) throw notFound();
  return { booking, service: await selectServiceById(tx, booking.service_id) };
}

/** "2:taken,5:gap": the weeks of a series that have no booking; what is no reason is left out. */
export const missedIn = (text: string | null): Map<number, Missed> => {
  const missed = new Map<number, Missed>();
  for (const part of (text ?? "").slice(0, 1000).split(",")) {
    const [week, reason] = part.split(":");
    const known = MISSED.find((one) => one === reason);
    if (known) missed.set(Number(week), known);
  }
  return missed;
};

import type { MessageTexts } from "#app/domain/message-settings.ts";
import type { CustomerKind } from "#app/domain/messages.ts";
import { addDays, localDate, wallToInstant } from "#app/domain/zones.ts";
import { agendaMail } from "#app/mail/agenda-mail.ts";
import { customerMail } from "#app/mail/booking-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";
import type { ServiceRow } from "#db/services.ts";

/** Mails as they would be sent, about a booking that nobody made: for the preview and "send me a test". */

const HOUR = 3_600_000;
const NOBODY = "00000000-0000-7000-8000-000000000000";
const NO_HASH = new Uint8Array();

export type Example = {
  provider: ProviderRow;
  /** The one to speak of; without any yet, "Example". */
  service: ServiceRow | null;
  /** "https://book.example.org" */
  public_url: string;
  now: number;
};

/** Tomorrow at ten on the provider's clock, of the service's shortest length; a follow-up's was yesterday. */
export function exampleBooking(
  kind: CustomerKind,
  { provider, service, now }: Pick<Example, "provider" | "service" | "now">,
): BookingRow {
  const zone = provider.time_zone;
  const day = addDays(localDate(now, zone), kind === "follow_up" ? -1 : 1);
  const starts_at = wallToInstant(zone, day, 600);
  const length = service?.durations[0] ?? { duration_min: 60, price_cents: null };
  const is_ended = kind === "cancelled" || kind === "declined";
  return {
    ...{ id: NOBODY, service_id: NOBODY, customer_id: NOBODY, version: 1, request_hash: NO_HASH },
    ...{ manage_token_hash: NO_HASH, created_at: now, updated_at: now, note: "", answers: [] },
    starts_at,
    ends_at: starts_at + length.duration_min * 60_000,
    status: is_ended ? kind : kind === "received" ? "pending" : "confirmed",
    cancelled_by: kind === "cancelled" ? "customer" : null,
    end_reason: "",
    customer_name: "Grace Hopper",
    customer_email: "grace@example.org",
    customer_phone: null,
    customer_time_zone: zone,
    customer_locale: provider.locale,
    service_title: service?.title ?? "Example",
    price_cents: length.price_cents,
    currency: service?.currency ?? provider.currency,
    ...placeOf(service),
  };
}

const placeOf = (service: ServiceRow | null): Pick<BookingRow, "place" | "place_detail"> => {
  switch (service?.place) {
    case "video":
      return { place: "video", place_detail: service.place_url };
    case "phone":
      return { place: "phone", place_detail: service.place_phone };
    default:
      return { place: "in_person", place_detail: service?.place_address ?? "" };
  }
};

/** The mail of a kind, with these texts. Its links lead to the public page; it has no entry for a calendar. */
export function exampleMail(kind: CustomerKind, example: Example, texts: MessageTexts): Mail {
  const { provider, public_url } = example;
  const booking = exampleBooking(kind, example);
  const page = `${public_url}/book/${provider.username}`;
  const {
    calendar: _none,
    unsubscribe_url: _neither,
    ...mail
  } = customerMail(kind, {
    ...{ booking, provider, texts, manage_url: page, book_url: page, unsubscribe_url: page },
    from: kind === "moved" ? booking.starts_at - 24 * HOUR : null,
    was_invited: false,
  });
  return mail;
}

/** A day's agenda with three bookings of nobody's. */
export function exampleAgenda(
  { provider, service, public_url, now }: Example,
  member: { name: string; email: string },
): Mail {
  const zone = provider.time_zone;
  const date = localDate(now, zone);
  const page = `${public_url}/dashboard/${provider.username}/settings/messages`;
  const { service_title, place, place_detail } = exampleBooking("reminder", { provider, service, now });
  const lines = ["Grace Hopper", "Alan Turing", "Ada Lovelace"].map((customer_name, n) => ({
    ...{ id: NOBODY, customer_name, service_title, place, place_detail, note: "", version: 1 },
    ...{ customer_phone: null, status: n === 2 ? ("pending" as const) : ("confirmed" as const) },
    starts_at: wallToInstant(zone, date, 600 + n * 120),
    ends_at: wallToInstant(zone, date, 660 + n * 120),
  }));
  const {
    unsubscribe_url: _none,
    about: _neither,
    ...mail
  } = agendaMail({
    ...{ provider, member, date, lines, desk_url: page, unsubscribe_url: page },
  });
  return mail;
}

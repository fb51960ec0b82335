import { calendarInvite } from "#app/domain/calendar-file.ts";
import { fillPlaceholders, type PlaceholderValues } from "#app/domain/message-texts.ts";
import type { CustomerKind, MemberKind } from "#app/domain/messages.ts";
import {
  dayOf,
  formatDayTime,
  formatFullDay,
  formatTime,
  formatTimeRange,
  localeOf,
  zoneLabel,
} from "#app/i18n/format.ts";
import { type Letter, letterText } from "#app/mail/letter.ts";
import { letterHtml } from "#app/mail/letter-html.ts";
import { type Mail, senderAddress } from "#app/mail/message.server.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

type Told = { booking: BookingRow; provider: ProviderRow };

export type CustomerTold = Told & {
  /** The provider's own words; empty: ours. */
  texts: { subject: string; opening: string };
  /** The booking's own address with its capability; null when its secret is gone. */
  manage_url: string | null;
  /** The service's public page, to book again. */
  book_url: string;
  unsubscribe_url: string | null;
  /** For a move: when it was before (epoch ms). */
  from: number | null;
  /** Whether the customer's calendar has an entry of it, which a cancellation takes out. */
  was_invited: boolean;
};

type Words = { subject: string; opening: string };

/** Daybook's own words, with placeholders: also what a provider begins from. */
export const OWN_WORDS: Record<CustomerKind, Words> = {
  received: {
    subject: "Your request: {service}",
    opening: "{provider} has your request and will confirm it. The time is kept for you until then.",
  },
  confirmed: { subject: "Booked: {service}, {date}", opening: "You are booked with {provider}." },
  declined: { subject: "Not possible: {service}", opening: "{provider} cannot take your booking." },
  moved: {
    subject: "New time: {service}, {date}",
    opening: "Your booking with {provider} has a new time.",
  },
  cancelled: {
    subject: "Cancelled: {service}, {date}",
    opening: "Your booking with {provider} is cancelled.",
  },
  reminder: {
    subject: "Reminder: {service}, {date} at {time}",
    opening: "A short reminder of your booking with {provider}.",
  },
  follow_up: {
    subject: "Thank you from {provider}",
    opening: "Thank you for your time. You are welcome to book the next one whenever it suits you.",
  },
};

/** A move that the provider has yet to confirm is told in other words; they are not the provider's to change. */
const ASKED_AGAIN: Words = {
  subject: "New time requested: {service}, {date}",
  opening: "{provider} has your request for the new time and will confirm it. It is kept for you until then.",
};

const placeLabel = { in_person: "Place", phone: "By phone", video: "By video" } as const;

const when = (booking: BookingRow, starts_at: number, ends_at: number, zone: string, locale: string) =>
  `${formatFullDay(dayOf(starts_at, zone), locale)}\n${formatTimeRange(starts_at, ends_at, zone, locale)}, ${zoneLabel(zone, booking.starts_at)}`;

const placeFact = ({ place, place_detail }: BookingRow): Letter["facts"] =>
  place_detail === ""
    ? []
    : [
        {
          label: placeLabel[place],
          value: place_detail,
          ...(/^https:\/\/\S+$/.test(place_detail) && { url: place_detail }),
        },
      ];

export const placeholderValues = ({ booking, provider }: Told): PlaceholderValues => {
  const zone = booking.customer_time_zone;
  const locale = localeOf(provider);
  return {
    name: booking.customer_name,
    service: booking.service_title,
    date: formatFullDay(dayOf(booking.starts_at, zone), locale),
    time: formatTime(booking.starts_at, zone, locale),
    place: booking.place_detail,
    provider: provider.name,
  };
};

/** The mail to a customer about their booking, in the zone in which they booked. */
export function customerMail(kind: CustomerKind, told: CustomerTold): Mail {
  const { booking, provider, manage_url, book_url, unsubscribe_url, from } = told;
  const values = placeholderValues(told);
  const own = kind === "moved" && booking.status === "pending" ? ASKED_AGAIN : OWN_WORDS[kind];
  const is_asked_again = own === ASKED_AGAIN;
  const words = {
    subject: (!is_asked_again && told.texts.subject) || own.subject,
    opening: (!is_asked_again && told.texts.opening) || own.opening,
  };
  const zone = booking.customer_time_zone;
  const locale = localeOf(provider);
  const length = booking.ends_at - booking.starts_at;
  const is_over = kind === "declined" || kind === "cancelled" || kind === "follow_up";
  const letter: Letter = {
    subject: fillPlaceholders(words.subject, values),
    hello: `Hello ${booking.customer_name},`,
    opening: fillPlaceholders(words.opening, values).split(/\n{2,}/),
    facts: [
      { label: "Booking", value: booking.service_title },
      { label: "When", value: when(booking, booking.starts_at, booking.ends_at, zone, locale) },
      ...(from === null || kind !== "moved"
        ? []
        : [{ label: "Before", value: when(booking, from, from + length, zone, locale) }]),
      ...(is_over ? [] : placeFact(booking)),
    ],
    quotes:
      booking.end_reason && is_over && kind !== "follow_up"
        ? [{ label: "Reason", text: booking.end_reason }]
        : [],
    ...actionOf(kind, manage_url, book_url),
    closing: [],
    from: { name: provider.name, lines: [provider.phone, provider.email].filter((line) => line !== null) },
    footer: kind === "follow_up" ? [`You get this because you booked with ${provider.name}.`] : [],
    unsubscribe_url: kind === "follow_up" ? unsubscribe_url : null,
    accent: provider.accent,
  };
  const calendar = calendarOf(kind, told);
  return {
    ...written(letter, booking.customer_email, provider.email, provider.name),
    ...(calendar && { calendar }),
    ...(kind === "follow_up" && unsubscribe_url && { unsubscribe_url }),
  };
}

const actionOf = (
  kind: CustomerKind,
  manage_url: string | null,
  book_url: string,
): Pick<Letter, "action"> => {
  if (kind === "follow_up" || kind === "declined" || kind === "cancelled")
    return { action: { label: "Book a time", url: book_url, lead: "Book a time:" } };
  return manage_url
    ? {
        action: {
          label: "See or change your booking",
          url: manage_url,
          lead: "See, move or cancel your booking:",
        },
      }
    : {};
};

/** RFC 6047: an entry comes with the confirmation, follows each move, and goes with the cancellation. */
const calendarOf = (
  kind: CustomerKind,
  { booking, provider, was_invited }: CustomerTold,
): Mail["calendar"] => {
  const organizer = provider.email ?? senderAddress();
  if (kind === "confirmed" || kind === "moved")
    return { method: "REQUEST", content: calendarInvite("REQUEST", booking, provider, organizer) };
  if ((kind === "cancelled" || kind === "declined") && was_invited)
    return { method: "CANCEL", content: calendarInvite("CANCEL", booking, provider, organizer) };
  return undefined;
};

const written = (letter: Letter, to: string, reply_to: string | null, from_name: string): Mail => ({
  to,
  reply_to,
  from_name,
  subject: letter.subject,
  text: letterText(letter),
  html: letterHtml(letter),
});

const MEMBER_WORDS: Record<Exclude<MemberKind, "agenda">, [string, string]> = {
  new: ["New booking", "has booked"],
  waiting: ["Waiting for your answer", "asks for a time"],
  new_time: ["New time", "has moved a booking"],
  called_off: ["Cancelled", "has cancelled"],
};

/**
 * The notice to a member about what happened to a booking, in the provider's zone; answers go to the customer.
 * @param by the member who did it, or null when it was the customer
 */
export function memberMail(
  kind: Exclude<MemberKind, "agenda">,
  told: Told & {
    member: { name: string; email: string };
    desk_url: string;
    settings_url: string;
    from: number | null;
    by: string | null;
  },
): Mail {
  const { booking, provider, member, desk_url, settings_url, from, by } = told;
  const zone = provider.time_zone;
  const locale = localeOf(provider);
  const [subject, did] = MEMBER_WORDS[kind];
  const length = booking.ends_at - booking.starts_at;
  const who = by === null ? `${booking.customer_name} ${did}.` : `${by} ${did} for ${booking.customer_name}.`;
  const letter: Letter = {
    subject: `${subject}: ${booking.customer_name}, ${formatDayTime(booking.starts_at, zone, locale)}`,
    hello: `Hello ${member.name},`,
    opening: [who],
    facts: [
      { label: "Booking", value: booking.service_title },
      { label: "When", value: when(booking, booking.starts_at, booking.ends_at, zone, locale) },
      ...(from === null
        ? []
        : [{ label: "Before", value: when(booking, from, from + length, zone, locale) }]),
      ...placeFact(booking),
      {
        label: "Customer",
        value: [booking.customer_name, booking.customer_email, booking.customer_phone]
          .filter(Boolean)
          .join("\n"),
      },
    ],
    quotes: [
      ...booking.answers
        .filter(({ value }) => value !== "")
        .map(({ label, value }) => ({ label, text: value })),
      ...(booking.note ? [{ label: "Note", text: booking.note }] : []),
      ...(kind === "called_off" && booking.end_reason ? [{ label: "Reason", text: booking.end_reason }] : []),
    ],
    action: {
      label: kind === "waiting" ? "Approve or decline" : "Open the booking",
      url: desk_url,
    },
    closing: [],
    from: { name: "Daybook", lines: [] },
    footer: [
      `You get this because you run ${provider.name} on Daybook.`,
      { text: "Choose which mails you get", url: settings_url },
    ],
    accent: provider.accent,
  };
  return written(letter, member.email, booking.customer_email, provider.name);
}

import { dayOf, formatFullDay, formatShortDay, formatTime, localeOf } from "#app/i18n/format.ts";
import { type Letter, letterText } from "#app/mail/letter.ts";
import { letterHtml } from "#app/mail/letter-html.ts";
import type { Mail } from "#app/mail/message.server.ts";
import type { AgendaLineRow } from "#db/messages.ts";
import type { ProviderRow } from "#db/providers.ts";

/** More than this on one day is looked up in the calendar. */
export const MOST_LINES = 60;

/** What a member's day holds, in the provider's zone. @param date "YYYY-MM-DD" */
export function agendaMail(told: {
  provider: ProviderRow;
  member: { name: string; email: string };
  date: string;
  lines: readonly AgendaLineRow[];
  desk_url: string;
  unsubscribe_url: string;
}): Mail {
  const { provider, member, date, lines, desk_url, unsubscribe_url } = told;
  const zone = provider.time_zone;
  const locale = localeOf(provider);
  const count =
    lines.length > MOST_LINES
      ? `More than ${MOST_LINES} bookings`
      : `${lines.length} booking${lines.length === 1 ? "" : "s"}`;
  const letter: Letter = {
    subject: `${formatShortDay(date, locale)}: ${count.toLowerCase()}`,
    hello: `Good morning ${member.name},`,
    opening: [`${count} on ${formatFullDay(date, locale)}.`],
    facts: [],
    entries: lines.slice(0, MOST_LINES).map((line) => ({
      when: `${formatTime(line.starts_at, zone, locale)}–${formatTime(line.ends_at, zone, locale)}`,
      what: line.customer_name,
      more: [
        line.service_title,
        line.status === "pending" && "waits for your answer",
        line.place === "phone" && line.customer_phone,
        dayOf(line.ends_at, zone) !== date && "until the next day",
      ]
        .filter(Boolean)
        .join(", "),
    })),
    action: { label: "Open your day", url: desk_url },
    closing: [],
    from: { name: "Daybook", lines: [] },
    footer: [`You get this each morning with bookings because you run ${provider.name} on Daybook.`],
    unsubscribe_url,
    accent: provider.accent,
  };
  return {
    to: member.email,
    reply_to: null,
    from_name: provider.name,
    subject: letter.subject,
    text: letterText(letter),
    html: letterHtml(letter),
    unsubscribe_url,
    about: lines.map(({ id }) => id),
  };
}

import { formatDayTime } from "#app/i18n/format.ts";
import { houseMail } from "#app/mail/house-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import type { CalendarSourceRow } from "#db/calendar_sources.ts";
import type { MemberRow } from "#db/memberships.ts";
import type { ProviderRow } from "#db/providers.ts";

/** The mail to who runs a practice when a calendar of theirs could not be read for a day. @param url where to mend it */
export function calendarFailingMailFor(
  member: Pick<MemberRow, "name" | "email">,
  provider: ProviderRow,
  source: Pick<CalendarSourceRow, "name" | "failure"> & { failing_since: number | null },
  url: string,
): Mail {
  const since = formatDayTime(source.failing_since ?? 0, provider.time_zone, provider.locale);
  const lines = [
    `Hello ${member.name},`,
    "",
    `The calendar “${source.name}” of ${provider.name} cannot be read since ${since}.`,
    source.failure,
    "",
    "Its busy times as they were last known still count. What was added there since then does",
    "not, and can be booked. Here you see why, and can change its address or remove it:",
    url,
    "",
    "It is tried again every hour. You get no other mail about it unless it works in between.",
  ];
  return houseMail(member.email, `The calendar “${source.name}” cannot be read`, lines, "See your calendars");
}

import { localDate } from "#app/domain/zones.ts";
import { formatFullDay } from "#app/i18n/format.ts";
import type { FetchRefusal } from "#app/integrations/calendar-fetch.server.ts";

/** What is said of calendars elsewhere. */

export type SourceFailure =
  | FetchRefusal
  | "web_page"
  | "not_a_calendar"
  | "too_many_events"
  | "too_many_occurrences"
  | "too_heavy"
  | "sealed";

const FAILURES: Record<Exclude<SourceFailure, "status">, string> = {
  not_public: "This address leads into a private network, where Daybook does not go.",
  wrong_port: "This address names an unusual port. Calendars are read from 80, 443, 8080 and 8443.",
  wrong_scheme: "This address leads to one that is not https://.",
  unknown_host: "There is no such place: the name in the address is not known.",
  unreachable: "Nobody answers there.",
  unsafe_connection:
    "The connection is not safe: the certificate is wrong, or it leads from https:// to http://.",
  too_slow: "It took more than 10 seconds to answer.",
  too_large: "The calendar is larger than 10 MB.",
  too_many_redirects: "The address leads from one to the next, again and again.",
  wrong_encoding: "The answer is packed in a way that Daybook does not know.",
  cut_off: "The answer ends in the middle.",
  web_page: "This address shows a web page, not a calendar. Look for the private address in iCal format.",
  not_a_calendar: "What is there is no calendar in iCal format.",
  too_many_events: "The calendar has more than 20,000 events.",
  too_many_occurrences: "The calendar’s events repeat too often.",
  too_heavy:
    "Reading the calendar takes too much time or memory. One of its repeating events is out of the ordinary.",
  sealed:
    "The address cannot be read any more, because this installation’s secret was changed. Please enter it again.",
};

/** Why a calendar could not be read, in a sentence or two. `status` is of HTTP. */
export function failureWords(code: SourceFailure, status = 0): string {
  if (code !== "status") return FAILURES[code];
  if (status === 401 || status === 403)
    return `Its server does not let us in (${status}). Is the address the private one?`;
  if (status === 404 || status === 410)
    return `There is no calendar at this address any more (${status}). Perhaps the private address was reset.`;
  if (status === 429) return "Its server asks us to come less often (429).";
  return status >= 500
    ? `Its server has a problem (${status}).`
    : `Its server answers with something else (${status}).`;
}

export type SourceWarningWords =
  | { code: "unknown_zones"; names: string[] }
  | { code: "broken_events"; count: number }
  | { code: "often"; count: number }
  | { code: "cut"; until: number };

/** What is odd about a calendar that was read all the same. */
export function warningWords(warning: SourceWarningWords, zone: string, locale: string): string {
  switch (warning.code) {
    case "unknown_zones":
      return `Some times are in a zone that Daybook does not know (${warning.names.map((name) => `“${name}”`).join(", ")}). They are read on your own clock.`;
    case "broken_events":
      return warning.count === 1
        ? "One event could not be read and is left out."
        : `${warning.count} events could not be read and are left out.`;
    case "often":
      return warning.count === 1
        ? "One event repeats more than 5,000 times a year; the first 5,000 count."
        : `${warning.count} events repeat more than 5,000 times a year; the first 5,000 of each count.`;
    case "cut":
      return `The calendar has more than 5,000 busy times: those from ${formatFullDay(localDate(warning.until, zone), locale)} on are left out.`;
  }
}

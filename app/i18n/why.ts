import type { ServiceRules, SlotRefusal, TimeRange } from "#app/domain/availability.ts";
import { formatAbsence } from "#app/i18n/absence.ts";
import {
  formatDay,
  formatDayTime,
  formatDuration,
  formatFullDay,
  formatTime,
  formatTimeRange,
  zoneName,
} from "#app/i18n/format.ts";

/** "Why is this time missing?", in the host's words. Instants are epoch ms, shown in the provider's zone. */

export type WhyReason = SlotRefusal | "offered" | "no_schedule";

export type WhyFacts = {
  reason: WhyReason;
  starts_at: number;
  ends_at: number;
  now: number;
  username: string;
  zone: string;
  locale: string;
  service: ServiceRules & { title: string; slug: string; is_hidden: boolean };
  schedule: { name: string; time_zone: string } | null;
  /** Of the schedule's calendar. */
  date: string;
  /** When the schedule is open on that date, merged. */
  hours: TimeRange[];
  /** The starts of the grid around, whatever is taken. */
  before: number | null;
  after: number | null;
  /** First and last date on which the service can be booked, of the schedule's calendar. */
  first_date: string | null;
  last_date: string | null;
  /** What gives the date other hours. */
  override_note: string | null;
  holiday_name: string | null;
  absences: (TimeRange & { id: string; reason: string; schedule_name: string | null })[];
  takers: (TimeRange & { id: string; customer_name: string; service_title: string })[];
  /** When calendars elsewhere say "busy". */
  elsewhere: (TimeRange & { name: string })[];
};

export type WhyWords = { title: string; sentences: string[]; links: { href: string; label: string }[] };

/** The answer in a title and some sentences, with where to go to change it. */
export function whyWords(facts: WhyFacts): WhyWords {
  const base = `/dashboard/${facts.username}`;
  const words = WORDS[facts.reason](facts, base);
  const { schedule, zone } = facts;
  const elsewhere =
    schedule && schedule.time_zone !== zone
      ? [
          `The hours of “${schedule.name}” are on ${zoneName(schedule.time_zone)}; this page is on ${zoneName(zone)}.`,
        ]
      : [];
  return { ...words, sentences: [...words.sentences, ...elsewhere] };
}

type Say = (facts: WhyFacts, base: string) => WhyWords;

const time = (at: number, { zone, locale }: WhyFacts) => formatTime(at, zone, locale);
const span = (range: TimeRange, { zone, locale }: WhyFacts) =>
  formatTimeRange(range.starts_at, range.ends_at, zone, locale);

const hoursLink = (base: string) => ({ href: `${base}/hours`, label: "Your hours" });
const serviceLink = (base: string) => ({ href: `${base}/services`, label: "Your services" });

const hoursWords = (facts: WhyFacts): string => {
  const day = formatDay(facts.date, facts.locale);
  if (facts.hours.length === 0) return `There are no working hours on ${day}.`;
  return `On ${day} the working hours are ${facts.hours.map((range) => span(range, facts)).join(" and ")}.`;
};

const fitWords = (facts: WhyFacts): string[] => {
  const { hours, starts_at, ends_at, service } = facts;
  const begins_within = hours.find((range) => range.starts_at <= starts_at && starts_at < range.ends_at);
  return begins_within && ends_at > begins_within.ends_at
    ? [
        `It would begin within them, but ${formatDuration(service.duration_min)} end at ${time(ends_at, facts)}, after closing.`,
      ]
    : [];
};

const bookingLinks = (facts: WhyFacts, base: string) =>
  facts.takers.map((taker) => ({
    href: `${base}/bookings/${taker.id}`,
    label: `${taker.customer_name}, ${taker.service_title}, ${span(taker, facts)}`,
  }));

const absenceLinks = (facts: WhyFacts, base: string) =>
  facts.absences.map((absence) => ({
    href: `${base}/hours/time-off/${absence.id}`,
    label: `Time off: ${formatAbsence(absence, facts.zone, facts.locale, facts.now)}${absence.reason ? ` (${absence.reason})` : ""}`,
  }));

const elsewhereLinks = (facts: WhyFacts, base: string) =>
  facts.elsewhere.map((busy) => ({
    href: `${base}/hours/calendars`,
    label: `Busy in “${busy.name}”: ${formatAbsence(busy, facts.zone, facts.locale, facts.now)}`,
  }));

const bufferWords = ({ service }: WhyFacts): string => {
  const parts = [
    service.buffer_before_min > 0 ? `${formatDuration(service.buffer_before_min)} before` : "",
    service.buffer_after_min > 0 ? `${formatDuration(service.buffer_after_min)} after` : "",
  ].filter(Boolean);
  return parts.length > 0
    ? `“${service.title}” keeps ${parts.join(" and ")} itself free.`
    : "The other booking keeps time around itself free.";
};

const WORDS: Record<WhyReason, Say> = {
  offered: ({ starts_at, service, username }) => ({
    title: "This time is offered",
    sentences: [
      service.is_hidden
        ? "Customers who have the service’s link can book it. The service is hidden, so it is not on your public page."
        : "Customers can book it right now.",
    ],
    links: [
      {
        href: `/book/${username}/${service.slug}/details?start=${new Date(starts_at).toISOString()}&duration=${service.duration_min}`,
        label: "See it as a customer does",
      },
    ],
  }),
  no_schedule: (_facts, base) => ({
    title: "There are no working hours yet",
    sentences: ["The service goes by a schedule, and there is none. Say when you work, and times appear."],
    links: [hoursLink(base)],
  }),
  past: (facts) => ({
    title: "That time is over",
    sentences: [
      `It is ${formatDayTime(facts.now, facts.zone, facts.locale)} now: nothing can be booked in the past.`,
    ],
    links: [],
  }),
  horizon: (facts, base) => {
    const { first_date, last_date, date, service, locale } = facts;
    const early = first_date !== null && date < first_date;
    const sentence = early
      ? `“${service.title}” can be booked from ${formatFullDay(first_date, locale)} on.`
      : last_date !== null
        ? `“${service.title}” can be booked until ${formatFullDay(last_date, locale)} at present${
            service.bookable_until === last_date || service.horizon_days === null
              ? "."
              : `: ${service.horizon_days} ${service.horizon_days === 1 ? "day" : "days"} ahead.`
          }`
        : `“${service.title}” cannot be booked on that day.`;
    return {
      title: early ? "That day is too early for this service" : "That day is too far ahead",
      sentences: [sentence],
      links: [serviceLink(base)],
    };
  },
  outside_hours: (facts, base) => ({
    title: "Outside your working hours",
    sentences: [hoursWords(facts), ...fitWords(facts)],
    links: [hoursLink(base)],
  }),
  override: (facts, base) => {
    const { holiday_name, override_note, date, locale, schedule } = facts;
    if (override_note === null && holiday_name !== null)
      return {
        title: `Closed: ${holiday_name}`,
        sentences: [
          `${formatFullDay(date, locale)} is a public holiday that you switched on. Untick it to be bookable that day.`,
        ],
        links: [{ href: `${base}/hours/holidays`, label: "Your public holidays" }],
      };
    return {
      title: "Other hours apply on that date",
      sentences: [
        `“${schedule?.name ?? "The schedule"}” has hours of its own on ${formatFullDay(date, locale)}${override_note ? ` (${override_note})` : ""}.`,
        hoursWords(facts),
        ...fitWords(facts),
      ],
      links: [hoursLink(base)],
    };
  },
  off_grid: (facts, base) => {
    const { before, after, service } = facts;
    const near = [before, after].filter((at) => at !== null).map((at) => time(at, facts));
    const step = formatDuration(service.slot_interval_min ?? service.duration_min);
    return {
      title: "Bookings don’t begin at that time",
      sentences: [
        `Times of “${service.title}” begin every ${step}, counted from the beginning of your hours.`,
        near.length > 0 ? `The nearest ones are ${near.join(" and ")}.` : "",
      ].filter(Boolean),
      links: [serviceLink(base)],
    };
  },
  notice: (facts, base) => {
    const { service, starts_at, zone, locale } = facts;
    const until = starts_at - service.min_notice_min * 60_000;
    return {
      title: "Too short notice",
      sentences: [
        `“${service.title}” asks for ${formatDuration(service.min_notice_min)} of notice: this time could be booked until ${formatDayTime(until, zone, locale)}.`,
      ],
      links: [serviceLink(base)],
    };
  },
  blocked: (facts, base) => {
    const names = [...new Set(facts.elsewhere.map(({ name }) => `“${name}”`))].join(" and ");
    const links = [...absenceLinks(facts, base), ...elsewhereLinks(facts, base)];
    if (facts.absences.length === 0 && names !== "")
      return { title: `Busy in ${names}`, sentences: ["That calendar has something at this time."], links };
    const also = names === "" ? [] : [`Something in ${names} lies there too.`];
    return {
      title: "You are away then",
      sentences: ["Time off that you (or a colleague) entered covers it.", ...also],
      links,
    };
  },
  booked: (facts, base) => ({
    title: "It is booked already",
    sentences: ["Another booking has this time, or a part of it."],
    links: bookingLinks(facts, base),
  }),
  full: (facts, base) => ({
    title: "This session is full",
    sentences: [
      `All ${facts.service.capacity} places are taken. When somebody cancels, it is offered again.`,
    ],
    links: bookingLinks(facts, base),
  }),
  buffer: (facts, base) => ({
    title: "Too close to something else",
    sentences: [bufferWords(facts), "So the time around is not free for it:"],
    links: [...bookingLinks(facts, base), ...absenceLinks(facts, base), ...elsewhereLinks(facts, base)],
  }),
  daily_limit: (facts, base) => ({
    title: "The day’s limit is reached",
    sentences: [
      `At most ${facts.service.limit_per_day} of “${facts.service.title}” are taken a day, and ${formatDay(facts.date, facts.locale)} has that many.`,
    ],
    links: [serviceLink(base)],
  }),
  weekly_limit: (facts, base) => ({
    title: "The week’s limit is reached",
    sentences: [
      `At most ${facts.service.limit_per_week} of “${facts.service.title}” are taken a week, and the week of ${formatDay(facts.date, facts.locale)} has that many.`,
    ],
    links: [serviceLink(base)],
  }),
};

import {
  addDays,
  DAY,
  dateOf,
  dice,
  instantOf,
  isPlainDay,
  MINUTE,
  minutesOf,
  nextWeekday,
  weekdayOf,
} from "./calendar.ts";
import type { DemoProvider, DemoSchedule, DemoService, Interval } from "./types.ts";

/** One demo booking; instants in epoch milliseconds. */
export type PlannedBooking = {
  service: DemoService;
  duration: DemoService["durations"][number];
  starts_at: number;
  ends_at: number;
  /** Of a group service: 1 … as many as come. */
  seat: number;
  /** Index into the provider's customers. */
  customer: number;
  status: "confirmed" | "pending" | "cancelled" | "declined";
  created_at: number;
  /** When it was approved, declined or cancelled. */
  decided_at: number;
};

const PAST_DAYS = 21;
const FUTURE_DAYS = 28;

/** The override dates of a schedule, seen from today. */
export const overrideDates = (schedule: DemoSchedule, today: string) =>
  (schedule.overrides ?? []).map(({ in_days, weekday, intervals, note }) => ({
    date: nextWeekday(today, in_days, weekday),
    intervals,
    note,
  }));

/** The provider's absences, seen from today. */
export const absences = (provider: DemoProvider, today: string) =>
  provider.away.map(({ in_days, days, reason }) => ({
    starts_at: instantOf(addDays(today, in_days), 0, provider.time_zone),
    ends_at: instantOf(addDays(today, in_days + days), 0, provider.time_zone),
    reason,
  }));

const scheduleOf = (provider: DemoProvider, service: DemoService): DemoSchedule => {
  const found = provider.schedules.find(
    ({ name }) => name === (service.schedule ?? provider.schedules[0].name),
  );
  if (!found) throw new Error(`${service.slug}: no schedule "${service.schedule}"`);
  return found;
};

type Session = Omit<PlannedBooking, "seat" | "customer" | "status" | "created_at" | "decided_at">;

/** What a service could be booked for on a date: on its grid, inside the hours, of each length. */
const candidates = (provider: DemoProvider, service: DemoService, date: string, today: string): Session[] => {
  const schedule = scheduleOf(provider, service);
  const hours = (day: string): Interval[] =>
    overrideDates(schedule, today).find((override) => override.date === day)?.intervals ??
    schedule.hours[weekdayOf(day) as 1] ??
    [];
  // Over midnight: what ends at 24:00 goes on with what begins at 00:00 of the next date.
  const night = hours(addDays(date, 1)).find(([from]) => from === "00:00");
  return hours(date).flatMap(([from, to]) => {
    const end = minutesOf(to) + (to === "24:00" && night ? minutesOf(night[1]) : 0);
    return service.durations.flatMap((duration) => {
      const step = service.slot_interval_min ?? duration.duration_min;
      const found: Session[] = [];
      for (let at = minutesOf(from); at < minutesOf(to) && at + duration.duration_min <= end; at += step) {
        const starts_at = instantOf(date, at, provider.time_zone);
        found.push({ service, duration, starts_at, ends_at: starts_at + duration.duration_min * MINUTE });
      }
      return found;
    });
  });
};

const widened = ({ service, starts_at, ends_at }: Session) => ({
  from: starts_at - (service.buffer_before_min ?? 0) * MINUTE,
  until: ends_at + (service.buffer_after_min ?? 0) * MINUTE,
});

const byChance = <T>(items: T[], random: () => number): T[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);

/** Chooses what is booked on a date: groups first, because their times are fixed, then others by chance. */
const sessionsOf = (provider: DemoProvider, date: string, today: string, random: () => number): Session[] => {
  const away = absences(provider, today);
  const chosen: Session[] = [];
  const fits = (session: Session): boolean => {
    const { from, until } = widened(session);
    const sameDay = chosen.filter(({ service }) => service === session.service).length;
    return (
      sameDay < (session.service.limit_per_day ?? 99) &&
      // One a day of what is limited by the week, and the dice keep it below.
      (sameDay === 0 || !session.service.limit_per_week) &&
      away.every(({ starts_at, ends_at }) => until <= starts_at || ends_at <= from) &&
      chosen.every((other) => until <= widened(other).from || widened(other).until <= from)
    );
  };
  const isGroup = ({ capacity = 1 }: DemoService) => capacity > 1;
  const groups = provider.services.filter(isGroup);
  const singles = provider.services.filter((service) => !isGroup(service));
  for (const session of groups.flatMap((service) => candidates(provider, service, date, today)))
    if (fits(session)) chosen.push(session);
  // The rare ones before the common ones take every gap.
  const rare = singles.filter(({ requires_approval }) => requires_approval);
  const common = singles.filter((service) => !rare.includes(service));
  for (const some of [rare, common]) {
    const free = some.flatMap((service) => candidates(provider, service, date, today));
    for (const session of byChance(free, random))
      if (random() < session.service.popularity && fits(session)) chosen.push(session);
  }
  return chosen;
};

/** Who comes, when they booked, and what became of it. */
const bookingsOf = (
  provider: DemoProvider,
  session: Session,
  now: number,
  random: () => number,
): PlannedBooking[] => {
  const { service, starts_at, ends_at } = session;
  const capacity = service.capacity ?? 1;
  const full = service.popularity * (0.5 + random());
  const people = capacity === 1 ? 1 : Math.max(1, Math.min(capacity, Math.round(capacity * full)));
  // The latest moment at which this could be booked; everybody was earlier than that.
  const latest = Math.min(starts_at - service.min_notice_min * MINUTE, now) - 10 * MINUTE;
  const everyone = byChance([...provider.customers.keys()], random).slice(0, people);
  return everyone.map((customer, index) => {
    const created_at = Math.round((latest - random() * 9 * DAY) / 1000) * 1000;
    const decided_at =
      created_at + Math.round((random() * (Math.min(starts_at, now) - created_at)) / 1000) * 1000;
    const chance = random();
    const over = ends_at < now;
    const status = service.requires_approval
      ? over
        ? chance < 0.25
          ? "declined"
          : "confirmed"
        : chance < 0.6
          ? "pending"
          : "confirmed"
      : chance < 0.09
        ? "cancelled"
        : "confirmed";
    return { ...session, seat: index + 1, customer, status, created_at, decided_at };
  });
};

/** Some weeks of bookings around `now` (epoch milliseconds), the same for the same provider and day. */
export function planBookings(provider: DemoProvider, now: number): PlannedBooking[] {
  const today = dateOf(now, provider.time_zone);
  const random = dice(`${provider.username} ${today}`);
  const planned: PlannedBooking[] = [];
  const weekly = new Map<string, number>();
  for (let day = -PAST_DAYS; day <= FUTURE_DAYS; day++) {
    const date = addDays(today, day);
    if (!isPlainDay(date, provider.time_zone)) continue;
    for (const session of sessionsOf(provider, date, today, random)) {
      const { slug, limit_per_week } = session.service;
      const first = provider.week_starts_on;
      const week = `${slug} ${addDays(date, -((weekdayOf(date) - first + 7) % 7))}`;
      const before = weekly.get(week) ?? 0;
      if (limit_per_week && before >= limit_per_week) continue;
      weekly.set(week, before + 1);
      planned.push(...bookingsOf(provider, session, now, random));
    }
  }
  return planned;
}

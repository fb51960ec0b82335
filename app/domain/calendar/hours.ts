/** When a provider works on a window of dates, schedule by schedule: weekly hours, alternating weeks, holidays, own dates. */
import type { DateOverride, TimeRange } from "#app/domain/availability/types.ts";
import { weekTurn, workingTime } from "#app/domain/availability/working-time.ts";
import { dateOfEpochDay, epochDay, weekdayOfEpochDay, zoneOffsets } from "#app/domain/zones.ts";

const DAY = 86_400_000;

export type ScheduleRules = {
  time_zone: string;
  /** A date in an A week, or null where every week is alike. */
  alternates_from: string | null;
  /** `week` 0 counts in every week, 1 in A weeks, 2 in B weeks. */
  weekly_hours: readonly { week: number; weekday: number; starts_min: number; ends_min: number }[];
  date_overrides: readonly (DateOverride & { note?: string })[];
};

/**
 * The hours of each date of a window as rows of that very date: its own ones (an override wins over everything), none
 * on a holiday, else the weekday's. Closed dates have a row without times. Days since 1970-01-01, inclusive.
 */
export function datedHours(
  rules: ScheduleRules,
  holidays: ReadonlySet<string>,
  from_day: number,
  to_day: number,
): DateOverride[] {
  const own = Map.groupBy(rules.date_overrides, ({ date }) => date);
  const hours: DateOverride[] = [];
  for (let day = from_day; day <= to_day; day++) {
    const date = dateOfEpochDay(day);
    const week = weekTurn(day, rules.alternates_from === null ? null : epochDay(rules.alternates_from));
    const usual = holidays.has(date)
      ? []
      : rules.weekly_hours
          .filter((row) => row.weekday === weekdayOfEpochDay(day) && (row.week === 0 || row.week === week))
          .map(({ starts_min, ends_min }) => ({ date, starts_min, ends_min }));
    hours.push(...(own.get(date) ?? usual));
  }
  return hours;
}

/**
 * When a schedule is open between two dates of its calendar (inclusive), as instants (epoch ms), merged and sorted.
 * Throws RangeError on an unknown zone or what is no date.
 */
export function openRanges(
  rules: ScheduleRules,
  holidays: ReadonlySet<string>,
  from_date: string,
  to_date: string,
): TimeRange[] {
  const [from_day, to_day] = [epochDay(from_date), epochDay(to_date)];
  const periods = zoneOffsets(rules.time_zone, (from_day - 3) * DAY, (to_day + 4) * DAY);
  const dated = datedHours(rules, holidays, from_day, to_day);
  const hours = { weekly_hours: [], date_overrides: dated };
  return workingTime(periods, hours, from_day, to_day).pieces.items;
}

/** What is left of ranges (sorted, apart) when others are taken out of them; epoch ms, half-open. */
export function without(ranges: readonly TimeRange[], taken: readonly TimeRange[]): TimeRange[] {
  return taken.reduce<TimeRange[]>(
    (left, { starts_at, ends_at }) =>
      left.flatMap((one) => {
        if (ends_at <= one.starts_at || starts_at >= one.ends_at) return [one];
        return [
          { starts_at: one.starts_at, ends_at: Math.min(one.ends_at, starts_at) },
          { starts_at: Math.max(one.starts_at, ends_at), ends_at: one.ends_at },
        ].filter((part) => part.ends_at > part.starts_at);
      }),
    [...ranges],
  );
}

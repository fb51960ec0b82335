import { z } from "zod";
import { mergeRanges } from "#app/domain/availability/ranges.ts";
import type { DateOverride, TimeRange, WeeklyHours } from "#app/domain/availability/types.ts";
import { workingTime } from "#app/domain/availability/working-time.ts";
import { addDays, isoWeekday, localDayBounds, zoneOffsets } from "#app/domain/zones.ts";

/** The periods that the overview of numbers offers, in weeks. */
export const PERIOD_WEEKS = [4, 12, 26, 52] as const;
export type PeriodWeeks = (typeof PERIOD_WEEKS)[number];

/** What an address asks for; anything else is the plainest: the last four weeks, all services. */
export const NumbersInput = z.object({
  weeks: z
    .enum(["4", "12", "26", "52"])
    .catch("4")
    .transform((text) => Number(text) as PeriodWeeks),
  service: z.string().max(60).nullable().catch(null),
});

const DAY = 86_400_000;
const MINUTE = 60_000;

export type NumbersPeriod = {
  /** The first day of each week of the period, provider-local; the last week is the one of today. */
  weeks: string[];
  /** The same of the period before. */
  weeks_before: string[];
  /** The last day of the period. */
  last_date: string;
  /** Epoch ms: where each week of both periods begins, the earliest first, and the end of the last. */
  boundaries: number[];
};

/**
 * Whole weeks up to and with that of `today` (provider-local), and as many before them, each from the weekday (ISO) on
 * which the provider's week starts. A week of a clock change is an hour shorter or longer; its boundaries are midnights.
 */
export function periodOf(
  today: string,
  count: PeriodWeeks,
  week_starts_on: number,
  time_zone: string,
): NumbersPeriod {
  const this_week = addDays(today, -((isoWeekday(today) - week_starts_on + 7) % 7));
  const all = Array.from({ length: 2 * count }, (_, index) =>
    addDays(this_week, 7 * (index + 1 - 2 * count)),
  );
  const end = addDays(this_week, 7);
  return {
    weeks: all.slice(count),
    weeks_before: all.slice(0, count),
    last_date: addDays(end, -1),
    boundaries: [...all, end].map((date) => localDayBounds(date, time_zone).start),
  };
}

export type OfferedSchedule = {
  id: string;
  time_zone: string;
  alternates_from: string | null;
  weekly_hours: WeeklyHours[];
  date_overrides: DateOverride[];
};
type Absence = TimeRange & { schedule_id: string | null };

/**
 * Minutes of working time in each stretch between two boundaries (epoch ms): the hours of all schedules together (what two
 * of them share counts once), less the absences. Of the past it says what today's hours would have offered.
 */
export function offeredMinutes(
  schedules: readonly OfferedSchedule[],
  absences: readonly Absence[],
  boundaries: readonly number[],
): number[] {
  const [from, until] = [boundaries[0]!, boundaries.at(-1)!];
  const open = schedules.flatMap((schedule) => {
    const away = absences.filter(({ schedule_id }) => schedule_id === null || schedule_id === schedule.id);
    return subtractRanges(workingRanges(schedule, from, until), away);
  });
  const merged = mergeRanges(open);
  return boundaries.slice(0, -1).map((start, index) => {
    const end = boundaries[index + 1]!;
    const inside = merged.map((range) => Math.min(range.ends_at, end) - Math.max(range.starts_at, start));
    return inside.reduce((sum, length) => sum + Math.max(0, length), 0) / MINUTE;
  });
}

const workingRanges = (schedule: OfferedSchedule, from: number, until: number): TimeRange[] => {
  const [first, last] = [Math.floor(from / DAY) - 2, Math.floor(until / DAY) + 2];
  const periods = zoneOffsets(schedule.time_zone, (first - 3) * DAY, (last + 3) * DAY);
  return workingTime(periods, schedule, first, last).pieces.items;
};

/** What is left of ranges when others are taken out; epoch ms, half-open, merged. */
export function subtractRanges(ranges: readonly TimeRange[], without: readonly TimeRange[]): TimeRange[] {
  const holes = mergeRanges(without);
  return mergeRanges(ranges).flatMap(({ starts_at, ends_at }) => {
    const left: TimeRange[] = [];
    let at = starts_at;
    for (const hole of holes) {
      if (hole.ends_at <= at || hole.starts_at >= ends_at) continue;
      if (hole.starts_at > at) left.push({ starts_at: at, ends_at: hole.starts_at });
      at = Math.max(at, hole.ends_at);
    }
    if (at < ends_at) left.push({ starts_at: at, ends_at });
    return left;
  });
}

/** The dates that the overview's schedules are asked about, a margin of two days each side. */
export const datesAround = ({ weeks_before, last_date }: NumbersPeriod) => ({
  from_date: addDays(weeks_before[0]!, -2),
  to_date: addDays(last_date, 2),
});

/** How much more or less than before, in whole per cent; null when there was nothing before to compare with. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 100);

import type { Context } from "#app/domain/context.ts";
import {
  datesAround,
  type NumbersPeriod,
  offeredMinutes,
  type PeriodWeeks,
  periodOf,
} from "#app/domain/numbers.ts";
import type {
  BusyView,
  FiguresView,
  NumbersLine,
  ServiceNumbersView,
  WeekView,
} from "#app/domain/numbers-views.ts";
import { localDate, zoneOffsets } from "#app/domain/zones.ts";
import { priceAmount } from "#app/i18n/format.ts";
import {
  type PeriodRow,
  selectAbsences,
  selectBusyHours,
  selectPeriodNumbers,
  selectSchedulesOffered,
  selectWeekNumbers,
  type WeekNumbersRow,
} from "#db/numbers.ts";
import { type ServiceNameRow, selectServiceNames } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

type Wanted = { weeks: PeriodWeeks; service: string | null };

export type Numbers = {
  period: NumbersPeriod;
  service: ServiceNameRow | null;
  services: readonly ServiceNameRow[];
  now: FiguresView;
  before: FiguresView;
  by_week: WeekView[];
  by_service: ServiceNumbersView[];
  busy: BusyView[];
};

/** What happened in a period and in the one before it, in the caller's snapshot: six queries. Unknown services count as all. */
export async function readNumbers(tx: TenantTx, context: Context, wanted: Wanted): Promise<Numbers> {
  const { provider } = context;
  const period = periodFor(context, wanted.weeks);
  const { boundaries } = period;
  const [from, middle, until] = [boundaries[0]!, boundaries[wanted.weeks]!, boundaries.at(-1)!];
  const services = await selectServiceNames(tx);
  const service = services.find(({ slug }) => slug === wanted.service) ?? null;
  const id = service?.id ?? null;
  const { from_date, to_date } = datesAround(period);

  const rows = await selectWeekNumbers(tx, boundaries, id);
  const periods = await selectPeriodNumbers(tx, [from, middle, until], id);
  const offsets = zoneOffsets(provider.time_zone, middle, until);
  const busy = await selectBusyHours(tx, { from: middle, until }, offsets, id);
  const schedules = await selectSchedulesOffered(tx, from_date, to_date, id);
  const absences = await selectAbsences(tx, from, until);
  const offered = offeredMinutes(schedules, absences, boundaries);

  const isNow = ({ week }: WeekNumbersRow) => week >= wanted.weeks;
  const sumOffered = (list: readonly number[]) => list.reduce((sum, minutes) => sum + minutes, 0);
  return {
    period,
    service,
    services,
    now: figuresOf(rows.filter(isNow), sumOffered(offered.slice(wanted.weeks)), periods[1]!),
    before: figuresOf(
      rows.filter((row) => !isNow(row)),
      sumOffered(offered.slice(0, wanted.weeks)),
      periods[0]!,
    ),
    by_week: weeksOf(period, rows, offered),
    by_service: services.flatMap(({ id, slug, title }) => {
      const own = rows.filter(({ service_id }) => service_id === id);
      if (own.length === 0) return [];
      const { bookings, cancelled, no_shows, booked_min, income } = sumOf(own.filter(isNow));
      const bookings_before = sumOf(own.filter((row) => !isNow(row))).bookings;
      return [{ slug, title, bookings, bookings_before, cancelled, no_shows, booked_min, income }];
    }),
    busy: [...busy],
  };
}

/** The same as lines of a file, one for each week, service and currency; the period only. */
export async function readNumbersLines(
  tx: TenantTx,
  context: Context,
  wanted: Wanted,
): Promise<NumbersLine[]> {
  const period = periodFor(context, wanted.weeks);
  const services = await selectServiceNames(tx);
  const id = services.find(({ slug }) => slug === wanted.service)?.id ?? null;
  const titles = new Map(services.map(({ id, title }) => [id, title]));
  const rows = await selectWeekNumbers(tx, period.boundaries.slice(wanted.weeks), id);
  return rows.map((row) => ({
    week: period.weeks[row.week]!,
    service: titles.get(row.service_id) ?? "",
    bookings: row.bookings,
    cancelled: row.cancelled,
    no_shows: row.no_shows,
    hours_booked: Math.round(row.minutes / 0.6) / 100,
    income: priceAmount(row.income_cents, row.currency),
    currency: row.currency,
  }));
}

const periodFor = ({ provider, now }: Context, weeks: PeriodWeeks): NumbersPeriod =>
  periodOf(localDate(now, provider.time_zone), weeks, provider.week_starts_on, provider.time_zone);

const sumOf = (rows: readonly WeekNumbersRow[]) => {
  const income = new Map<string, number>();
  const sum = { bookings: 0, cancelled: 0, no_shows: 0, booked_min: 0 };
  for (const row of rows) {
    sum.bookings += row.bookings;
    sum.cancelled += row.cancelled;
    sum.no_shows += row.no_shows;
    sum.booked_min += row.minutes;
    if (row.income_cents > 0) income.set(row.currency, (income.get(row.currency) ?? 0) + row.income_cents);
  }
  return { ...sum, income: [...income].map(([currency, cents]) => ({ currency, cents })) };
};

const figuresOf = (rows: readonly WeekNumbersRow[], offered_min: number, people: PeriodRow): FiguresView => ({
  ...sumOf(rows),
  offered_min,
  new_customers: people.new_customers,
  returning_customers: people.returning_customers,
  lead_min: people.lead_min,
});

const weeksOf = (
  { weeks, weeks_before }: NumbersPeriod,
  rows: readonly WeekNumbersRow[],
  offered: readonly number[],
): WeekView[] =>
  weeks.map((date, index) => {
    const at = index + weeks.length;
    return {
      date,
      date_before: weeks_before[index]!,
      ...sumOf(rows.filter(({ week }) => week === at)),
      bookings_before: sumOf(rows.filter(({ week }) => week === index)).bookings,
      offered_min: offered[at]!,
    };
  });

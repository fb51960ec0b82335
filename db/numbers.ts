import { z } from "zod";
import { instant, sql, type TenantTx } from "./transaction.ts";

/**
 * What happened in figures. All of it comes from bookings that start in a window, by bookings_by_start: how much else a
 * provider has does not matter. A booking counts when it stands (pending or confirmed); a no-show is one that stood.
 */

const instants = (list: readonly number[]) =>
  sql.fragment`${sql.array(
    list.map((ms) => new Date(ms).toISOString()),
    "timestamptz",
  )}`;

const inWindow = (tx: TenantTx, from: number, until: number, service_id: string | null) => sql.fragment`
  b.provider_id = ${tx.provider_id} and b.starts_at >= ${instant(from)} and b.starts_at < ${instant(until)}
  and ${service_id === null ? sql.fragment`true` : sql.fragment`b.service_id = ${service_id}`}`;

const stands = sql.fragment`b.status in ('pending', 'confirmed')`;

export const WeekNumbersRow = z.object({
  /** Which of the weeks, counted from 0. */
  week: z.number().int(),
  service_id: z.uuid(),
  currency: z.string(),
  bookings: z.number().int(),
  cancelled: z.number().int(),
  no_shows: z.number().int(),
  /** Of the provider's time: a group's session counts once, however many came. */
  minutes: z.number(),
  income_cents: z.number(),
});
export type WeekNumbersRow = z.infer<typeof WeekNumbersRow>;

/**
 * One row for each week, service and currency in which anything was booked.
 * @param boundaries epoch ms, rising: the start of each week, and the end of the last
 */
export async function selectWeekNumbers(
  tx: TenantTx,
  boundaries: readonly number[],
  service_id: string | null,
): Promise<readonly WeekNumbersRow[]> {
  return tx.any(sql.type(WeekNumbersRow)`
    /* selectWeekNumbers */
    select x.week, x.service_id, x.currency, sum(x.bookings)::int as bookings, sum(x.cancelled)::int as cancelled,
           sum(x.no_shows)::int as no_shows, sum(x.income_cents)::float8 as income_cents,
           coalesce(sum(x.minutes) filter (where x.bookings > 0), 0)::float8 as minutes
    from (
      -- A session is a service's start and end: one-to-one services cannot overlap, the seats of a group share them.
      select width_bucket(b.starts_at, ${instants(boundaries)}) - 1 as week, b.service_id, b.currency, b.starts_at,
             b.ends_at, count(*) filter (where ${stands}) as bookings,
             count(*) filter (where b.status = 'cancelled') as cancelled,
             count(*) filter (where b.no_show_at is not null and ${stands}) as no_shows,
             coalesce(sum(b.price_cents) filter (where ${stands}), 0) as income_cents,
             extract(epoch from b.ends_at - b.starts_at) / 60 as minutes
      from bookings b
      where ${inWindow(tx, boundaries[0]!, boundaries.at(-1)!, service_id)}
      group by 1, 2, 3, 4, 5
    ) x group by 1, 2, 3 order by 1, 2, 3`);
}

const PeriodRow = z.object({
  /** 0 the period before, 1 the period itself. */
  period: z.number().int(),
  /** The middle booking's time between being made and taking place. */
  lead_min: z.number().nullable(),
  new_customers: z.number().int(),
  returning_customers: z.number().int(),
});
export type PeriodRow = z.infer<typeof PeriodRow>;

/**
 * The lead time (median, minutes) of two periods that touch, and whose customers came for the first time: whose first
 * standing booking of all starts in that period.
 */
export async function selectPeriodNumbers(
  tx: TenantTx,
  [from, middle, until]: readonly [number, number, number],
  service_id: string | null,
): Promise<readonly PeriodRow[]> {
  return tx.any(sql.type(PeriodRow)`
    /* selectPeriodNumbers */
    with seen as (
      select case when b.starts_at < ${instant(middle)} then 0 else 1 end as period, b.customer_id,
             extract(epoch from b.starts_at - b.created_at) / 60 as lead_min
      from bookings b where ${inWindow(tx, from, until, service_id)} and ${stands}
    ), people as (
      select s.period, s.customer_id,
             first.starts_at >= case s.period when 0 then ${instant(from)} else ${instant(middle)} end as is_new
      from (select distinct period, customer_id from seen) s
      cross join lateral (
        select b.starts_at from bookings b
        where b.provider_id = ${tx.provider_id} and b.customer_id = s.customer_id and ${stands}
        order by b.starts_at limit 1) first
    )
    select p.period, lead.lead_min, coalesce(came.new_customers, 0) as new_customers,
           coalesce(came.returning_customers, 0) as returning_customers
    from (values (0), (1)) p (period)
    left join (
      select s.period, (percentile_cont(0.5) within group (order by s.lead_min))::float8 as lead_min
      from seen s group by s.period) lead on lead.period = p.period
    left join (
      select x.period, (count(*) filter (where x.is_new))::int as new_customers,
             (count(*) filter (where not x.is_new))::int as returning_customers
      from people x group by x.period) came on came.period = p.period
    order by 1`);
}

const BusyRow = z.object({ weekday: z.number().int(), hour: z.number().int(), bookings: z.number().int() });
export type BusyRow = z.infer<typeof BusyRow>;

/**
 * How many bookings begin in each hour of the week, on the provider's clock. The clock is the application's: `offsets`
 * says from when (epoch ms) which one (ms east of UTC) is in force, since PostgreSQL's zones may be of another age.
 */
export async function selectBusyHours(
  tx: TenantTx,
  window: { from: number; until: number },
  offsets: readonly { from: number; offset: number }[],
  service_id: string | null,
): Promise<readonly BusyRow[]> {
  const starts = instants(offsets.map(({ from }) => from));
  const seconds = sql.array(
    offsets.map(({ offset }) => Math.round(offset / 1000)),
    "int4",
  );
  return tx.any(sql.type(BusyRow)`
    /* selectBusyHours */
    select extract(isodow from x.wall)::int as weekday, extract(hour from x.wall)::int as hour, count(*)::int as bookings
    from (
      select (b.starts_at at time zone 'UTC')
        + (${seconds})[greatest(1, width_bucket(b.starts_at, ${starts}))] * interval '1 second' as wall
      from bookings b where ${inWindow(tx, window.from, window.until, service_id)} and ${stands}
    ) x group by 1, 2 order by 1, 2`);
}

const OfferedRow = z.object({
  id: z.uuid(),
  time_zone: z.string(),
  alternates_from: z.string().nullable(),
  weekly_hours: z.array(
    z.object({
      week: z.number().int(),
      weekday: z.number().int(),
      starts_min: z.number().int(),
      ends_min: z.number().int(),
    }),
  ),
  date_overrides: z.array(
    z.object({
      date: z.string(),
      starts_min: z.number().int().nullable(),
      ends_min: z.number().int().nullable(),
    }),
  ),
});
export type OfferedRow = z.infer<typeof OfferedRow>;

/**
 * The schedules that services take bookings by, with their hours, and what replaces them on the dates of a window.
 * @param from_date @param to_date schedule-local dates, inclusive
 */
export async function selectSchedulesOffered(
  tx: TenantTx,
  from_date: string,
  to_date: string,
  service_id: string | null,
): Promise<readonly OfferedRow[]> {
  const of = service_id === null ? sql.fragment`v.archived_at is null` : sql.fragment`v.id = ${service_id}`;
  return tx.any(sql.type(OfferedRow)`
    /* selectSchedulesOffered */
    select s.id, s.time_zone, s.alternates_from,
      (select coalesce(json_agg(json_build_object(
                'week', h.week, 'weekday', h.weekday, 'starts_min', h.starts_min, 'ends_min', h.ends_min)), '[]')
       from weekly_hours h where h.provider_id = s.provider_id and h.schedule_id = s.id) as weekly_hours,
      (select coalesce(json_agg(json_build_object(
                'date', o.date, 'starts_min', o.starts_min, 'ends_min', o.ends_min)), '[]')
       from (
         select o.date, o.starts_min, o.ends_min from date_overrides o
         where o.provider_id = s.provider_id and o.schedule_id = s.id
           and o.date between ${from_date}::date and ${to_date}::date
         union all
         select d.date, null, null from holidays d
         where d.provider_id = s.provider_id and d.kept_open_at is null
           and d.date between ${from_date}::date and ${to_date}::date
           and not exists (select from date_overrides o where o.provider_id = s.provider_id
                           and o.schedule_id = s.id and o.date = d.date)
       ) o) as date_overrides
    from schedules s where s.provider_id = ${tx.provider_id} and exists (
      select from services v where v.provider_id = s.provider_id and ${of}
        and (v.schedule_id = s.id or (v.schedule_id is null and s.is_default)))
    order by s.is_default desc, s.id limit 50`);
}

const AwayRow = z.object({
  schedule_id: z.uuid().nullable(),
  starts_at: z.number(),
  ends_at: z.number(),
});

/** Absences that touch a window (epoch ms), of the whole provider and of single schedules. */
export async function selectAbsences(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<readonly z.infer<typeof AwayRow>[]> {
  return tx.any(sql.type(AwayRow)`
    /* selectAbsences */
    select b.schedule_id, b.starts_at, b.ends_at from blocked_times b
    where b.provider_id = ${tx.provider_id} and b.ends_at > ${instant(starts_at)} and b.starts_at < ${instant(ends_at)}`);
}

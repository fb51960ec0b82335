import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const HolidayRow = z.object({
  /** Of every schedule's own calendar. */
  date: z.string(),
  name: z.string(),
  /** Taken out by hand: that day is open as any other. */
  kept_open_at: z.number().nullable(),
});
export type HolidayRow = z.infer<typeof HolidayRow>;

/** The holidays of a window of dates, both inclusive, in order, at most 400. */
export async function selectHolidays(
  tx: TenantTx,
  from_date: string,
  to_date: string,
): Promise<readonly HolidayRow[]> {
  return tx.any(sql.type(HolidayRow)`
    /* selectHolidays */
    select date::text as date, name, kept_open_at from holidays
    where provider_id = ${tx.provider_id} and date between ${from_date}::date and ${to_date}::date
    order by date limit 400`);
}

const HolidayChoiceRow = z.object({
  holiday_country: z.string().nullable(),
  holiday_region: z.string().nullable(),
});
export type HolidayChoiceRow = z.infer<typeof HolidayChoiceRow>;

/** Whose public holidays the provider keeps; no country: none. */
export async function selectHolidayChoice(tx: TenantTx): Promise<HolidayChoiceRow> {
  return tx.one(sql.type(HolidayChoiceRow)`
    /* selectHolidayChoice */
    select holiday_country, holiday_region from providers where id = ${tx.provider_id}`);
}

/** Sets whose holidays are kept, from now on. */
export async function updateHolidayChoice(
  tx: WriteTx,
  country: string | null,
  region: string | null,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateHolidayChoice */
    update providers set holiday_country = ${country}, holiday_region = ${region} where id = ${tx.provider_id}`);
}

export type NewHoliday = { date: string; name: string; kept_open: boolean };

const newHolidays = (tx: WriteTx, days: readonly NewHoliday[], now: number) => sql.fragment`
  insert into holidays as h (provider_id, date, name, kept_open_at)
  select ${tx.provider_id}, day, label, case when kept_open then ${instant(now)} end
  from ${sql.unnest(
    days.map(({ date, name, kept_open }) => [date, name, kept_open]),
    ["date", "text", "bool"],
  )} as d (day, label, kept_open)`;

/** Adds the days that are not in the list yet; those that are stay as they are. `now` in epoch ms. */
export async function insertMissingHolidays(
  tx: WriteTx,
  days: readonly NewHoliday[],
  now: number,
): Promise<void> {
  if (days.length === 0) return;
  await tx.query(sql.typeAlias("void")`
    /* insertMissingHolidays */
    ${newHolidays(tx, days, now)} on conflict on constraint holidays_pkey do nothing`);
}

/** Writes these days, whether they are in the list or not; a day that was kept open keeps its "since". */
export async function upsertHolidays(tx: WriteTx, days: readonly NewHoliday[], now: number): Promise<void> {
  if (days.length === 0) return;
  await tx.query(sql.typeAlias("void")`
    /* upsertHolidays */
    ${newHolidays(tx, days, now)}
    on conflict on constraint holidays_pkey do update set name = excluded.name,
      kept_open_at = case when excluded.kept_open_at is not null
                          then coalesce(h.kept_open_at, excluded.kept_open_at) end`);
}

/** Opens the closed days from a date on again. Days that were kept open stay, so that switching on again knows them. */
export async function deleteClosedHolidays(tx: WriteTx, from_date: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteClosedHolidays */
    delete from holidays
    where provider_id = ${tx.provider_id} and date >= ${from_date}::date and kept_open_at is null`);
}

/** Takes away the days from a date on that are none of these. */
export async function deleteOtherHolidays(
  tx: WriteTx,
  from_date: string,
  dates: readonly string[],
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteOtherHolidays */
    delete from holidays
    where provider_id = ${tx.provider_id} and date >= ${from_date}::date
      and not (date = any(${sql.array([...dates], "date")}))`);
}

const HolidayBookingRow = z.object({
  id: z.uuid(),
  date: z.string(),
  starts_at: z.number(),
  ends_at: z.number(),
  customer_name: z.string(),
  service_title: z.string(),
});
export type HolidayBookingRow = z.infer<typeof HolidayBookingRow>;

export type HolidayWindow = { date: string; starts_at: number; ends_at: number };

/**
 * Bookings that begin on one of these days (epoch ms) and would not be offered there, at most `count`: those of a
 * schedule with hours of its own on that date are none of the holiday's.
 */
export async function selectBookingsOnDays(
  tx: TenantTx,
  days: readonly HolidayWindow[],
  count: number,
): Promise<readonly HolidayBookingRow[]> {
  if (days.length === 0) return [];
  const windows = days.map(({ date, starts_at, ends_at }) => [
    date,
    new Date(starts_at).toISOString(),
    new Date(ends_at).toISOString(),
  ]);
  return tx.any(sql.type(HolidayBookingRow)`
    /* selectBookingsOnDays */
    select b.id, w.day::text as date, lower(b.during) as starts_at, upper(b.during) as ends_at, b.customer_name,
      b.service_title
    from ${sql.unnest(windows, ["date", "timestamptz", "timestamptz"])} as w (day, starts, ends)
    join reservations r on r.provider_id = ${tx.provider_id} and r.occupied_from < w.ends
      and r.occupied_from > w.starts - interval '72 hours' and r.occupied_until > w.starts
    join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where lower(b.during) >= w.starts and lower(b.during) < w.ends
      and not exists (
        select from services v
        join schedules s on s.provider_id = v.provider_id and (s.id = v.schedule_id or (v.schedule_id is null and s.is_default))
        join date_overrides o on o.provider_id = s.provider_id and o.schedule_id = s.id and o.date = w.day
        where v.provider_id = b.provider_id and v.id = b.service_id)
    order by lower(b.during), b.id limit ${count}`);
}

import { z } from "zod";
import { inWindow } from "./reservations.ts";
import { instant, sql, type TenantTx } from "./transaction.ts";

/** What a calendar draws, of a window of days; each list has an end, whatever is in the tables. */

const HoursRow = z.object({
  week: z.number().int(),
  weekday: z.number().int(),
  starts_min: z.number().int(),
  ends_min: z.number().int(),
});
const DatedHoursRow = z.object({
  date: z.string(),
  starts_min: z.number().int().nullable(),
  ends_min: z.number().int().nullable(),
  note: z.string(),
});

export const CalendarScheduleRow = z.object({
  id: z.uuid(),
  name: z.string(),
  time_zone: z.string(),
  is_default: z.boolean(),
  alternates_from: z.string().nullable(),
  weekly_hours: z.array(HoursRow),
  date_overrides: z.array(DatedHoursRow),
});
export type CalendarScheduleRow = z.infer<typeof CalendarScheduleRow>;

/**
 * The provider's schedules, the default one first, at most 20, with their hours and the overrides of a window.
 * @param from_date @param to_date schedule-local dates, inclusive
 */
export async function selectCalendarSchedules(
  tx: TenantTx,
  from_date: string,
  to_date: string,
): Promise<readonly CalendarScheduleRow[]> {
  return tx.any(sql.type(CalendarScheduleRow)`
    /* selectCalendarSchedules */
    select s.id, s.name, s.time_zone, s.is_default, s.alternates_from,
      (select coalesce(json_agg(json_build_object('week', h.week, 'weekday', h.weekday,
                'starts_min', h.starts_min, 'ends_min', h.ends_min) order by h.weekday, h.starts_min), '[]')
       from weekly_hours h where h.provider_id = s.provider_id and h.schedule_id = s.id) as weekly_hours,
      (select coalesce(json_agg(json_build_object('date', o.date, 'starts_min', o.starts_min,
                'ends_min', o.ends_min, 'note', o.note) order by o.date, o.starts_min), '[]')
       from date_overrides o where o.provider_id = s.provider_id and o.schedule_id = s.id
         and o.date between ${from_date}::date and ${to_date}::date) as date_overrides
    from schedules s where s.provider_id = ${tx.provider_id}
    order by s.is_default desc, s.name limit 20`);
}

const BlockedInCalendarRow = z.object({
  id: z.uuid(),
  schedule_id: z.uuid().nullable(),
  starts_at: z.number(),
  ends_at: z.number(),
  reason: z.string(),
});
export type BlockedInCalendarRow = z.infer<typeof BlockedInCalendarRow>;

/** Absences that touch a window (epoch ms), of the provider and of every schedule, at most 500. */
export async function selectBlockedInCalendar(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<readonly BlockedInCalendarRow[]> {
  return tx.any(sql.type(BlockedInCalendarRow)`
    /* selectBlockedInCalendar */
    select id, schedule_id, starts_at, ends_at, reason from blocked_times
    where provider_id = ${tx.provider_id} and ends_at > ${instant(starts_at)} and starts_at < ${instant(ends_at)}
    order by starts_at, id limit 500`);
}

export const CalendarSessionRow = z.object({
  session_id: z.uuid(),
  capacity: z.number().int(),
  seats_taken: z.number().int(),
  /** How many of them wait for an answer. */
  waiting: z.number().int(),
  occupied_from: z.number(),
  occupied_until: z.number(),
  starts_at: z.number(),
  ends_at: z.number(),
  /** Of the first who booked. */
  booking_id: z.uuid(),
  service_title: z.string(),
  customer_name: z.string(),
});
export type CalendarSessionRow = z.infer<typeof CalendarSessionRow>;

/** More than this nobody can have in six weeks: 42 days of 60. */
export const MOST_SESSIONS = 2520;

/** What is taken in a window (epoch ms), one row a session however many sit in it, by start. */
export async function selectCalendarSessions(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<readonly CalendarSessionRow[]> {
  return tx.any(sql.type(CalendarSessionRow)`
    /* selectCalendarSessions */
    select r.session_id, max(r.capacity)::int as capacity, count(*)::int as seats_taken,
      count(*) filter (where b.status = 'pending')::int as waiting,
      min(r.occupied_from) as occupied_from, max(r.occupied_until) as occupied_until,
      min(b.starts_at) as starts_at, max(b.ends_at) as ends_at,
      (array_agg(b.id order by b.id))[1] as booking_id,
      (array_agg(b.service_title order by b.id))[1] as service_title,
      (array_agg(b.customer_name order by b.id))[1] as customer_name
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and ${inWindow(starts_at, ends_at)}
    group by r.session_id
    order by min(b.starts_at), r.session_id limit ${MOST_SESSIONS}`);
}

const GuestRow = z.object({
  id: z.uuid(),
  status: z.string(),
  starts_at: z.number(),
  ends_at: z.number(),
  service_title: z.string(),
  customer_name: z.string(),
  capacity: z.number().int(),
});
export type GuestRow = z.infer<typeof GuestRow>;

/** Who sits in a session, by name; at most 1000, as many as a session has seats. */
export async function selectGuests(tx: TenantTx, session_id: string): Promise<readonly GuestRow[]> {
  return tx.any(sql.type(GuestRow)`
    /* selectGuests */
    select b.id, b.status, b.starts_at, b.ends_at, b.service_title, b.customer_name, r.capacity
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and r.session_id = ${session_id}
    order by b.customer_name, b.id limit 1000`);
}

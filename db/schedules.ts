import { z } from "zod";
import { busyInWindow } from "./external_busy_times.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const ScheduleRulesRow = z.object({
  id: z.uuid(),
  time_zone: z.string(),
  /** A date of an A week, where weeks alternate. */
  alternates_from: z.string().nullable(),
  weekly_hours: z.array(
    z.object({
      weekday: z.number().int(),
      starts_min: z.number().int(),
      ends_min: z.number().int(),
      /** 0 every week, 1 A weeks, 2 B weeks. */
      week: z.number().int(),
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
export type ScheduleRulesRow = z.infer<typeof ScheduleRulesRow>;

const ownOverrides = (from_date: string, to_date: string) => sql.fragment`
  select d.date, d.starts_min, d.ends_min from date_overrides d
  where d.provider_id = s.provider_id and d.schedule_id = s.id
    and d.date between ${from_date}::date and ${to_date}::date`;

/** A public holiday closes its date for each schedule that says nothing itself about that date. */
const closingHolidays = (from_date: string, to_date: string) => sql.fragment`
  select h.date, null::smallint, null::smallint from holidays h
  where h.provider_id = s.provider_id and h.kept_open_at is null
    and h.date between ${from_date}::date and ${to_date}::date
    and not exists (select from date_overrides d
                    where d.provider_id = s.provider_id and d.schedule_id = s.id and d.date = h.date)`;

/**
 * A schedule (the default one for null) with its weekly hours and the overrides of a window, in one query. Public
 * holidays are among them, as closed dates.
 * @param from_date @param to_date schedule-local dates, inclusive
 * @returns null when the provider has no such schedule: then nothing is free
 */
export async function selectOptionalScheduleRules(
  tx: TenantTx,
  schedule_id: string | null,
  from_date: string,
  to_date: string,
): Promise<ScheduleRulesRow | null> {
  const which = schedule_id === null ? sql.fragment`s.is_default` : sql.fragment`s.id = ${schedule_id}`;
  return tx.maybeOne(sql.type(ScheduleRulesRow)`
    /* selectOptionalScheduleRules */
    select s.id, s.time_zone, s.alternates_from::text,
      (select coalesce(json_agg(json_build_object(
                'weekday', h.weekday, 'starts_min', h.starts_min, 'ends_min', h.ends_min, 'week', h.week)), '[]')
       from weekly_hours h where h.provider_id = s.provider_id and h.schedule_id = s.id) as weekly_hours,
      (select coalesce(json_agg(json_build_object(
                'date', o.date, 'starts_min', o.starts_min, 'ends_min', o.ends_min)), '[]')
       from (${ownOverrides(from_date, to_date)} union all ${closingHolidays(from_date, to_date)}) o) as date_overrides
    from schedules s where s.provider_id = ${tx.provider_id} and ${which}`);
}

const RangeRow = z.object({ starts_at: z.number(), ends_at: z.number() });

/**
 * Absences that touch a window (epoch ms), of the whole provider and of one schedule, and when calendars elsewhere say
 * that the provider is busy.
 */
export async function selectBlockedInRange(
  tx: TenantTx,
  schedule_id: string,
  starts_at: number,
  ends_at: number,
): Promise<readonly z.infer<typeof RangeRow>[]> {
  return tx.any(sql.type(RangeRow)`
    /* selectBlockedInRange */
    select starts_at, ends_at from blocked_times
    where provider_id = ${tx.provider_id} and ends_at > ${instant(starts_at)} and starts_at < ${instant(ends_at)}
      and (schedule_id is null or schedule_id = ${schedule_id})
    union all
    select e.starts_at, e.ends_at from external_busy_times e where ${busyInWindow(tx, starts_at, ends_at)}`);
}

const ScheduleZoneRow = z.object({
  id: z.uuid(),
  name: z.string(),
  time_zone: z.string(),
  is_default: z.boolean(),
});
export type ScheduleZoneRow = z.infer<typeof ScheduleZoneRow>;

/** The zones in which the provider's working hours are meant, the default schedule first. */
export async function selectScheduleZones(tx: TenantTx): Promise<readonly ScheduleZoneRow[]> {
  return tx.any(sql.type(ScheduleZoneRow)`
    /* selectScheduleZones */
    select id, name, time_zone, is_default from schedules
    where provider_id = ${tx.provider_id} order by is_default desc, name`);
}

/** Moves the schedules of one zone to another: their hours read as before. Gives how many there were. */
export async function updateScheduleZones(tx: WriteTx, from: string, to: string): Promise<number> {
  const moved = await tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* updateScheduleZones */
    update schedules set time_zone = ${to}, version = version + 1, updated_at = now()
    where provider_id = ${tx.provider_id} and time_zone = ${from}
    returning id`);
  return moved.length;
}

const DefaultScheduleRow = z.object({
  id: z.uuid(),
  time_zone: z.string(),
  weekly_hours: ScheduleRulesRow.shape.weekly_hours,
});

/** The default schedule with its weekly hours in order (of the A week, where weeks alternate), or null; the schedule of every service without one of its own. */
export async function selectOptionalDefaultSchedule(
  tx: TenantTx,
): Promise<z.infer<typeof DefaultScheduleRow> | null> {
  return tx.maybeOne(sql.type(DefaultScheduleRow)`
    /* selectOptionalDefaultSchedule */
    select s.id, s.time_zone,
      (select coalesce(json_agg(json_build_object(
                'weekday', h.weekday, 'starts_min', h.starts_min, 'ends_min', h.ends_min, 'week', h.week)
                order by h.weekday, h.starts_min), '[]')
       from weekly_hours h
       where h.provider_id = s.provider_id and h.schedule_id = s.id and h.week < 2) as weekly_hours
    from schedules s where s.provider_id = ${tx.provider_id} and s.is_default`);
}

/** Adds the default schedule, without hours; `now` in epoch ms. */
export async function insertDefaultSchedule(
  tx: WriteTx,
  schedule: { id: string; name: string; time_zone: string; now: number },
): Promise<void> {
  const at = instant(schedule.now);
  await tx.query(sql.typeAlias("void")`
    /* insertDefaultSchedule */
    insert into schedules (provider_id, id, name, time_zone, is_default, created_at, updated_at)
    values (${tx.provider_id}, ${schedule.id}, ${schedule.name}, ${schedule.time_zone}, true, ${at}, ${at})`);
}

/** `week` 0 when it is not said: every week. */
export type WeeklyHoursRow = Omit<ScheduleRulesRow["weekly_hours"][number], "week"> & { week?: number };

/** Puts these weekly hours (minutes of the wall clock, none overlapping) in place of the schedule's own; `now` epoch ms. */
export async function replaceWeeklyHours(
  tx: WriteTx,
  schedule_id: string,
  hours: readonly WeeklyHoursRow[],
  now: number,
): Promise<void> {
  await deleteWeeklyHours(tx, schedule_id);
  await insertWeeklyHours(tx, schedule_id, hours);
  await updateScheduleVersion(tx, schedule_id, now);
}

async function deleteWeeklyHours(tx: WriteTx, schedule_id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteWeeklyHours */
    delete from weekly_hours where provider_id = ${tx.provider_id} and schedule_id = ${schedule_id}`);
}

async function insertWeeklyHours(
  tx: WriteTx,
  schedule_id: string,
  hours: readonly WeeklyHoursRow[],
): Promise<void> {
  const rows = hours.map(({ week = 0, weekday, starts_min, ends_min }) => [
    week,
    weekday,
    starts_min,
    ends_min,
  ]);
  await tx.query(sql.typeAlias("void")`
    /* insertWeeklyHours */
    insert into weekly_hours (provider_id, schedule_id, week, weekday, starts_min, ends_min)
    select ${tx.provider_id}, ${schedule_id}, week, weekday, starts_min, ends_min
    from ${sql.unnest(rows, ["int2", "int2", "int2", "int2"])} as h (week, weekday, starts_min, ends_min)`);
}

/** Says that a schedule is another than it was; `now` in epoch ms. */
export async function updateScheduleVersion(tx: WriteTx, schedule_id: string, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateScheduleVersion */
    update schedules set version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${schedule_id}`);
}

/** Is this one of the provider's schedules? */
export async function isSchedule(tx: TenantTx, id: string): Promise<boolean> {
  return tx.oneFirst(sql.type(z.object({ is_one: z.boolean() }))`
    /* isSchedule */
    select exists (select from schedules where provider_id = ${tx.provider_id} and id = ${id}::uuid) as is_one`) as Promise<boolean>;
}

const ScheduleNameRow = z.object({ id: z.uuid(), name: z.string(), is_default: z.boolean() });
export type ScheduleNameRow = z.infer<typeof ScheduleNameRow>;

/** The provider's schedules to choose from, the default one first, at most 100. */
export async function selectScheduleNames(tx: TenantTx): Promise<readonly ScheduleNameRow[]> {
  return tx.any(sql.type(ScheduleNameRow)`
    /* selectScheduleNames */
    select id, name, is_default from schedules
    where provider_id = ${tx.provider_id} order by is_default desc, name limit 100`);
}

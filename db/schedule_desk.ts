import { z } from "zod";
import { ScheduleRulesRow } from "./schedules.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** Schedules as the desk's pages show and change them; what free times need is in schedules.ts. */

export const ScheduleRow = ScheduleRulesRow.omit({ date_overrides: true }).extend({
  name: z.string(),
  is_default: z.boolean(),
  version: z.number().int(),
  /** Services (not archived) that follow it, the default one also those without a schedule of their own; at most 20. */
  services: z.array(z.string()),
  /** Does any service name it, archived ones too? Then it cannot go. */
  is_named: z.boolean(),
});
export type ScheduleRow = z.infer<typeof ScheduleRow>;

const columns = sql.fragment`
  s.id, s.name, s.time_zone, s.is_default, s.version, s.alternates_from::text,
  (select coalesce(json_agg(json_build_object('weekday', h.weekday, 'starts_min', h.starts_min,
            'ends_min', h.ends_min, 'week', h.week) order by h.week, h.weekday, h.starts_min), '[]')
   from weekly_hours h where h.provider_id = s.provider_id and h.schedule_id = s.id) as weekly_hours,
  (select coalesce(json_agg(v.title order by v.position, v.id), '[]') from (
     select title, position, id from services
     where provider_id = s.provider_id and archived_at is null
       and (schedule_id = s.id or (schedule_id is null and s.is_default))
     order by position, id limit 20) v) as services,
  exists (select from services v where v.provider_id = s.provider_id and v.schedule_id = s.id) as is_named`;

/** The provider's schedules, the default one first, then by name; at most `limit`. */
export async function selectSchedules(tx: TenantTx, limit: number): Promise<readonly ScheduleRow[]> {
  return tx.any(sql.type(ScheduleRow)`
    /* selectSchedules */
    select ${columns} from schedules s
    where s.provider_id = ${tx.provider_id} order by s.is_default desc, s.name, s.id limit ${limit}`);
}

export async function selectOptionalSchedule(tx: TenantTx, id: string): Promise<ScheduleRow | null> {
  return tx.maybeOne(sql.type(ScheduleRow)`
    /* selectOptionalSchedule */
    select ${columns} from schedules s where s.provider_id = ${tx.provider_id} and s.id = ${id}`);
}

const NameRow = z.object({ id: z.uuid(), name: z.string() });

/** Every schedule's name: to see whether one is taken. */
export async function selectScheduleNames(tx: TenantTx): Promise<readonly z.infer<typeof NameRow>[]> {
  return tx.any(sql.type(NameRow)`
    /* selectScheduleNames */
    select id, name from schedules where provider_id = ${tx.provider_id}`);
}

/** Adds a schedule without hours; `now` in epoch ms. */
export async function insertSchedule(
  tx: WriteTx,
  schedule: {
    id: string;
    name: string;
    time_zone: string;
    is_default: boolean;
    alternates_from: string | null;
    now: number;
  },
): Promise<void> {
  const { id, name, time_zone, is_default, alternates_from } = schedule;
  const at = instant(schedule.now);
  await tx.query(sql.typeAlias("void")`
    /* insertSchedule */
    insert into schedules (provider_id, id, name, time_zone, is_default, alternates_from, created_at, updated_at)
    values (${tx.provider_id}, ${id}, ${name}, ${time_zone}, ${is_default}, ${alternates_from}::date, ${at}, ${at})`);
}

/** Sets name, zone and whether weeks alternate; `now` in epoch ms. */
export async function updateSchedule(
  tx: WriteTx,
  {
    id,
    name,
    time_zone,
    alternates_from,
  }: Pick<ScheduleRow, "id" | "name" | "time_zone" | "alternates_from">,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateSchedule */
    update schedules set name = ${name}, time_zone = ${time_zone}, alternates_from = ${alternates_from}::date,
      version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Takes "default" from the schedule that has it, so that another can have it: only one may at any moment. */
export async function updateFormerDefaultSchedule(tx: WriteTx, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateFormerDefaultSchedule */
    update schedules set is_default = false, version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and is_default`);
}

/** Makes this one the default; there must be no other. */
export async function updateDefaultSchedule(tx: WriteTx, id: string, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateDefaultSchedule */
    update schedules set is_default = true, version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Takes a schedule away with its hours and dates, and absences of its own. Throws while a service names it. */
export async function deleteSchedule(tx: WriteTx, id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteSchedule */
    delete from schedules where provider_id = ${tx.provider_id} and id = ${id}`);
}

const TimesRow = z.object({ starts_at: z.number(), ends_at: z.number() });

/** Times (epoch ms) of bookings that stand and follow this schedule, from one instant up to another; at most `limit`. */
export async function selectStandingTimes(
  tx: TenantTx,
  { id, is_default }: Pick<ScheduleRow, "id" | "is_default">,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<readonly z.infer<typeof TimesRow>[]> {
  return tx.any(sql.type(TimesRow)`
    /* selectStandingTimes */
    select b.starts_at, b.ends_at from bookings b
    join services v on v.provider_id = b.provider_id and v.id = b.service_id
    where b.provider_id = ${tx.provider_id} and b.starts_at >= ${instant(from)} and b.starts_at < ${instant(to)}
      and b.status in ('confirmed', 'pending')
      and (v.schedule_id = ${id} or (v.schedule_id is null and ${is_default}))
    order by b.starts_at limit ${limit}`);
}

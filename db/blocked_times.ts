import { z } from "zod";
import { AgendaRow } from "./bookings.ts";
import { inWindow } from "./reservations.ts";
import { instant, range, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const BlockedTimeRow = z.object({
  id: z.uuid(),
  /** Null: the whole provider is away. */
  schedule_id: z.uuid().nullable(),
  schedule_name: z.string().nullable(),
  starts_at: z.number(),
  ends_at: z.number(),
  /** For the house; never on a public page. */
  reason: z.string(),
  public_text: z.string(),
  version: z.number().int(),
});
export type BlockedTimeRow = z.infer<typeof BlockedTimeRow>;

const columns = sql.fragment`
  t.id, t.schedule_id, s.name as schedule_name, t.starts_at, t.ends_at, t.reason, t.public_text, t.version`;
const source = sql.fragment`
  blocked_times t left join schedules s on s.provider_id = t.provider_id and s.id = t.schedule_id`;

export type NewBlockedTime = {
  id: string;
  schedule_id: string | null;
  starts_at: number;
  ends_at: number;
  reason: string;
  public_text: string;
};

/**
 * Adds an absence of the whole provider (schedule_id null) or of one schedule; epoch ms, [starts_at, ends_at).
 * @returns false when that id is there already: nothing is written
 */
export async function insertBlockedTime(tx: WriteTx, blocked: NewBlockedTime): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertBlockedTime */
    insert into blocked_times (provider_id, id, schedule_id, during, reason, public_text)
    values (${tx.provider_id}, ${blocked.id}, ${blocked.schedule_id},
            ${range(blocked.starts_at, blocked.ends_at)}, ${blocked.reason}, ${blocked.public_text})
    on conflict on constraint blocked_times_pkey do nothing
    returning id`);
  return row !== null;
}

/** An absence by id, or null. */
export async function selectOptionalBlockedTime(tx: TenantTx, id: string): Promise<BlockedTimeRow | null> {
  return tx.maybeOne(sql.type(BlockedTimeRow)`
    /* selectOptionalBlockedTime */
    select ${columns} from ${source} where t.provider_id = ${tx.provider_id} and t.id = ${id}`);
}

/** Writes all of an absence. @returns false when it is no longer at that version */
export async function updateBlockedTime(
  tx: WriteTx,
  version: number,
  blocked: NewBlockedTime,
): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateBlockedTime */
    update blocked_times set schedule_id = ${blocked.schedule_id}, reason = ${blocked.reason},
      during = ${range(blocked.starts_at, blocked.ends_at)}, public_text = ${blocked.public_text}, version = version + 1
    where provider_id = ${tx.provider_id} and id = ${blocked.id} and version = ${version}
    returning id`);
  return row !== null;
}

/** Takes an absence away. */
export async function deleteBlockedTime(tx: WriteTx, id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteBlockedTime */
    delete from blocked_times where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Absences that are not over at an instant (epoch ms), the first to end first, at most `count`. */
export async function selectComingBlockedTimes(
  tx: TenantTx,
  now: number,
  count: number,
): Promise<readonly BlockedTimeRow[]> {
  return tx.any(sql.type(BlockedTimeRow)`
    /* selectComingBlockedTimes */
    select ${columns} from ${source} where t.provider_id = ${tx.provider_id} and t.ends_at > ${instant(now)}
    order by t.ends_at, t.id limit ${count}`);
}

/** Absences that ended at or before an instant (epoch ms), the last first, at most `count`; after the one named. */
export async function selectPastBlockedTimes(
  tx: TenantTx,
  before: { ends_at: number; id: string | null },
  count: number,
): Promise<readonly BlockedTimeRow[]> {
  const at = instant(before.ends_at);
  const from =
    before.id === null
      ? sql.fragment`t.ends_at <= ${at}`
      : sql.fragment`t.ends_at <= ${at} and (t.ends_at < ${at} or t.id < ${before.id}::uuid)`;
  return tx.any(sql.type(BlockedTimeRow)`
    /* selectPastBlockedTimes */
    select ${columns} from ${source} where t.provider_id = ${tx.provider_id} and ${from}
    order by t.ends_at desc, t.id desc limit ${count}`);
}

/** Absences that touch a window (epoch ms), of the whole provider and of one schedule, at most 20. */
export async function selectBlockedTimesTouching(
  tx: TenantTx,
  schedule_id: string,
  starts_at: number,
  ends_at: number,
): Promise<readonly BlockedTimeRow[]> {
  return tx.any(sql.type(BlockedTimeRow)`
    /* selectBlockedTimesTouching */
    select ${columns} from ${source}
    where t.provider_id = ${tx.provider_id} and t.ends_at > ${instant(starts_at)} and t.starts_at < ${instant(ends_at)}
      and (t.schedule_id is null or t.schedule_id = ${schedule_id})
    order by t.starts_at, t.id limit 20`);
}

const PublicAbsenceRow = z.object({
  schedule_id: z.uuid().nullable(),
  schedule_is_default: z.boolean(),
  starts_at: z.number(),
  ends_at: z.number(),
  public_text: z.string(),
});
export type PublicAbsenceRow = z.infer<typeof PublicAbsenceRow>;

/**
 * What everybody may know of absences that are not over at `now` and begin before `until` (epoch ms), at most 10.
 * The reason is not even read.
 */
export async function selectPublicAbsences(
  tx: TenantTx,
  now: number,
  until: number,
): Promise<readonly PublicAbsenceRow[]> {
  return tx.any(sql.type(PublicAbsenceRow)`
    /* selectPublicAbsences */
    select t.schedule_id, coalesce(s.is_default, false) as schedule_is_default, t.starts_at, t.ends_at, t.public_text
    from ${source}
    where t.provider_id = ${tx.provider_id} and t.ends_at > ${instant(now)} and t.starts_at < ${instant(until)}
      and t.public_text <> ''
    order by t.starts_at, t.id limit 10`);
}

export type Absence = { schedule_id: string | null; starts_at: number; ends_at: number };

/** Bookings of services that go by this schedule; all of them for null. */
const ofSchedule = (tx: TenantTx, schedule_id: string | null) =>
  schedule_id === null
    ? sql.fragment`true`
    : sql.fragment`exists (
        select from services v where v.provider_id = b.provider_id and v.id = b.service_id
          and coalesce(v.schedule_id, (select d.id from schedules d
                                       where d.provider_id = ${tx.provider_id} and d.is_default)) = ${schedule_id}::uuid)`;

const standingIn = (tx: TenantTx, { schedule_id, starts_at, ends_at }: Absence, now: number) => sql.fragment`
  from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
  where r.provider_id = ${tx.provider_id} and ${inWindow(starts_at, ends_at)}
    and lower(b.during) < ${instant(ends_at)} and upper(b.during) > ${instant(Math.max(starts_at, now))}
    and ${ofSchedule(tx, schedule_id)}`;

/**
 * Bookings that stand in an absence and are not over at `now` (epoch ms), by start, at most `count`, after the one named.
 * Sorted by what no index gives, so all of the window is read: under SERIALIZABLE a booking made meanwhile collides.
 */
export async function selectBookingsIn(
  tx: TenantTx,
  absence: Absence,
  now: number,
  count: number,
  after: { starts_at: number; id: string } | null = null,
): Promise<readonly AgendaRow[]> {
  const at = after && instant(after.starts_at);
  const from = after
    ? sql.fragment`lower(b.during) >= ${at!} and (lower(b.during) > ${at!} or b.id > ${after.id}::uuid)`
    : sql.fragment`true`;
  return tx.any(sql.type(AgendaRow)`
    /* selectBookingsIn */
    select b.id, b.status, lower(b.during) as starts_at, upper(b.during) as ends_at, b.service_title, b.customer_name,
      b.version
    ${standingIn(tx, absence, now)} and ${from}
    order by lower(b.during), b.id limit ${count}`);
}

const HitsRow = z.object({ id: z.uuid(), bookings: z.number().int() });

/** How many bookings stand in each absence that is not over at `now` (epoch ms), for the first `count` of them. */
export async function selectHitCounts(
  tx: TenantTx,
  now: number,
  count: number,
): Promise<readonly z.infer<typeof HitsRow>[]> {
  return tx.any(sql.type(HitsRow)`
    /* selectHitCounts */
    select t.id, (
      select count(*)::int from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
      where r.provider_id = ${tx.provider_id} and r.occupied_from < t.ends_at and r.occupied_until > t.starts_at
        and r.occupied_from > t.starts_at - interval '72 hours'
        and lower(b.during) < t.ends_at and upper(b.during) > greatest(t.starts_at, ${instant(now)})
        and (t.schedule_id is null or t.schedule_id = (
          select coalesce(v.schedule_id, (select d.id from schedules d where d.provider_id = v.provider_id and d.is_default))
          from services v where v.provider_id = b.provider_id and v.id = b.service_id))) as bookings
    from blocked_times t where t.provider_id = ${tx.provider_id} and t.ends_at > ${instant(now)}
    order by t.ends_at, t.id limit ${count}`);
}

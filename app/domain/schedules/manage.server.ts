import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFoundError } from "#app/domain/errors.ts";
import { newId } from "#app/domain/ids.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { asWeeks, MAX_SCHEDULES } from "#app/domain/schedules.ts";
import { presetWeek } from "#app/domain/setup/hours.ts";
import { localDate } from "#app/domain/zones.ts";
import { insertCopiedOverrides } from "#db/date_overrides.ts";
import { constraintOf } from "#db/errors.ts";
import {
  deleteSchedule,
  insertSchedule,
  type ScheduleRow,
  selectOptionalSchedule,
  selectScheduleNames,
  updateDefaultSchedule,
  updateFormerDefaultSchedule,
  updateSchedule,
} from "#db/schedule_desk.ts";
import { replaceWeeklyHours } from "#db/schedules.ts";
import { serializable, type TenantTx } from "#db/transaction.ts";

type Refusal = "name_taken" | "too_many" | "is_default" | "in_use";
type Outcome = { ok: true; id: string } | { ok: false; reason: Refusal };

/** One's own schedule. @throws NotFoundError for one that is not there, or is somebody else's */
export async function requireSchedule(tx: TenantTx, id: string): Promise<ScheduleRow> {
  const schedule = await selectOptionalSchedule(tx, id);
  if (!schedule) throw new NotFoundError("These hours do not exist, or were deleted.");
  return schedule;
}

/** Adds a schedule, Monday to Friday nine to five until it is changed; the first one of all is the default. */
export async function createSchedule(
  context: Context,
  { name, time_zone }: { name: string; time_zone: string },
): Promise<Outcome> {
  const { provider, now } = context;
  const id = newId();
  return serializable(provider.id, async (tx): Promise<Outcome> => {
    const names = await selectScheduleNames(tx);
    if (names.length >= MAX_SCHEDULES) return { ok: false, reason: "too_many" };
    if (names.some((one) => one.name === name)) return { ok: false, reason: "name_taken" };
    const is_default = names.length === 0;
    await insertSchedule(tx, { id, name, time_zone, is_default, alternates_from: null, now });
    const week = Object.entries(presetWeek("workdays") ?? {});
    const hours = week.flatMap(([weekday, day]) => day.map((one) => ({ ...one, weekday: Number(weekday) })));
    await replaceWeeklyHours(tx, id, hours, now);
    await recordAct(tx, context, "schedule.created", { name });
    return { ok: true, id };
  });
}

/** A copy with the same zone, hours and coming dates, which no service follows yet. @throws NotFoundError */
export async function copySchedule(context: Context, { id }: { id: string }): Promise<Outcome> {
  const { provider, now } = context;
  const copy_id = newId();
  return serializable(provider.id, async (tx): Promise<Outcome> => {
    const source = await requireSchedule(tx, id);
    const names = await selectScheduleNames(tx);
    if (names.length >= MAX_SCHEDULES) return { ok: false, reason: "too_many" };
    const name = copyName(
      source.name,
      names.map((one) => one.name),
    );
    const { time_zone, alternates_from } = source;
    await insertSchedule(tx, { id: copy_id, name, time_zone, is_default: false, alternates_from, now });
    await replaceWeeklyHours(tx, copy_id, source.weekly_hours, now);
    await insertCopiedOverrides(tx, id, copy_id, localDate(now, time_zone));
    await recordAct(tx, context, "schedule.created", { name, copied_from: source.name });
    return { ok: true, id: copy_id };
  });
}

/** "Evenings (copy)", then "Evenings (copy 2)" and on; a name has 80 characters at most. */
const copyName = (name: string, taken: readonly string[]): string => {
  for (let n = 1; ; n++) {
    const proposal = `${[...name].slice(0, 68).join("")} (copy${n === 1 ? "" : ` ${n}`})`;
    if (!taken.includes(proposal)) return proposal;
  }
};

type Rename = {
  id: string;
  name: string;
  time_zone: string;
  version: number;
  shown: Record<string, unknown>;
};
type RenameOutcome =
  | { ok: true }
  | { ok: false; reason: "name_taken" }
  | { ok: false; reason: "stale"; conflicts: Conflict[]; version: number; now: Record<string, string> };

/** Another name or zone (its hours then read the same on that zone's clock). Others' changes meanwhile come back. @throws NotFoundError */
export async function renameSchedule(
  context: Context,
  { id, name, time_zone, version, shown, theirs = [] }: Rename & { theirs?: readonly string[] },
): Promise<RenameOutcome> {
  return serializable(context.provider.id, async (tx): Promise<RenameOutcome> => {
    const schedule = await requireSchedule(tx, id);
    const now = { name: schedule.name, time_zone: schedule.time_zone };
    const yours = {
      name: theirs.includes("name") ? now.name : name,
      time_zone: theirs.includes("time_zone") ? now.time_zone : time_zone,
    };
    const conflicts =
      version === schedule.version ? [] : conflictsBetween(Object.keys(now), shown, now, yours);
    if (conflicts.length > 0)
      return { ok: false, reason: "stale", conflicts, version: schedule.version, now };
    const names = await selectScheduleNames(tx);
    if (names.some((one) => one.name === yours.name && one.id !== id))
      return { ok: false, reason: "name_taken" };
    if (yours.name === now.name && yours.time_zone === now.time_zone) return { ok: true };
    await updateSchedule(tx, { ...schedule, ...yours }, context.now);
    await recordAct(tx, context, "schedule.renamed", {
      from: now.name,
      to: yours.name,
      zone: yours.time_zone,
    });
    return { ok: true };
  });
}

/** Services without hours of their own follow these from now on. @throws NotFoundError */
export async function makeDefaultSchedule(context: Context, { id }: { id: string }): Promise<void> {
  await serializable(context.provider.id, async (tx) => {
    const { is_default, name } = await requireSchedule(tx, id);
    if (is_default) return;
    await updateFormerDefaultSchedule(tx, context.now);
    await updateDefaultSchedule(tx, id, context.now);
    await recordAct(tx, context, "schedule.made_default", { name });
  });
}

/** Takes a schedule away, unless a service (also an archived one) names it or it is the default. @throws NotFoundError */
export async function removeSchedule(context: Context, { id }: { id: string }): Promise<Outcome> {
  try {
    return await serializable(context.provider.id, async (tx): Promise<Outcome> => {
      const { is_default, is_named, name } = await requireSchedule(tx, id);
      if (is_default) return { ok: false, reason: "is_default" };
      if (is_named) return { ok: false, reason: "in_use" };
      await deleteSchedule(tx, id);
      await recordAct(tx, context, "schedule.deleted", { name });
      return { ok: true, id };
    });
  } catch (error) {
    // A service took it at this very moment: the foreign key says so before SERIALIZABLE does.
    if (constraintOf(error) !== "services_schedule_fkey") throw error;
    return { ok: false, reason: "in_use" };
  }
}

/**
 * Turns alternating weeks on (both begin as the one week was), moves their beginning, or off (week A stays).
 * @param version of the hours that the form's page showed: a week B that a colleague has just written must not go unseen
 * @returns false when somebody else changed the hours meanwhile; nothing is written then
 * @throws NotFoundError
 */
export async function setAlternation(
  context: Context,
  { id, version, alternates_from }: { id: string; version: number; alternates_from: string | null },
): Promise<boolean> {
  return serializable(context.provider.id, async (tx) => {
    const schedule = await requireSchedule(tx, id);
    if (schedule.alternates_from === alternates_from) return true;
    if (schedule.version !== version) return false;
    await updateSchedule(tx, { ...schedule, alternates_from }, context.now);
    await replaceWeeklyHours(tx, id, asWeeks(schedule.weekly_hours, alternates_from !== null), context.now);
    await recordAct(tx, context, "schedule.alternation_set", {
      name: schedule.name,
      from: alternates_from,
    });
    return true;
  });
}

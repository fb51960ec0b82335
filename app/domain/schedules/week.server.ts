import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { requireSchedule } from "#app/domain/schedules/manage.server.ts";
import { asWeeks, countOutside, type HoursRow, LOOK_AHEAD_DAYS } from "#app/domain/schedules.ts";
import { type WeekEditorInput, weekInWords, withTheirs } from "#app/domain/week-editor.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { type ScheduleRow, selectStandingTimes } from "#db/schedule_desk.ts";
import { replaceWeeklyHours, selectOptionalScheduleRules } from "#db/schedules.ts";
import { serializable, type TenantTx } from "#db/transaction.ts";

type SetWeek = Pick<WeekEditorInput, "version" | "rows"> & {
  id: string;
  /** What the form's page said of each day (weekInWords). */
  shown: Record<string, unknown>;
  /** Days in which the person chose what somebody else had saved. */
  theirs?: readonly string[];
};

export type SetWeekOutcome =
  | { ok: true; is_changed: boolean }
  | {
      ok: false;
      conflicts: Conflict[];
      version: number;
      shown: Record<string, string>;
      /** The hours of the form, in the weeks that the schedule has now. */
      rows: HoursRow[];
      alternates: boolean;
    };

/**
 * Sets a schedule's week, or its two. Bookings stay as they are. Where somebody else was faster, nothing is written and
 * both values come back. @throws NotFoundError
 */
export async function setWeek(context: Context, { id, version, shown, rows, theirs = [] }: SetWeek) {
  return serializable(context.provider.id, async (tx): Promise<SetWeekOutcome> => {
    const schedule = await requireSchedule(tx, id);
    const alternates = schedule.alternates_from !== null;
    const current = schedule.weekly_hours;
    const wanted = withTheirs(asWeeks(rows, alternates), current, theirs);
    const [now, yours] = [weekInWords(current, alternates), weekInWords(wanted, alternates)];
    if (version !== schedule.version) {
      const conflicts = conflictsBetween(Object.keys(now), shown, now, yours);
      if (conflicts.length > 0)
        return { ok: false, conflicts, version: schedule.version, shown: now, rows: wanted, alternates };
    }
    const changed = Object.keys(now).filter((field) => now[field] !== yours[field]);
    if (changed.length === 0) return { ok: true, is_changed: false };
    await replaceWeeklyHours(tx, id, wanted, context.now);
    const minutes = wanted.reduce((sum, { starts_min, ends_min }) => sum + ends_min - starts_min, 0);
    await recordAct(tx, context, "schedule.changed", {
      name: schedule.name,
      intervals: wanted.length,
      minutes,
    });
    return { ok: true, is_changed: true };
  });
}

/** Bookings that are looked at, at most: who has more of them in a year is told "at least". */
const MOST = 5000;

/** How many coming bookings that follow this schedule do not lie in its hours, as of now. */
export async function countBookingsOutside(
  tx: TenantTx,
  schedule: Pick<ScheduleRow, "id" | "is_default" | "time_zone">,
  now: number,
): Promise<number> {
  const today = localDate(now, schedule.time_zone);
  const last = addDays(today, LOOK_AHEAD_DAYS + 8);
  const rules = await selectOptionalScheduleRules(tx, schedule.id, addDays(today, -2), last);
  if (!rules) return 0;
  const to = now + LOOK_AHEAD_DAYS * 86_400_000;
  const bookings = await selectStandingTimes(tx, schedule, { from: now, to, limit: MOST });
  return countOutside(rules, bookings, now);
}

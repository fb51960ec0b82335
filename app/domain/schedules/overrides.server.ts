import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { requireSchedule } from "#app/domain/schedules/manage.server.ts";
import type { OverrideInput } from "#app/domain/schedules.ts";
import { overrideInWords } from "#app/domain/week-editor.ts";
import {
  type DateOverrideRow,
  deleteDateOverrides,
  insertDateOverrides,
  selectDateOverrides,
} from "#db/date_overrides.ts";
import { updateScheduleVersion } from "#db/schedules.ts";
import { serializable } from "#db/transaction.ts";

type SetOverrides = Pick<OverrideInput, "dates" | "hours" | "note" | "replace"> & {
  id: string;
  /** What the form's page said of the date that it changes; absent for new ones. */
  shown?: string;
};
export type SetOverridesOutcome = { ok: true } | { ok: false; there: DateOverrideRow[] };

/**
 * Other hours (none: closed) on some dates. Dates that have others already are not overwritten unless the form showed them
 * or said so: then they come back. @throws NotFoundError
 */
export async function setOverrides(
  context: Context,
  { id, dates, hours, note, shown, replace }: SetOverrides,
): Promise<SetOverridesOutcome> {
  const [first, last] = [dates[0]!, dates.at(-1)!];
  const rows = dates.flatMap((date) =>
    (hours.length > 0 ? hours : [{ starts_min: null, ends_min: null }]).map((one) => ({
      id: newId(),
      date,
      ...one,
    })),
  );
  return serializable(context.provider.id, async (tx): Promise<SetOverridesOutcome> => {
    const { name } = await requireSchedule(tx, id);
    const window = { from_date: first, to_date: last, limit: dates.length };
    const there = await selectDateOverrides(tx, id, window);
    const wanted = overrideInWords({ hours, note });
    const unseen = there.filter((one) => ![shown, wanted].includes(overrideInWords(one)));
    if (unseen.length > 0 && !replace) return { ok: false, there: unseen };
    await deleteDateOverrides(tx, id, dates);
    await insertDateOverrides(tx, id, rows, note);
    await updateScheduleVersion(tx, id, context.now);
    await recordAct(tx, context, "schedule.dates_set", {
      name,
      from: first,
      to: last,
      intervals: hours.length,
    });
    return { ok: true };
  });
}

/** Takes a date's own hours away. Gives what they were, to take it back; null when there were none. @throws NotFoundError */
export async function removeOverride(
  context: Context,
  { id, date }: { id: string; date: string },
): Promise<DateOverrideRow | null> {
  return serializable(context.provider.id, async (tx) => {
    const { name } = await requireSchedule(tx, id);
    const [there] = await selectDateOverrides(tx, id, { from_date: date, to_date: date, limit: 1 });
    if (!there) return null;
    await deleteDateOverrides(tx, id, [date]);
    await updateScheduleVersion(tx, id, context.now);
    await recordAct(tx, context, "schedule.dates_removed", { name, date });
    return there;
  });
}

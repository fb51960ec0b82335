import { inTurn } from "#app/domain/bookings/turns.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFoundError } from "#app/domain/errors.ts";
import { newId } from "#app/domain/ids.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import {
  type BlockedTimeRow,
  deleteBlockedTime,
  insertBlockedTime,
  type NewBlockedTime,
  selectBookingsIn,
  selectOptionalBlockedTime,
  updateBlockedTime,
} from "#db/blocked_times.ts";
import type { AgendaRow } from "#db/bookings.ts";
import { isSchedule } from "#db/schedules.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

export type BlockTimeInput = {
  /** Made with the form, so that the same form sent twice blocks once; a new one when there is none. */
  id?: string;
  starts_at: number;
  ends_at: number;
  schedule_id: string | null;
  /** For the house only. */
  reason: string;
  /** Out of office: what the public page says meanwhile. */
  public_text?: string;
};

/** Bookings in an absence that a verb gives back at most; the page about them has them all, page by page. */
const MAX_HIT = 200;

/**
 * Closes a range (epoch ms) for new bookings. Bookings that stand in it stay and are returned (the first 200), so that
 * the provider decides about them: reading them in this transaction means that a booking made at the same moment is
 * either in the list or refused.
 * @returns `differs` when this form's id has been used for another range: then nothing was written
 * @throws NotFoundError when the provider has no such schedule
 */
export async function blockTime(
  context: Context,
  input: BlockTimeInput,
): Promise<{ blocked_time_id: string; hit: readonly AgendaRow[]; differs: boolean }> {
  const blocked = { id: newId(), public_text: "", ...input };
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, (tx) => blockIn(tx, context, blocked)),
  );
}

const blockIn = async (tx: WriteTx, context: Context, blocked: NewBlockedTime) => {
  await requireSchedule(tx, blocked.schedule_id);
  const hit = await selectBookingsIn(tx, blocked, context.now, MAX_HIT);
  const earlier = await selectOptionalBlockedTime(tx, blocked.id);
  if (!earlier) {
    await insertBlockedTime(tx, blocked);
    await record(tx, context, "blocked_time.added", blocked);
  }
  return { blocked_time_id: blocked.id, hit, differs: earlier !== null && !isSame(earlier, blocked) };
};

const isSame = (row: NewBlockedTime, wanted: NewBlockedTime): boolean =>
  row.starts_at === wanted.starts_at &&
  row.ends_at === wanted.ends_at &&
  row.schedule_id === wanted.schedule_id &&
  row.reason === wanted.reason &&
  row.public_text === wanted.public_text;

export type ChangeTimeOff = {
  id: string;
  version: number;
  starts_at: number;
  ends_at: number;
  schedule_id: string | null;
  reason: string;
  public_text: string;
};
export type ChangeTimeOffOutcome =
  | { ok: true; hit: readonly AgendaRow[] }
  | { ok: false; current: BlockedTimeRow };

/**
 * Changes an absence. Where somebody else was faster, nothing is written and what they saved comes back.
 * @throws NotFoundError when the absence or the schedule is not there (any more)
 */
export async function changeTimeOff(context: Context, change: ChangeTimeOff): Promise<ChangeTimeOffOutcome> {
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx): Promise<ChangeTimeOffOutcome> => {
      const current = await selectOptionalBlockedTime(tx, change.id);
      if (!current) throw gone();
      await requireSchedule(tx, change.schedule_id);
      const hit = await selectBookingsIn(tx, change, context.now, MAX_HIT);
      // The same form sent twice, or the same change made by two: nothing is left to be done.
      if (isSame(current, change)) return { ok: true, hit };
      if (current.version !== change.version) return { ok: false, current };
      await updateBlockedTime(tx, change.version, change);
      await record(tx, context, "blocked_time.changed", change);
      return { ok: true, hit };
    }),
  );
}

export type RemoveTimeOffOutcome = { ok: true; removed: BlockedTimeRow | null } | { ok: false };

/** Opens the time again; `removed` is null when it had been removed before, not ok when it was changed meanwhile. */
export async function removeTimeOff(
  context: Context,
  { id, version }: { id: string; version: number },
): Promise<RemoveTimeOffOutcome> {
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx): Promise<RemoveTimeOffOutcome> => {
      const removed = await selectOptionalBlockedTime(tx, id);
      if (!removed) return { ok: true, removed: null };
      if (removed.version !== version) return { ok: false };
      await deleteBlockedTime(tx, id);
      await record(tx, context, "blocked_time.removed", removed);
      return { ok: true, removed };
    }),
  );
}

const gone = () => new NotFoundError("This absence does not exist any more.");

const requireSchedule = async (tx: WriteTx, schedule_id: string | null): Promise<void> => {
  if (schedule_id !== null && !(await isSchedule(tx, schedule_id)))
    throw new NotFoundError("This schedule does not exist any more.");
};

/** When it is, and never why: the reason stays in the absence's own row. */
const record = (tx: WriteTx, context: Context, action: string, blocked: NewBlockedTime) =>
  recordAct(tx, context, action, {
    starts_at: blocked.starts_at,
    ends_at: blocked.ends_at,
    zone: context.provider.time_zone,
    public: blocked.public_text !== "",
  });

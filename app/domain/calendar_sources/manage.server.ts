import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { ASKED_AGAIN_AFTER, MAX_SOURCES, shownOfAddress } from "#app/domain/calendar_sources.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFoundError } from "#app/domain/errors.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { openAddress, sealAddress } from "#app/domain/secrets.server.ts";
import {
  type CalendarSourceRow,
  deleteCalendarSource,
  insertCalendarSource,
  selectCalendarSources,
  selectOptionalCalendarSource,
  selectSealedAddresses,
  updateCalendarSourceAddress,
  updateCalendarSourceName,
  updateCalendarSourceTurn,
} from "#db/calendar_sources.ts";
import { enqueueJob } from "#db/jobs.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

type Refusal = "too_many" | "already_there";
export type AddOutcome = { ok: true } | { ok: false; reason: Refusal };

/** Adds a calendar and has it read. The same form sent twice adds one. */
export async function addSource(
  context: Context,
  { id, name, address }: { id: string; name: string; address: string },
): Promise<AddOutcome> {
  const { provider, now, secrets } = context;
  const shown = shownOfAddress(address);
  const sealed_address = sealAddress(secrets, address, { provider_id: provider.id, source_id: id });
  return serializable(provider.id, async (tx): Promise<AddOutcome> => {
    const sources = await selectCalendarSources(tx);
    if (sources.some((source) => source.id === id)) return { ok: true };
    if (sources.length >= MAX_SOURCES) return { ok: false, reason: "too_many" };
    if (await isThere(tx, context, address)) return { ok: false, reason: "already_there" };
    await insertCalendarSource(tx, { id, name, sealed_address, ...shown, now });
    await enqueueJob(tx, "calendar_source", { source_id: id, turn: 1 });
    await recordAct(tx, context, "calendar_source.added", { name, host: shown.host });
    return { ok: true };
  });
}

const isThere = async (
  tx: WriteTx,
  { provider, secrets }: Context,
  address: string,
  except: string | null = null,
): Promise<boolean> =>
  (await selectSealedAddresses(tx)).some(
    ({ id, sealed_address }) =>
      id !== except &&
      openAddress(secrets, sealed_address, { provider_id: provider.id, source_id: id }) === address,
  );

export type ChangeOutcome =
  | { ok: true }
  | { ok: false; reason: "already_there" }
  | { ok: false; reason: "stale"; current: CalendarSourceRow };

/** Another name, and where one is given another address, which is read at once. @throws NotFoundError */
export async function changeSource(
  context: Context,
  change: { id: string; version: number; name: string; address: string | null },
): Promise<ChangeOutcome> {
  const { provider, now, secrets } = context;
  const { id, version, name, address } = change;
  return serializable(provider.id, async (tx): Promise<ChangeOutcome> => {
    const current = await requireSource(tx, id);
    if (address !== null && (await isThere(tx, context, address, id)))
      return { ok: false, reason: "already_there" };
    if (!(await updateCalendarSourceName(tx, { id, version, name }))) {
      // The same form sent twice changed it already.
      const is_done = current.version === version + 1 && current.name === name && address === null;
      return is_done ? { ok: true } : { ok: false, reason: "stale", current };
    }
    if (address !== null) {
      const sealed_address = sealAddress(secrets, address, { provider_id: provider.id, source_id: id });
      await updateCalendarSourceAddress(tx, { id, sealed_address, ...shownOfAddress(address) });
      await readSoon(tx, id, now);
    }
    await recordAct(tx, context, "calendar_source.changed", { name, address: address !== null });
    return { ok: true };
  });
}

/** Has a calendar read now; one that was just read, or is being read, is left alone. @throws NotFoundError */
export async function readSourceNow(context: Context, id: string): Promise<void> {
  const { provider, now } = context;
  await serializable(provider.id, async (tx) => {
    const source = await requireSource(tx, id);
    const is_fresh = source.fetched_at !== null && source.fetched_at > now - ASKED_AGAIN_AFTER;
    // One that is due is in the queue already; should it lie there for long, another job does no harm.
    const is_due = source.next_fetch_at <= now && source.next_fetch_at > now - ASKED_AGAIN_AFTER;
    if (!is_fresh && !is_due) await readSoon(tx, id, now);
  });
}

/** A turn of its own for a calendar, at once. */
export const readSoon = async (tx: WriteTx, id: string, now: number): Promise<void> => {
  const turn = await updateCalendarSourceTurn(tx, id, now);
  await enqueueJob(tx, "calendar_source", { source_id: id, turn });
};

/** Forgets a calendar; its busy times are free again. Nothing happens when it is gone already. */
export async function removeSource(context: Context, id: string): Promise<void> {
  await inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx) => {
      const source = await selectOptionalCalendarSource(tx, id);
      if (!source) return;
      await deleteCalendarSource(tx, id);
      await recordAct(tx, context, "calendar_source.removed", { name: source.name });
    }),
  );
}

const requireSource = async (tx: WriteTx, id: string): Promise<CalendarSourceRow> => {
  const source = await selectOptionalCalendarSource(tx, id);
  if (!source) throw new NotFoundError("This calendar is not in your list any more.");
  return source;
};

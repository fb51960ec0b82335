import type { Conflict } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { replanAgenda } from "#app/domain/messages/agendas.server.ts";
import {
  findConflicts,
  SECTION_FIELDS,
  type SettingsSection,
  type SettingsValues,
  wordsOf,
} from "#app/domain/settings.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { type ProviderRow, selectProvider, updateProviderSettings } from "#db/providers.ts";
import { updateScheduleZones } from "#db/schedules.ts";
import { serializable, type TenantTx, type WriteTx } from "#db/transaction.ts";
import { selectOwnUsernames, updateListed } from "#db/usernames.ts";

export type SaveSettings = {
  section: SettingsSection;
  /** The version that the form's page showed. */
  version: number;
  /** What the form's page said, field by field (wordsOf). */
  shown: Record<string, unknown>;
  values: Partial<SettingsValues>;
  /** Fields in which the person chose what somebody else had saved. */
  theirs?: readonly string[];
  /** With another zone: do the working hours that were meant in the old one go along? */
  move_hours?: boolean;
};

export type SaveOutcome =
  | { ok: true; changed: string[] }
  | { ok: false; conflicts: Conflict[]; version: number; shown: Record<string, string> };

/** What the settings are, in the caller's snapshot. */
export async function readSettings(tx: TenantTx, provider: ProviderRow): Promise<SettingsValues> {
  const listed_at = (await selectOwnUsernames(tx)).find(
    ({ username }) => username === provider.username,
  )?.listed_at;
  return { ...provider, listed: (listed_at ?? null) !== null };
}

/** Saves one form of the settings. Where somebody else was faster, nothing is written and both values come back. */
export async function saveSettings(context: Context, save: SaveSettings): Promise<SaveOutcome> {
  const { section, shown, theirs = [] } = save;
  return serializable(context.provider.id, async (tx): Promise<SaveOutcome> => {
    const provider = await selectProvider(tx);
    const now = await readSettings(tx, provider);
    const chosen = Object.entries(save.values).filter(([field]) => !theirs.includes(field));
    const wanted: SettingsValues = { ...now, ...Object.fromEntries(chosen) };
    if (save.version !== provider.version) {
      const conflicts = findConflicts(section, shown, now, wanted);
      if (conflicts.length > 0)
        return { ok: false, conflicts, version: provider.version, shown: wordsOf(section, now) };
    }
    const [before, after] = [wordsOf(section, now), wordsOf(section, wanted)];
    const changed = SECTION_FIELDS[section].filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return { ok: true, changed };
    await updateProviderSettings(tx, wanted);
    if (wanted.listed !== now.listed) await updateListed(tx, provider.username, wanted.listed, context.now);
    const moved =
      save.move_hours && wanted.time_zone !== now.time_zone
        ? await updateScheduleZones(tx, now.time_zone, wanted.time_zone)
        : 0;
    if (wanted.time_zone !== now.time_zone) await replanAgenda(tx, context.now);
    await recordSettings(tx, context, { fields: changed.join(","), moved_schedules: moved });
    return { ok: true, changed };
  });
}

/** Which fields changed; the texts themselves stay in the provider's row. */
const recordSettings = (
  tx: WriteTx,
  context: Context,
  details: { fields: string; moved_schedules: number },
) =>
  insertAuditEvent(tx, {
    id: newId(),
    booking_id: null,
    action: "settings.changed",
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details,
    at: context.now,
  });

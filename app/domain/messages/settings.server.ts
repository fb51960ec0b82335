import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import {
  clockText,
  type MessageTexts,
  type OptionalKind,
  TEXT_FIELDS,
} from "#app/domain/message-settings.ts";
import { replanAgenda } from "#app/domain/messages/agendas.server.ts";
import type { CustomerKind } from "#app/domain/messages.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import {
  type MessageSettingRow,
  selectAgendaMinute,
  selectMessageSettings,
  updateAgendaMinute,
  upsertMessageDisabled,
  upsertMessageTexts,
} from "#db/messages.ts";
import { selectProvider } from "#db/providers.ts";
import { serializable, type TenantTx, type WriteTx } from "#db/transaction.ts";

/** What a provider sets of a kind; one that was never touched is as Daybook has it. */
export async function readMessageSetting(tx: TenantTx, kind: string): Promise<MessageSettingRow> {
  const row = (await selectMessageSettings(tx)).find((one) => one.kind === kind);
  return row ?? { kind, disabled_at: null, subject: "", opening: "", version: 1 };
}

type Save = {
  /** The version that the form's page showed, and what it said, field by field. */
  version: number;
  shown: Record<string, unknown>;
  /** Fields in which the person chose what somebody else had saved. */
  theirs?: readonly string[];
};

export type SaveMessageOutcome =
  | { ok: true; changed: string[] }
  | { ok: false; conflicts: Conflict[]; version: number; shown: Record<string, string> };

/**
 * Saves the texts of a message to customers; empty ones are Daybook's. Where somebody else was faster, nothing is written and
 * both values come back.
 * @param own Daybook's words, for what is said in their place
 */
export async function saveMessageTexts(
  context: Context,
  save: Save & { kind: CustomerKind; texts: MessageTexts; own: MessageTexts },
): Promise<SaveMessageOutcome> {
  const { kind, own, theirs = [] } = save;
  const event_id = newId();
  return serializable(context.provider.id, async (tx): Promise<SaveMessageOutcome> => {
    const now = await readMessageSetting(tx, kind);
    const wanted = {
      subject: theirs.includes("subject") ? now.subject : save.texts.subject,
      opening: theirs.includes("opening") ? now.opening : save.texts.opening,
    };
    const [before, after] = [wordsOfTexts(now, own), wordsOfTexts(wanted, own)];
    if (save.version !== now.version) {
      const conflicts = conflictsBetween(TEXT_FIELDS, save.shown, before, after);
      if (conflicts.length > 0) return { ok: false, conflicts, version: now.version, shown: before };
    }
    const changed = TEXT_FIELDS.filter((field) => now[field] !== wanted[field]);
    if (changed.length === 0) return { ok: true, changed };
    await upsertMessageTexts(tx, kind, wanted, context.now);
    const to_own = wanted.subject === "" && wanted.opening === "";
    // Which fields, never what they say.
    await record(tx, context, event_id, "message.texts_changed", { kind, fields: changed.join(","), to_own });
    return { ok: true, changed };
  });
}

/** The texts as they are read: the provider's or Daybook's. */
export const wordsOfTexts = (texts: MessageTexts, own: MessageTexts): Record<string, string> => ({
  subject: texts.subject || own.subject,
  opening: texts.opening || own.opening,
});

/** Switches a kind of message off or on for everybody; the same again changes nothing. */
export async function switchMessage(context: Context, kind: OptionalKind, to: "on" | "off"): Promise<void> {
  const event_id = newId();
  await serializable(context.provider.id, async (tx) => {
    const { disabled_at } = await readMessageSetting(tx, kind);
    if ((disabled_at === null) === (to === "on")) return;
    await upsertMessageDisabled(tx, kind, to === "on" ? null : context.now, context.now);
    if (kind === "agenda") await replanAgenda(tx, context.now);
    await record(tx, context, event_id, `message.switched_${to}`, { kind });
  });
}

/**
 * Sets when the agenda goes out (a minute of the provider's day), the next one already. Where somebody else was faster, nothing
 * is written and both times come back.
 */
export async function saveAgendaTime(
  context: Context,
  save: Save & { agenda_min: number },
): Promise<SaveMessageOutcome> {
  const event_id = newId();
  return serializable(context.provider.id, async (tx): Promise<SaveMessageOutcome> => {
    const { version } = await selectProvider(tx);
    const now = await selectAgendaMinute(tx);
    const wanted = save.theirs?.includes("agenda_time") ? now : save.agenda_min;
    const [before, after] = [{ agenda_time: clockText(now) }, { agenda_time: clockText(wanted) }];
    if (save.version !== version) {
      const conflicts = conflictsBetween(["agenda_time"], save.shown, before, after);
      if (conflicts.length > 0) return { ok: false, conflicts, version, shown: before };
    }
    if (wanted === now) return { ok: true, changed: [] };
    await updateAgendaMinute(tx, wanted, context.now);
    await replanAgenda(tx, context.now);
    await record(tx, context, event_id, "message.agenda_time_changed", { to: clockText(wanted) });
    return { ok: true, changed: ["agenda_time"] };
  });
}

const record = (
  tx: WriteTx,
  context: Context,
  id: string,
  action: string,
  details: Record<string, string | boolean>,
): Promise<void> =>
  insertAuditEvent(tx, {
    ...{ id, action, details, booking_id: null, actor: context.actor },
    ...{ account_id: context.account_id, address: context.address, at: context.now },
  });

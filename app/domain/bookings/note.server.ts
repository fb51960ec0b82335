import { canBeNoShow } from "#app/domain/bookings/desk.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { selectInternal, updateInternalNote, updateNoShow } from "#db/bookings/one.ts";
import { type BookingRow, selectOptionalBookingById } from "#db/bookings.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/**
 * What the house writes beside a booking for itself: who did not come, and a note. Neither changes what was promised, so
 * neither changes its version, and nobody gets a mail (docs/decisions/0021-what-the-house-notes.md).
 */

export type NoteOutcome = { ok: true } | { ok: false; reason: "not_found" | "not_begun" };

/** Marks that the customer did not come: from the start of a confirmed booking on. Twice is once. */
export const markNoShow = (context: Context, booking_id: string): Promise<NoteOutcome> =>
  noteNoShow(context, booking_id, context.now);

/** Takes that back. */
export const unmarkNoShow = (context: Context, booking_id: string): Promise<NoteOutcome> =>
  noteNoShow(context, booking_id, null);

const noteNoShow = (context: Context, booking_id: string, at: number | null): Promise<NoteOutcome> => {
  const event_id = newId();
  return serializable(context.provider.id, async (tx): Promise<NoteOutcome> => {
    const booking = await selectOptionalBookingById(tx, booking_id);
    if (!booking) return { ok: false, reason: "not_found" };
    if (at !== null && !canBeNoShow(booking, context.now)) return { ok: false, reason: "not_begun" };
    if (await updateNoShow(tx, booking_id, at))
      await note(tx, context, event_id, booking, at === null ? "no_show_undone" : "no_show");
    return { ok: true };
  });
};

export type InternalNoteOutcome =
  | { ok: true }
  | { ok: false; reason: "not_found" }
  /** Somebody else wrote it meanwhile: what stands there now. */
  | { ok: false; reason: "conflict"; now: string };

/** Writes the house's own note about a booking (at most 2,000 characters), if it is still as the writer saw it. */
export async function writeInternalNote(
  context: Context,
  booking_id: string,
  { shown, text }: { shown: string; text: string },
): Promise<InternalNoteOutcome> {
  const event_id = newId();
  return serializable(context.provider.id, async (tx): Promise<InternalNoteOutcome> => {
    const booking = await selectOptionalBookingById(tx, booking_id);
    if (!booking) return { ok: false, reason: "not_found" };
    const { internal_note: now } = await selectInternal(tx, booking_id);
    if (now === text) return { ok: true };
    if (!(await updateInternalNote(tx, booking_id, { shown, text })))
      return { ok: false, reason: "conflict", now };
    await note(tx, context, event_id, booking, "note_written");
    return { ok: true };
  });
}

const note = (tx: WriteTx, context: Context, id: string, booking: BookingRow, event: string) =>
  insertAuditEvent(tx, {
    id,
    booking_id: booking.id,
    action: `booking.${event}`,
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details: {},
    at: context.now,
  });

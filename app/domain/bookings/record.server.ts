import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { enqueueJob } from "#db/jobs.ts";
import type { WriteTx } from "#db/transaction.ts";

export const BOOKING_EVENTS = ["booked", "moved", "cancelled", "approved", "declined"] as const;
export type BookingEvent = (typeof BOOKING_EVENTS)[number];

/**
 * Writes what follows every change of a booking, in its transaction: a line of history and the mail's job.
 * @param tells false when there is nothing to tell the customer: what is only entered afterwards
 */
export async function recordChange(
  tx: WriteTx,
  context: Context,
  booking: { id: string; version: number },
  event: BookingEvent,
  details: Record<string, string | number | null>,
  tells = true,
): Promise<void> {
  await insertAuditEvent(tx, {
    id: newId(),
    booking_id: booking.id,
    action: `booking.${event}`,
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details: { ...details, version: booking.version },
    at: context.now,
  });
  if (tells)
    await enqueueJob(tx, "booking_mail", { booking_id: booking.id, version: booking.version, event });
}

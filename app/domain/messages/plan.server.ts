import type { BookingEvent } from "#app/domain/bookings/record.server.ts";
import { newId } from "#app/domain/ids.server.ts";
import { isLater, LATER_KINDS, type Planned, planMessages } from "#app/domain/messages.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";
import { insertDeliveries, type NewDelivery, voidEarlierDeliveries } from "#db/deliveries.ts";
import { enqueueJob } from "#db/jobs.ts";
import {
  selectMessageSettings,
  selectOptionalBookingTelling,
  selectOptionalChange,
  selectOptOuts,
  selectToldMembers,
} from "#db/messages.ts";
import { readCommitted, type WriteTx } from "#db/transaction.ts";

/**
 * Writes down what an event of a booking is followed by, each message with its job, in one transaction; a second run finds
 * them. A booking that is gone is followed by nothing.
 * @param request.now epoch ms
 */
export async function planBookingMessages(
  provider_id: string,
  request: { booking_id: string; version: number; event: BookingEvent; now: number },
): Promise<void> {
  const { booking_id, version, event, now } = request;
  await readCommitted(provider_id, async (tx) => {
    const booking = await selectOptionalBookingById(tx, booking_id);
    const telling = booking && (await selectOptionalBookingTelling(tx, booking_id));
    if (!booking || !telling || telling.is_erased) return;
    const change = await selectOptionalChange(tx, { id: booking_id, version }, event);
    const members = await selectToldMembers(tx);
    const settings = await selectMessageSettings(tx);
    const optouts = await selectOptOuts(tx, [booking.customer_id, ...members.map((one) => one.account_id)]);
    const planned = planMessages({
      event,
      version,
      booking,
      service: telling,
      members,
      by: change?.account_id ?? null,
      disabled: new Set(settings.filter((one) => one.disabled_at !== null).map((one) => one.kind)),
      from: change?.from ?? null,
      now,
    }).filter(
      ({ kind, account_id }) =>
        isLater(kind) ||
        !optouts.some((one) => one.kind === kind && one.recipient_id === (account_id ?? booking.customer_id)),
    );
    const answer = "The booking was changed.";
    await voidEarlierDeliveries(tx, booking, LATER_KINDS, { answer, now });
    await queueDeliveries(
      tx,
      planned.map((one) => ({ ...one, booking_id, booking_version: version })),
      now,
    );
  });
}

/** Writes messages down and, for those that are new, the job that sends each; `now` in epoch ms. */
export async function queueDeliveries(
  tx: WriteTx,
  messages: readonly (Omit<Planned, "kind" | "recipient"> &
    Pick<NewDelivery, "kind" | "recipient" | "booking_id" | "booking_version">)[],
  now: number,
): Promise<void> {
  const rows = messages.map((message) => ({ ...message, id: newId() }));
  const made = new Set(await insertDeliveries(tx, rows, now));
  for (const { id, booking_id, due_at } of rows)
    if (made.has(id)) await enqueueDelivery(tx, id, booking_id, due_at);
}

/** The job of a delivery (`due_at` in epoch ms); it names its booking too, so that erasing a customer finds it in the queue. */
export const enqueueDelivery = (
  tx: WriteTx,
  delivery_id: string,
  booking_id: string | null,
  due_at: number,
): Promise<void> => enqueueJob(tx, "delivery", { delivery_id, ...(booking_id && { booking_id }) }, due_at);

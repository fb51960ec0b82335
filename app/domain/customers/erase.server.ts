import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { cancelBooking } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { ownCustomer, recordCustomer } from "#app/domain/customers/record.server.ts";
import { ERASED_NAME, erasedEmail } from "#app/domain/customers.ts";
import {
  forgetCustomer,
  selectBookingIdsOfCustomer,
  selectComingBookings,
  updateBookingsErased,
  updateCustomerErased,
  updateDeliveriesErased,
} from "#db/customer_erasure.ts";
import { enqueueJob } from "#db/jobs.ts";
import { reading, serializable, type WriteTx } from "#db/transaction.ts";

export type EraseOutcome = { ok: true } | { ok: false; reason: "coming" | "kept" };

/** Milliseconds after which mails are looked for once more: one may have been under way. */
const LATE = 120_000;

/**
 * Erases a customer's personal data everywhere: their row, what they said in bookings, the history of these, jobs in the
 * queue, mails in the outbox (by a job, which a crash cannot lose). The bare fact of each booking stays.
 * @param request.still asked in the transaction: a customer for whom it says no is kept (the rule of retention)
 * @throws NotFoundError for who is not this provider's, or erased already
 */
export async function eraseCustomer(
  context: Context,
  request: { id: string; by_rule?: boolean; still?: (tx: WriteTx) => Promise<boolean> },
): Promise<EraseOutcome> {
  const { id, by_rule = false, still } = request;
  const { provider, now } = context;
  return inTurn(provider.id, () =>
    serializable(provider.id, async (tx): Promise<EraseOutcome> => {
      await ownCustomer(tx, id);
      if (still && !(await still(tx))) return { ok: false, reason: "kept" };
      if ((await selectComingBookings(tx, id, now, 1)).length > 0) return { ok: false, reason: "coming" };
      const { time_zone } = provider;
      const erasure = { id, now, time_zone, name: ERASED_NAME, email: erasedEmail(id) };
      await updateBookingsErased(tx, erasure);
      await updateCustomerErased(tx, erasure);
      await updateDeliveriesErased(tx, id, { answer: "The customer was erased.", now });
      await forgetCustomer(tx, id);
      await recordCustomer(tx, context, "customer.erased", id, by_rule ? { by_rule } : {});
      await enqueueJob(tx, "erased_mails", { customer_id: id });
      await enqueueJob(tx, "erased_mails", { customer_id: id }, now + LATE);
      return { ok: true };
    }),
  );
}

/** The most bookings that are cancelled in one go. */
const MAX_CANCELLED = 100;

/**
 * Cancels what a customer has ahead of them, each by the usual verb: they are told by mail.
 * @returns how many were cancelled
 * @throws NotFoundError for who is not this provider's, or erased
 */
export async function cancelComing(context: Context, id: string): Promise<number> {
  const coming = await reading(context.provider.id, async (tx) => {
    await ownCustomer(tx, id);
    return selectComingBookings(tx, id, context.now, MAX_CANCELLED);
  });
  let cancelled = 0;
  for (const { id: booking_id, version } of coming)
    if ((await cancelBooking(context, { booking_id, version, reason: "" })).ok) cancelled++;
  return cancelled;
}

/** Where an erased customer leaves traces that are no rows: mails that lie in the outbox about their bookings. */
export type MailTraces = { deleteMails(subjects: ReadonlySet<string>): Promise<void> };

/** Removes the mails about a customer's bookings. Again is as good as once. */
export async function forgetMails(
  provider_id: string,
  customer_id: string,
  traces: MailTraces,
): Promise<void> {
  const subjects = await reading(provider_id, (tx) => selectBookingIdsOfCustomer(tx, customer_id));
  await traces.deleteMails(new Set(subjects));
}

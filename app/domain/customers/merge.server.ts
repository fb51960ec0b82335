import { inTurn } from "#app/domain/bookings/turns.server.ts";
import type { Context } from "#app/domain/context.ts";
import { ownCustomer, recordCustomer } from "#app/domain/customers/record.server.ts";
import { joinedNotes, MAX_NOTE, type MergeChoice } from "#app/domain/customers.ts";
import { deleteCustomer, updateBookingsCustomer } from "#db/customer_erasure.ts";
import { updateCustomer, updateCustomerBlocked, updateCustomerTags } from "#db/customers.ts";
import { copyOptOuts } from "#db/messages.ts";
import { serializable } from "#db/transaction.ts";

export type MergeOutcome = { ok: true } | { ok: false; reason: "stale" | "same" | "note_too_long" };

/**
 * Makes one customer of two: `id` stays, with the chosen name, e-mail and phone, the tags and notes of both and all
 * bookings; the other one is gone. Blocked if either was. Somebody who books with the other's address in this very
 * moment collides with it (SERIALIZABLE) and is booked at the second try, as whom the address belongs to then.
 * @throws NotFoundError when one of them is not this provider's, or erased
 */
export async function mergeCustomers(
  context: Context,
  request: { id: string; version: number; other_id: string; other_version: number } & MergeChoice,
): Promise<MergeOutcome> {
  const { id, other_id, now } = { ...request, now: context.now };
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx): Promise<MergeOutcome> => {
      const [one, other] = [await ownCustomer(tx, id), await ownCustomer(tx, other_id)];
      // By the rows, not by what was sent: an id can be written in capitals, too.
      if (one.id === other.id) return { ok: false, reason: "same" };
      if (one.version !== request.version || other.version !== request.other_version)
        return { ok: false, reason: "stale" };
      const note = joinedNotes(one.note, other.note);
      if ([...note].length > MAX_NOTE) return { ok: false, reason: "note_too_long" };
      const from = (choice: "one" | "other") => (choice === "one" ? one : other);
      await updateBookingsCustomer(tx, other_id, id);
      // The other's stays as well: links in mails that are out name it.
      await copyOptOuts(tx, other.id, one.id);
      // Before the address can be the one's: it belongs to one customer at a time.
      await deleteCustomer(tx, other_id);
      await updateCustomer(tx, {
        ...{ id, now, note },
        name: from(request.name).name,
        email: from(request.email).email,
        phone: from(request.phone).phone,
      });
      await updateCustomerTags(tx, id, [...new Set([...one.tags, ...other.tags])]);
      if (one.blocked_at === null && other.blocked_at !== null)
        await updateCustomerBlocked(tx, id, other.blocked_at, now);
      await recordCustomer(tx, context, "customer.merged", id, { merged_id: other_id });
      return { ok: true };
    }),
  );
}

import { forAll } from "#app/domain/all.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { selectHasOverdueHold, updateOverdueHolds } from "#db/bookings/holds.ts";
import { selectAllProviderIds } from "#db/providers.ts";
import { reading, readingDirectory, serializable } from "#db/transaction.ts";

/**
 * Ends bookings that were only held and never made, and gives their times back: for those that nobody has asked about
 * since. Nobody is told.
 * @param now epoch ms
 * @throws AggregateError of what failed, when all had their turn
 */
export async function expireHolds(now: number): Promise<void> {
  const ids = await readingDirectory(selectAllProviderIds);
  await forAll(ids, "Some held times are not given back yet.", async (provider_id) => {
    // Most providers hold nothing: a read takes no lock that a booking could stumble over.
    if (!(await reading(provider_id, (tx) => selectHasOverdueHold(tx, now)))) return;
    await serializable(provider_id, async (tx) => {
      for (const { id, version } of await updateOverdueHolds(tx, now))
        await insertAuditEvent(tx, {
          id: newId(),
          booking_id: id,
          action: "booking.expired",
          actor: "system",
          details: { version },
          at: now,
        });
    });
  });
}

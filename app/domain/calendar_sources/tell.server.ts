import { queueDeliveries } from "#app/domain/messages/plan.server.ts";
import { may } from "#app/domain/permissions.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { selectMembers } from "#db/memberships.ts";
import type { WriteTx } from "#db/transaction.ts";

export type FailingSource = { id: string; name: string; failing_since: number; now: number };

/**
 * Tells owners and managers by mail, once for each time a calendar fails for more than a day, in the transaction that
 * found it. Instants are epoch ms.
 */
export async function tellSourceFails(tx: WriteTx, source: FailingSource): Promise<void> {
  const { id, name, failing_since, now } = source;
  const members = (await selectMembers(tx)).filter(({ role }) => may(role, "schedules:write"));
  const messages = members.map(({ account_id }) => ({
    kind: "calendar_failing",
    recipient: "member" as const,
    account_id,
    booking_id: null,
    booking_version: null,
    due_at: now,
    once: `${id}.${failing_since}.calendarfailing.${account_id}`,
    details: { source_id: id, failing_since },
  }));
  await queueDeliveries(tx, messages, now);
  await recordAct(tx, { actor: "system", account_id: null, address: null, now }, "calendar_source.failing", {
    name,
    failing_since,
  });
}

import { queueDeliveries } from "#app/domain/messages/plan.server.ts";
import { nextAgenda } from "#app/domain/messages.ts";
import { deleteOldAccountDeliveries, deleteOldDeliveries } from "#db/deliveries.ts";
import {
  deleteUntriedAgendas,
  selectAgendaMinute,
  selectMessageSettings,
  selectOptOuts,
  selectToldMembers,
} from "#db/messages.ts";
import { selectAllProviderIds, selectOptionalProvider } from "#db/providers.ts";
import { readCommitted, readCommittedAccounts, readingDirectory, type WriteTx } from "#db/transaction.ts";

const DAY = 86_400_000;
/** Days that what was sent is kept, and what could not be sent. */
const KEPT = { ended: 90, failed: 180 };

/**
 * Each provider's next agenda, one message to each who runs the practice, and the end of what is long over. Runs each night,
 * and again is as good as once. A provider for whom it fails keeps no other from their turn.
 * @param now epoch ms
 * @throws AggregateError of what failed, when all had their turn
 */
export async function sweepMessages(now: number): Promise<void> {
  const limits = { ended_before: now - KEPT.ended * DAY, failed_before: now - KEPT.failed * DAY };
  const failures: unknown[] = [];
  for (const provider_id of await readingDirectory(selectAllProviderIds)) {
    try {
      await readCommitted(provider_id, async (tx) => {
        await planAgenda(tx, now);
        await deleteOldDeliveries(tx, limits);
      });
    } catch (error) {
      failures.push(error);
    }
  }
  await readCommittedAccounts((tx) => deleteOldAccountDeliveries(tx, limits));
  if (failures.length > 0) throw new AggregateError(failures, "Some agendas are not planned yet.");
}

/** Writes down the transaction's provider's next agenda; `now` in epoch ms. */
export async function planAgenda(tx: WriteTx, now: number): Promise<void> {
  const provider = await selectOptionalProvider(tx);
  if (!provider || provider.setup_finished_at === null || provider.suspended_at !== null) return;
  const settings = await selectMessageSettings(tx);
  if (settings.some((one) => one.kind === "agenda" && one.disabled_at !== null)) return;
  const members = await selectToldMembers(tx);
  const optouts = await selectOptOuts(
    tx,
    members.map((one) => one.account_id),
  );
  const { date, due_at } = nextAgenda(provider.time_zone, await selectAgendaMinute(tx), now);
  const wanting = members.filter(
    ({ account_id }) => !optouts.some((one) => one.kind === "agenda" && one.recipient_id === account_id),
  );
  await queueDeliveries(
    tx,
    wanting.map(({ account_id }) => ({
      kind: "agenda",
      recipient: "member" as const,
      account_id,
      booking_id: null,
      booking_version: null,
      due_at,
      once: `${provider.id}.${date.replaceAll("-", "")}.agenda.${account_id}`,
      details: { date },
    })),
    now,
  );
}

/**
 * The next agenda anew, when its time, its zone or who gets it has changed: what is planned and was not tried is taken back, so that
 * nobody gets one by the old time. One that is sent already stays the day's only one. `now` in epoch ms.
 */
export async function replanAgenda(tx: WriteTx, now: number): Promise<void> {
  await deleteUntriedAgendas(tx);
  await planAgenda(tx, now);
}

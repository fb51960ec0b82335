import type { Context } from "#app/domain/context.ts";
import { eraseCustomer } from "#app/domain/customers/erase.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { dueBefore, ruleWord } from "#app/domain/retention.ts";
import { localDate } from "#app/domain/zones.ts";
import {
  selectDueCustomers,
  selectIsCustomerDue,
  selectRetentionMonths,
  updateRetentionMonths,
} from "#db/customer_retention.ts";
import { type ProviderRow, selectAllProviderIds, selectOptionalProvider } from "#db/providers.ts";
import { reading, readingDirectory, serializable } from "#db/transaction.ts";

export type RetentionOutcome = { ok: true } | { ok: false; reason: "stale"; now: number | null };

/** Sets after how many months customers are erased, or with null never; refused when `was` is not what stands. */
export async function changeRetention(
  context: Context,
  { months, was }: { months: number | null; was: string },
): Promise<RetentionOutcome> {
  return serializable(context.provider.id, async (tx): Promise<RetentionOutcome> => {
    const now = await selectRetentionMonths(tx);
    if (now === months) return { ok: true };
    if (ruleWord(now) !== was) return { ok: false, reason: "stale", now };
    await updateRetentionMonths(tx, months);
    await recordAct(tx, context, "customer.retention_changed", { months, from: now });
    return { ok: true };
  });
}

/** Customers of one round: few enough that the list is not old when the last one's turn comes. */
const BATCH = 100;

/**
 * Erases what each provider's rule says, one customer a transaction, asked again in it: who has booked meanwhile stays.
 * A provider for whom it fails keeps no other from their turn.
 * @param now epoch ms
 * @returns how many were erased
 * @throws AggregateError of what failed, when all had their turn
 */
export async function sweepCustomers(now: number): Promise<number> {
  const failures: unknown[] = [];
  let erased = 0;
  for (const provider_id of await readingDirectory(selectAllProviderIds)) {
    try {
      erased += await sweepProvider(provider_id, now);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Some customers are not erased yet.");
  return erased;
}

const sweepProvider = async (provider_id: string, now: number): Promise<number> => {
  const found = await reading(provider_id, async (tx) => {
    const months = await selectRetentionMonths(tx);
    const provider = months === null ? null : await selectOptionalProvider(tx);
    return (
      provider && {
        provider,
        before: dueBefore(localDate(now, provider.time_zone), months!, provider.time_zone),
      }
    );
  });
  return found ? eraseDue(found.provider, found.before, now) : 0;
};

const eraseDue = async (provider: ProviderRow, before: number, now: number): Promise<number> => {
  const context: Context = { provider, actor: "system", now, secrets: [] };
  let erased = 0;
  for (let after: string | null = null; ; ) {
    const page = await reading(provider.id, (tx) => selectDueCustomers(tx, before, { after, count: BATCH }));
    for (const { id } of page) {
      const outcome = await eraseCustomer(context, {
        id,
        by_rule: true,
        still: (tx) => selectIsCustomerDue(tx, id, before),
      });
      if (outcome.ok) erased++;
    }
    if (page.length < BATCH) return erased;
    after = page.at(-1)!.id;
  }
};

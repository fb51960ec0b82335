import { forAll } from "#app/domain/all.ts";
import { purgeProvider, type Traces } from "#app/domain/providers/delete.server.ts";
import { selectAllProviderIds, selectOptionalProvider } from "#db/providers.ts";
import { reading, readingDirectory } from "#db/transaction.ts";

const DAY = 86_400_000;

/**
 * Ends providers whose grace period is over for a day and whose own job went astray.
 * @param now epoch ms
 * @throws AggregateError of what failed, when all had their turn
 */
export async function sweepProviders(now: number, traces: Traces): Promise<void> {
  const ids = await readingDirectory(selectAllProviderIds);
  await forAll(ids, "Some providers are not deleted yet.", async (provider_id) => {
    const provider = await reading(provider_id, selectOptionalProvider);
    const deletes_at = provider?.deletes_at ?? null;
    if (deletes_at !== null && deletes_at < now - DAY) await purgeProvider(provider_id, now, traces);
  });
}

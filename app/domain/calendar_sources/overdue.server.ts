import { readSoon } from "#app/domain/calendar_sources/manage.server.ts";
import { OVERDUE_AFTER } from "#app/domain/calendar_sources.ts";
import { selectOverdueSources } from "#db/calendar_sources.ts";
import { selectAllProviderIds } from "#db/providers.ts";
import { reading, readingDirectory, serializable } from "#db/transaction.ts";

/**
 * Takes calendars up again whose job is gone: one that failed until the queue gave up, or was deleted there. Each turn
 * plans the next, so without this such a calendar would never be asked again.
 * @param now epoch ms
 * @returns how many were
 * @throws AggregateError of what failed, when all providers had their turn
 */
export async function takeUpOverdueSources(now: number): Promise<number> {
  const failures: unknown[] = [];
  let count = 0;
  for (const provider_id of await readingDirectory(selectAllProviderIds)) {
    try {
      const since = now - OVERDUE_AFTER;
      const overdue = await reading(provider_id, (tx) => selectOverdueSources(tx, since));
      if (overdue.length === 0) continue;
      count += await serializable(provider_id, async (tx) => {
        const still = await selectOverdueSources(tx, since);
        for (const { id } of still) await readSoon(tx, id, now);
        return still.length;
      });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Some calendars are not taken up again yet.");
  return count;
}

import { recordAct } from "#app/domain/record.server.ts";
import type { WriteTx } from "#db/transaction.ts";

export type FailingSource = { id: string; name: string; failing_since: number; now: number };

/** Once for each time a calendar fails for more than a day, in the transaction that found it. Instants are epoch ms. */
export async function tellSourceFails(tx: WriteTx, source: FailingSource): Promise<void> {
  const { name, failing_since, now } = source;
  await recordAct(tx, { actor: "system", account_id: null, address: null, now }, "calendar_source.failing", {
    name,
    failing_since,
  });
}

import { sql, type WriteTx } from "./transaction.ts";

/** Adds a job in the caller's transaction: it exists exactly if what caused it does. The provider's id is added here. */
export async function enqueueJob(
  tx: WriteTx,
  identifier: string,
  payload: Record<string, string | number>,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* enqueueJob */
    select from enqueue_job(${identifier}, ${sql.json({ ...payload, provider_id: tx.provider_id })})`);
}

import { type AccountWriteTx, instant, sql, type WriteTx } from "./transaction.ts";

/**
 * Adds a job in the caller's transaction: it exists exactly if what caused it does. The provider's id is added here.
 * @param run_at epoch ms; at once by default
 */
export async function enqueueJob(
  tx: WriteTx,
  identifier: string,
  payload: Record<string, string | number>,
  run_at: number | null = null,
): Promise<void> {
  const job = sql.json({ ...payload, provider_id: tx.provider_id });
  await tx.query(sql.typeAlias("void")`
    /* enqueueJob */
    select from enqueue_job(${identifier}, ${job}, ${run_at === null ? sql.fragment`now()` : instant(run_at)})`);
}

/** The same in a transaction without a tenant (changingAccounts), for jobs about people. */
export async function enqueueAccountJob(
  tx: AccountWriteTx,
  identifier: string,
  payload: Record<string, string | number>,
  run_at: number | null = null,
): Promise<void> {
  const job = sql.json(payload);
  await tx.query(sql.typeAlias("void")`
    /* enqueueAccountJob */
    select from enqueue_job(${identifier}, ${job}, ${run_at === null ? sql.fragment`now()` : instant(run_at)})`);
}

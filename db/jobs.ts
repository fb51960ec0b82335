import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql, type WriteTx } from "./transaction.ts";

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

const DeadJobRow = z.object({
  id: z.string(),
  task: z.string(),
  tries: z.number().int(),
  /** When its last try failed, or when it was due if its process was killed at that. */
  failed_at: z.number(),
  /** What it failed of, without addresses (app/jobs/task.ts); null when its process was killed. */
  error: z.string().nullable(),
});
export type DeadJobRow = z.infer<typeof DeadJobRow>;

/**
 * Jobs that will not run again by themselves, newest first. Ids are whole numbers in text.
 * @param page.before the id of the last one of the page before, or null for the first page
 */
export async function selectDeadJobs(
  tx: AccountTx,
  page: { before: string | null; count: number },
): Promise<readonly DeadJobRow[]> {
  return tx.any(sql.type(DeadJobRow)`
    /* selectDeadJobs */
    select id::text as id, task, tries, failed_at, error from dead_jobs(${page.before}::bigint, ${page.count})`);
}

/** One of them, or null. */
export async function selectOptionalDeadJob(tx: AccountTx, id: string): Promise<DeadJobRow | null> {
  const [job] = await selectDeadJobs(tx, { before: (BigInt(id) + 1n).toString(), count: 1 });
  return job?.id === id ? job : null;
}

const TaskRow = z.object({ task: z.string().nullable() });

/** Lets a dead job run again from its first try. @returns its task, or null when there is no such dead job */
export async function retryDeadJob(tx: AccountWriteTx, id: string): Promise<string | null> {
  const { task } = await tx.one(sql.type(TaskRow)`
    /* retryDeadJob */
    select retry_dead_job(${id}::bigint) as task`);
  return task;
}

/** Removes a dead job. @returns its task, or null when there is no such dead job */
export async function deleteDeadJob(tx: AccountWriteTx, id: string): Promise<string | null> {
  const { task } = await tx.one(sql.type(TaskRow)`
    /* deleteDeadJob */
    select remove_dead_job(${id}::bigint) as task`);
  return task;
}

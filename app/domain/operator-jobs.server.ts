import { type OperatorContext, recordForOperators } from "#app/domain/operator.server.ts";
import { deleteDeadJob, retryDeadJob } from "#db/jobs.ts";
import { type AccountWriteTx, changingAccounts } from "#db/transaction.ts";

const onDeadJob = (
  context: OperatorContext,
  id: string,
  action: "job.retried" | "job.removed",
  act: (tx: AccountWriteTx, id: string) => Promise<string | null>,
): Promise<boolean> =>
  changingAccounts(null, async (tx) => {
    const task = await act(tx, id);
    if (task === null) return false;
    await recordForOperators(tx, context, action, { task, job: id });
    return true;
  });

/** Lets a job that was given up run again. @returns false when there is none of that id */
export const retryJob = (context: OperatorContext, id: string): Promise<boolean> =>
  onDeadJob(context, id, "job.retried", retryDeadJob);

/** Removes a job that was given up: what it should have done is not done. @returns false when there is none of that id */
export const removeJob = (context: OperatorContext, id: string): Promise<boolean> =>
  onDeadJob(context, id, "job.removed", deleteDeadJob);

import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { accountChangeMail } from "#app/jobs/account-change-mail.ts";
import { accountMail } from "#app/jobs/account-mail.ts";
import { bookingMail } from "#app/jobs/booking-mail.ts";
import { erasedMails } from "#app/jobs/erased-mails.ts";
import { invitationMail } from "#app/jobs/invitation-mail.ts";
import { photoRemoval } from "#app/jobs/photo-removal.ts";
import { providerDeletionMail } from "#app/jobs/provider-deletion-mail.ts";
import { purgeAccountJob } from "#app/jobs/purge-account.ts";
import { purgeProviderJob } from "#app/jobs/purge-provider.ts";
import { SWEEP_EACH_NIGHT, sweep } from "#app/jobs/sweep.ts";

/** Every job the queue knows, by the name that db/jobs.ts writes. */
const tasks: TaskList = {
  account_change_mail: accountChangeMail,
  account_mail: accountMail,
  booking_mail: bookingMail,
  erased_mails: erasedMails,
  invitation_mail: invitationMail,
  photo_removal: photoRemoval,
  purge_account: purgeAccountJob,
  sweep,
  provider_deletion_mail: providerDeletionMail,
  purge_provider: purgeProviderJob,
};

export type Worker = { stop: () => Promise<void> };

const complain = (message: string) => console.error(`job worker: ${message}`);

/**
 * Takes jobs from the queue until stopped. The queue's own tables belong to the schema's owner; what a job touches of
 * a provider goes through the application's pool, with the tenant named first.
 * When the database goes away under a runner, a job may stay marked as the runner's without the runner knowing (the
 * answer to "next job" or to "job done" was lost), and the queue itself would wait four hours. So the runner ends then,
 * and another one takes its place as soon as it can, and its jobs over.
 * @throws when the queue cannot be reached at the start
 */
export async function startWorker(ownerUrl: string): Promise<Worker> {
  const stopping = new AbortController();
  const ended: string[] = [];
  const lost = () => void runner?.stop().catch(() => {});
  let runner: Runner | undefined;
  runner = await startRunner(ownerUrl, ended, lost);
  const supervised = (async () => {
    for (;;) {
      await runner?.promise.catch(() => {});
      if (stopping.signal.aborted) return;
      complain("it ended; another one will take its place");
      for (let wait_ms = 500; ; wait_ms = Math.min(wait_ms * 2, 5_000)) {
        await pause(wait_ms, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        try {
          await unlock(ownerUrl, ended);
          runner = await startRunner(ownerUrl, ended, lost);
          if (stopping.signal.aborted) await runner.stop().catch(() => {});
          break;
        } catch (error) {
          complain(`not yet: ${(error as Error).message}`);
        }
      }
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await supervised;
    },
  };
}

const startRunner = (ownerUrl: string, pool_ids: string[], lost: () => void): Promise<Runner> => {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => void pool_ids.push(workerPool.id));
  events.on("worker:getJob:error", lost);
  return run({
    connectionString: ownerUrl,
    taskList: tasks,
    concurrency: 2,
    maxPoolSize: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    parsedCronItems: parseCronItems([SWEEP_EACH_NIGHT]),
    events,
    // Without a batch the queue does not wait for its own "job done": if that fails, nobody catches it and the process
    // ends, with the web server in it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") complain(message);
    }),
  });
};

/** Frees what runners of this process held when they ended. */
const unlock = async (ownerUrl: string, pool_ids: string[]): Promise<void> => {
  const utils = await makeWorkerUtils({ connectionString: ownerUrl, logger: new Logger(() => () => {}) });
  try {
    await utils.forceUnlockWorkers(pool_ids);
    pool_ids.length = 0;
  } finally {
    await utils.release();
  }
};

import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import type pg from "pg";
import { accountChangeMail } from "#app/jobs/account-change-mail.ts";
import { accountDelivery } from "#app/jobs/account-delivery.ts";
import { accountMail } from "#app/jobs/account-mail.ts";
import { bookingMail } from "#app/jobs/booking-mail.ts";
import { calendarSource } from "#app/jobs/calendar-source.ts";
import { delivery } from "#app/jobs/delivery.ts";
import { erasedMails } from "#app/jobs/erased-mails.ts";
import { startHeartbeat } from "#app/jobs/heartbeat.ts";
import { invitationMail } from "#app/jobs/invitation-mail.ts";
import { photoRemoval } from "#app/jobs/photo-removal.ts";
import { providerDeletionMail } from "#app/jobs/provider-deletion-mail.ts";
import { purgeAccountJob } from "#app/jobs/purge-account.ts";
import { purgeProviderJob } from "#app/jobs/purge-provider.ts";
import { SWEEP_EACH_NIGHT, sweepOf } from "#app/jobs/sweep.ts";
import { knowingTheQueue } from "#db/migrate.ts";
import { deleteHeartbeat, openQueue, updateJobsOfWorkers } from "#db/queue.ts";

/** Jobs that wait for the mail server, by the name that db/jobs.ts writes. */
const mails: TaskList = { account_delivery: accountDelivery, delivery };

/** Jobs that wait for other people's calendars. */
const calendars: TaskList = { calendar_source: calendarSource };

/** All the others. */
const others: TaskList = {
  account_change_mail: accountChangeMail,
  account_mail: accountMail,
  booking_mail: bookingMail,
  erased_mails: erasedMails,
  invitation_mail: invitationMail,
  photo_removal: photoRemoval,
  purge_account: purgeAccountJob,
  sweep: sweepOf(() => Object.keys({ ...mails, ...calendars, ...others })),
  provider_deletion_mail: providerDeletionMail,
  purge_provider: purgeProviderJob,
};

export type Worker = { stop: () => Promise<void> };

export type WorkerSettings = {
  /** Milliseconds between two signs of life; after four missed ones its jobs are another's. */
  beat_ms: number;
  /** Milliseconds that jobs under way have when it is told to stop; then they are another's at once. */
  patience_ms: number;
  /**
   * Jobs at once in each crew. Most of them wait for somebody else's server, so one that waits for long keeps none of the others.
   * Beside the web server few: when 200 people book at once, what follows must not keep them waiting.
   */
  places: number;
  /** What it can do; for tests. */
  tasks?: TaskList;
};

type Crew = { tasks: TaskList; cron: CronItem[] };

/**
 * While a mail server stalls, every mail keeps its place until the server's patience ends; so mails have places of their
 * own, and no other job waits for them. A calendar may take 20 seconds; so it is with those.
 */
const CREWS: Crew[] = [
  { tasks: mails, cron: [] },
  { tasks: calendars, cron: [] },
  { tasks: others, cron: [SWEEP_EACH_NIGHT] },
];

/** Beside the places: the connections that listen, one a crew, cron, the heartbeat. */
const connectionsFor = (places: number) => CREWS.length * (places + 1) + 2;

const complain = (message: string) => console.error(`job worker: ${message}`);

/**
 * Takes jobs from the queue until stopped; any number of processes may. The queue's own tables belong to the schema's
 * owner; what a job touches of a provider goes through the application's pool, with the tenant named first.
 * When the database goes away under a runner, a job may stay marked as the runner's without the runner knowing (the
 * answer to "next job" or to "job done" was lost), and the queue itself would wait four hours. So the runner ends then,
 * and another one takes its place as soon as it can, and its jobs over. Those of a process that was killed are taken over
 * by any other, or by its next start (heartbeat.ts).
 * @throws NewerSchemaError when a newer Daybook has changed the queue; when the queue cannot be reached at the start
 */
export async function startWorker(ownerUrl: string, settings: WorkerSettings): Promise<Worker> {
  const stopping = new AbortController();
  let shift = await startShift(ownerUrl, settings, []);
  const supervised = (async () => {
    for (;;) {
      await shift.over;
      if (stopping.signal.aborted) return;
      complain("it ended; another one will take its place");
      for (let wait_ms = 500; ; wait_ms = Math.min(wait_ms * 2, 5_000)) {
        await pause(wait_ms, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        try {
          shift = await startShift(ownerUrl, settings, [shift.worker_id]);
          if (stopping.signal.aborted) await shift.end();
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
      await shift.end();
      await supervised;
    },
  };
}

/** The runners of the queue from their start to their end, with their connections and their heart. */
type Shift = { worker_id: string; over: Promise<void>; end: () => Promise<void> };

/** @param ended workers of this process that are no more: what they held is freed first */
const startShift = async (ownerUrl: string, settings: WorkerSettings, ended: string[]): Promise<Shift> => {
  const queue = openQueue(ownerUrl, connectionsFor(settings.places));
  // The name under which the queue marks all jobs of this shift as held.
  const worker_id = `pool-${randomBytes(9).toString("hex")}`;
  const runners: Runner[] = [];
  const stopAll = () => Promise.allSettled(runners.map((runner) => runner.stop()));
  try {
    if (ended.length > 0) await updateJobsOfWorkers(queue, ended);
    const crews = settings.tasks ? [{ tasks: settings.tasks, cron: [SWEEP_EACH_NIGHT] }] : CREWS;
    for (const crew of crews) runners.push(await startRunner(queue, worker_id, crew, settings.places));
    const stopHeart = startHeartbeat(queue, worker_id, { beat_ms: settings.beat_ms, complain });
    let left: Promise<void> | undefined;
    const leaveOnce = () => {
      stopHeart();
      left ??= leave(queue, worker_id);
      return left;
    };
    // When one of them loses the database, all end: they hold their jobs under one name.
    const ends = runners.map((runner) => runner.promise.catch(() => {}).then(stopAll));
    const over = Promise.all(ends).then(leaveOnce);
    return {
      worker_id,
      over,
      end: async () => {
        void stopAll();
        const patience = new AbortController();
        const { signal } = patience;
        await Promise.race([over, pause(settings.patience_ms, undefined, { signal }).catch(() => {})]);
        patience.abort();
        await leaveOnce();
      },
    };
  } catch (error) {
    await stopAll();
    await queue.end();
    throw error;
  }
};

const startRunner = async (
  queue: pg.Pool,
  worker_id: string,
  { tasks, cron }: Crew,
  places: number,
): Promise<Runner> => {
  let runner: Runner | undefined;
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    workerPool.id = worker_id;
  });
  events.on("worker:getJob:error", () => void runner?.stop().catch(() => {}));
  const options: RunnerOptions = {
    pgPool: queue,
    taskList: tasks,
    concurrency: places,
    noHandleSignals: true,
    pollInterval: 2_000,
    parsedCronItems: parseCronItems(cron),
    events,
    // Without a batch the queue does not wait for its own "job done": if that fails, nobody catches it and the process
    // ends, with the web server in it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") complain(message);
    }),
  };
  runner = await knowingTheQueue(() => run(options));
  return runner;
};

/** The end of a shift, in whatever order it came; what it still held is another's at once. */
const leave = async (queue: pg.Pool, worker_id: string): Promise<void> => {
  try {
    await updateJobsOfWorkers(queue, [worker_id]);
    await deleteHeartbeat(queue, worker_id);
  } catch (error) {
    // The database is away: others find out by the heart that stopped, this process when it is back.
    complain(`left its jobs: ${(error as Error).message}`);
  } finally {
    // Not awaited: a job that hangs may hold a connection for ever.
    void queue.end().catch(() => {});
  }
};

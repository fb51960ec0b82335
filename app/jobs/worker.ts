import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import { bookingMail } from "#app/jobs/booking-mail.ts";

/** Every job the queue knows, by the name that db/jobs.ts writes. */
const tasks: TaskList = { booking_mail: bookingMail };

export type Worker = { stop: () => Promise<void> };

/**
 * Takes jobs from the queue until stopped. The queue's own tables belong to the schema's owner; what a job touches of
 * a provider goes through the application's pool, with the tenant named first.
 */
export async function startWorker(ownerUrl: string): Promise<Worker> {
  const runner: Runner = await run({
    connectionString: ownerUrl,
    taskList: tasks,
    concurrency: 2,
    maxPoolSize: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    parsedCronItems: [],
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") console.error(`job worker: ${message}`);
    }),
  });
  return { stop: () => runner.stop() };
}

import type { CronItem, Task } from "graphile-worker";
import { z } from "zod";
import { sweepAccounts } from "#app/domain/accounts/sweep.server.ts";
import { forAll } from "#app/domain/all.ts";
import { expireHolds } from "#app/domain/bookings/expire.server.ts";
import { takeUpOverdueSources } from "#app/domain/calendar_sources/overdue.server.ts";
import { sweepCustomers } from "#app/domain/customers/retention.server.ts";
import { fillHolidays } from "#app/domain/holidays-sweep.server.ts";
import { sweepMessages } from "#app/domain/messages/agendas.server.ts";
import { sweepProviders } from "#app/domain/providers/sweep.server.ts";
import { storage } from "#app/integrations/storage.server.ts";
import { task } from "#app/jobs/task.ts";
import { deleteMails, deleteMailsTo } from "#app/mail/outbox.server.ts";
import { deleteOldDeadJobs, type Queue, updateUnknownJobsDead } from "#db/queue.ts";

const deletePrefix = (prefix: string) => storage().deletePrefix(prefix);

/** What is over is forgotten; what lies ahead is filled in. Each part has its turn, whatever became of the others. */
const PARTS: ((now: number) => Promise<unknown>)[] = [
  (now) => sweepAccounts(now, { deleteMailsTo }),
  (now) => sweepProviders(now, { deleteMails, deletePrefix }),
  expireHolds,
  fillHolidays,
  sweepCustomers,
  sweepMessages,
  takeUpOverdueSources,
];

/** @param known the names of all tasks; a job of another one is shown to the operator after a day */
export const sweepOf = (known: () => string[]): Task =>
  task(z.unknown(), async (_payload, { withPgClient }) => {
    const now = Date.now();
    const queue = async (client: Queue) => {
      await deleteOldDeadJobs(client);
      await updateUnknownJobsDead(client, known());
    };
    const parts = [() => withPgClient(queue), ...PARTS.map((part) => () => part(now))];
    await forAll(parts, "A part of the nightly sweep failed.", (part) => part());
  });

/**
 * Each night (UTC), once, whatever the number of processes: the queue notes when it was due last. A night on which
 * nothing ran is made up for at the next start. What still waits of the night before gives way.
 */
export const SWEEP_EACH_NIGHT: CronItem = {
  task: "sweep",
  match: "17 3 * * *",
  options: { backfillPeriod: 86_400_000, maxAttempts: 5, jobKey: "sweep" },
};

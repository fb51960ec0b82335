import type { CronItem, Task } from "graphile-worker";
import { sweepAccounts } from "#app/domain/accounts/sweep.server.ts";
import { sweepCustomers } from "#app/domain/customers/retention.server.ts";
import { fillHolidays } from "#app/domain/holidays-sweep.server.ts";
import { deleteMailsTo } from "#app/mail/outbox.server.ts";

/** What is over is forgotten; what lies ahead is filled in. */
export const sweep: Task = async () => {
  await sweepAccounts(Date.now(), { deleteMailsTo });
  await fillHolidays(Date.now());
  await sweepCustomers(Date.now());
};

/**
 * Each night (UTC), once, whatever the number of processes: the queue notes when it was due last. A night on which
 * nothing ran is made up for at the next start.
 */
export const SWEEP_EACH_NIGHT: CronItem = {
  task: "sweep",
  match: "17 3 * * *",
  options: { backfillPeriod: 86_400_000, maxAttempts: 5 },
};

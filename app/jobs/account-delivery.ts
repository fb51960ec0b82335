import { z } from "zod";
import { attempt, type Store } from "#app/jobs/attempt.ts";
import { composeAccountChange } from "#app/jobs/compose-account-change.ts";
import { composeLink } from "#app/jobs/compose-link.ts";
import { task } from "#app/jobs/task.ts";
import {
  type AccountDeliveryRow,
  claimAccountDelivery,
  endAccountDelivery,
  postponeAccountDelivery,
  selectOptionalAccountTriedAt,
} from "#db/deliveries.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import { type AccountWriteTx, readCommittedAccounts, readingAccounts } from "#db/transaction.ts";

const Payload = z.object({ delivery_id: z.uuid() });
const OF_LINKS = ["sign_up", "password_reset"];

/** Sends one message about an account, if it still holds. */
export const accountDelivery = task(Payload, async ({ delivery_id }, { job }) => {
  await attempt(storeOf(delivery_id), job, (row) =>
    OF_LINKS.includes(row.kind) ? composeLink(row) : composeAccountChange(row),
  );
});

const storeOf = (id: string): Store<AccountDeliveryRow> => {
  const again = (tx: AccountWriteTx, due_at: number) =>
    enqueueAccountJob(tx, "account_delivery", { delivery_id: id }, due_at);
  return {
    claim: (now, lapsed_before) =>
      readCommittedAccounts((tx) => claimAccountDelivery(tx, id, { now, lapsed_before })),
    triedAt: () => readingAccounts(null, (tx) => selectOptionalAccountTriedAt(tx, id)),
    end: (end, now) => readCommittedAccounts((tx) => endAccountDelivery(tx, id, end, now)),
    postpone: (answer, due_at) =>
      readCommittedAccounts(async (tx) => {
        await postponeAccountDelivery(tx, id, { answer, due_at });
        await again(tx, due_at);
      }),
    again: (due_at) => readCommittedAccounts((tx) => again(tx, due_at)),
  };
};

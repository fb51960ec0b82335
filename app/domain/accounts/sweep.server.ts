import { type AccountTraces, purgeAccount } from "#app/domain/accounts/deletion.server.ts";
import { forAll } from "#app/domain/all.ts";
import { SESSION_LIMITS } from "#app/domain/sessions.server.ts";
import { selectOverdueAccountIds } from "#db/accounts.ts";
import { deleteOldSessions } from "#db/sessions.ts";
import { type AccountWriteTx, changingAccounts, readingAccounts } from "#db/transaction.ts";
import { deleteOldVerificationTokens } from "#db/verification_tokens.ts";

const DAY = 86_400_000;
/** Rows in one transaction: few enough not to be in anybody's way. */
const BATCH = 500;

/**
 * Forgets sessions that are over and links that were used or expired a day ago (mails about them may be on their way
 * until then), and ends accounts whose own job went astray.
 * @param now epoch ms
 * @throws AggregateError of what failed, when all had their turn
 */
export async function sweepAccounts(now: number, traces: AccountTraces): Promise<void> {
  const idle_since = now - SESSION_LIMITS.idle;
  const overdue = await readingAccounts(null, (tx) => selectOverdueAccountIds(tx, now - DAY, BATCH));
  const parts = [
    () => inBatches((tx) => deleteOldSessions(tx, { now, idle_since }, BATCH)),
    () => inBatches((tx) => deleteOldVerificationTokens(tx, now - DAY, BATCH)),
    ...overdue.map((account_id) => () => purgeAccount(account_id, traces)),
  ];
  await forAll(parts, "Something about accounts is not forgotten yet.", (part) => part());
}

const inBatches = async (remove: (tx: AccountWriteTx) => Promise<number>): Promise<void> => {
  while ((await changingAccounts(null, remove)) === BATCH);
};

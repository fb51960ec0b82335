import { type AccountTraces, purgeAccount } from "#app/domain/accounts/deletion.server.ts";
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
 */
export async function sweepAccounts(now: number, traces: AccountTraces): Promise<void> {
  const idle_since = now - SESSION_LIMITS.idle;
  await inBatches((tx) => deleteOldSessions(tx, { now, idle_since }, BATCH));
  await inBatches((tx) => deleteOldVerificationTokens(tx, now - DAY, BATCH));
  const overdue = await readingAccounts(null, (tx) => selectOverdueAccountIds(tx, now - DAY, BATCH));
  for (const account_id of overdue) await purgeAccount(account_id, traces);
}

const inBatches = async (remove: (tx: AccountWriteTx) => Promise<number>): Promise<void> => {
  while ((await changingAccounts(null, remove)) === BATCH);
};

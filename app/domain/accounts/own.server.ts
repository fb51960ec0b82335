import { enqueueAccountMail, type OwnContext, recordOwnAct } from "#app/domain/accounts/record.server.ts";
import { type Client, renewSession, type StartedSession } from "#app/domain/sessions.server.ts";
import {
  type AccountRow,
  selectOptionalAccountById,
  updateAccountName,
  updateAccountPassword,
} from "#db/accounts.ts";
import { deleteSession, deleteSessionsOfAccount } from "#db/sessions.ts";
import { type AccountWriteTx, changingAccounts, readingAccounts } from "#db/transaction.ts";
import { deleteOpenTokensOfAccount, deleteOpenVerificationTokens } from "#db/verification_tokens.ts";

/** The account of who is signed in, with its password's hash. @throws when it is gone since the request began */
export async function findOwnAccount({ account_id }: OwnContext): Promise<AccountRow> {
  return readingAccounts(account_id, (tx) => ownAccount(tx, account_id));
}

/** The same within a transaction. */
export const ownAccount = async (
  tx: Parameters<typeof selectOptionalAccountById>[0],
  account_id: string,
): Promise<AccountRow> => {
  const account = await selectOptionalAccountById(tx, account_id);
  if (!account) throw new Error("The account is gone.");
  return account;
};

/** Gives the account another name; the same one again is no act. */
export async function renameAccount(context: OwnContext, name: string): Promise<void> {
  await changingAccounts(context.account_id, async (tx) => {
    const before = await ownAccount(tx, context.account_id);
    if (before.name === name) return;
    await updateAccountName(tx, context.account_id, name, context.now);
    await recordOwnAct(tx, context, "account.renamed", { from: before.name, to: name });
  });
}

/** What a password was proven against: a change in between makes the proof worthless. */
export type Proof = { password_hash: string | null };

const isStale = (account: AccountRow, proof: Proof) => account.password_hash !== proof.password_hash;

/**
 * Changes the password of who proved the one before. Every other session ends with it, links to a new password and to
 * a new address are void, and the owner is told by mail.
 * @returns null when the password was changed meanwhile, so that the proof is of an old one
 */
export async function changePassword(
  context: OwnContext,
  { password_hash, proof }: { password_hash: string; proof: Proof },
  client: Client,
): Promise<StartedSession | null> {
  return changingAccounts(context.account_id, async (tx) => {
    const account = await ownAccount(tx, context.account_id);
    if (isStale(account, proof)) return null;
    await updateAccountPassword(tx, account.id, password_hash, context.now);
    await voidLinks(tx, account);
    const event_id = await recordOwnAct(tx, context, "account.password_changed");
    await enqueueAccountMail(tx, "password_changed", account.id, event_id);
    return renewSession(tx, context, account.id, "password", client);
  });
}

/** Links that were asked for before: whoever asked may not be the owner. */
const voidLinks = async (tx: AccountWriteTx, account: AccountRow) => {
  await deleteOpenVerificationTokens(tx, "password_reset", account.email);
  await deleteOpenTokensOfAccount(tx, "email_change", account.id);
};

/** Ends one session of one's own; one that is over already counts as ended. */
export async function endOwnSession(context: OwnContext, session_id: string): Promise<void> {
  await changingAccounts(context.account_id, async (tx) => {
    if (await deleteSession(tx, context.account_id, session_id))
      await recordOwnAct(tx, context, "account.session_ended");
  });
}

/** Ends all sessions but the one that asks. @returns how many */
export async function signOutElsewhere(context: OwnContext): Promise<number> {
  return changingAccounts(context.account_id, async (tx) => {
    const ended = await deleteSessionsOfAccount(tx, context.account_id, context.session_id);
    if (ended > 0) await recordOwnAct(tx, context, "account.signed_out_elsewhere", { ended });
    return ended;
  });
}

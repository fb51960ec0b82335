import { mailLink } from "#app/domain/accounts/links.server.ts";
import { enqueueAccountMail, recordOwnAct } from "#app/domain/accounts/record.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { type Client, type StartedSession, startSession } from "#app/domain/sessions.server.ts";
import { selectOptionalAccountByEmail, updateAccountPassword } from "#db/accounts.ts";
import { deleteSessionsOfAccount } from "#db/sessions.ts";
import { changingAccounts } from "#db/transaction.ts";
import {
  deleteOpenTokensOfAccount,
  deleteOpenVerificationTokens,
  useVerificationToken,
} from "#db/verification_tokens.ts";

/** Milliseconds that a link to a new password works. Not less than the hour in which such mails are capped. */
export const RESET_LINK = 3_600_000;

/** Has a link to a new password mailed, if the address has an account; the job looks, so nobody can tell here. */
export async function requestPasswordReset(
  context: AccountContext,
  { email, next }: { email: string; next: string },
): Promise<void> {
  await changingAccounts(null, (tx) =>
    mailLink(tx, context, { purpose: "password_reset", email, details: { next }, life_ms: RESET_LINK }),
  );
}

export type ResetOutcome =
  | { ok: true; session: StartedSession; email: string }
  | { ok: false; reason: "link_over" | "suspended" };

/**
 * Sets a new password by a mailed link, once. Every session of the account ends, the other links are void, its owner is
 * told by mail, and this browser is signed in.
 */
export async function resetPassword(
  context: AccountContext,
  token: string,
  password_hash: string,
  client: Client,
): Promise<ResetOutcome> {
  return changingAccounts(null, async (tx) => {
    const link = await useVerificationToken(tx, "password_reset", sha256(token), context.now);
    const account = link && (await selectOptionalAccountByEmail(tx, link.email));
    if (!account) return { ok: false, reason: "link_over" };
    if (account.suspended_at !== null) return { ok: false, reason: "suspended" };
    await updateAccountPassword(tx, account.id, password_hash, context.now);
    await deleteOpenVerificationTokens(tx, "password_reset", account.email);
    // Whoever knew the old password may have asked for an address of their own.
    await deleteOpenTokensOfAccount(tx, "email_change", account.id);
    await deleteSessionsOfAccount(tx, account.id);
    const own = { ...context, account_id: account.id };
    const event_id = await recordOwnAct(tx, own, "account.password_reset");
    await enqueueAccountMail(tx, "password_changed", account.id, event_id);
    return {
      ok: true,
      email: account.email,
      session: await startSession(tx, context, account.id, "link", client),
    };
  });
}

import { insertLink } from "#app/domain/accounts/links.server.ts";
import { ownAccount, type Proof } from "#app/domain/accounts/own.server.ts";
import { enqueueAccountMail, type OwnContext, recordOwnAct } from "#app/domain/accounts/record.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { type Client, renewSession, type StartedSession } from "#app/domain/sessions.server.ts";
import { selectOptionalAccountByEmail, selectOptionalAccountById, updateAccountEmail } from "#db/accounts.ts";
import { constraintOf } from "#db/errors.ts";
import { deleteSessionsOfAccount, type SessionMethod } from "#db/sessions.ts";
import { changingAccounts, readingAccounts } from "#db/transaction.ts";
import {
  deleteOpenTokensOfAccount,
  deleteOpenVerificationTokens,
  selectOptionalOpenToken,
  selectOptionalVerificationToken,
  useVerificationToken,
} from "#db/verification_tokens.ts";

const DAY = 86_400_000;

/** Milliseconds: how long the link to a new address works. */
export const EMAIL_CHANGE_LASTS = DAY;

/**
 * Asks for another address: a link goes there, a notice to the present one. Whether somebody else has that address
 * shows nowhere but in the mail to it, which the job writes. A later wish takes the place of an earlier one.
 * @param mails false when the inbox got too many lately: all stays as it was, and looks the same
 * @returns false when the password was changed meanwhile
 */
export async function askForEmailChange(
  context: OwnContext,
  { email, proof, mails }: { email: string; proof: Proof; mails: boolean },
): Promise<boolean> {
  return changingAccounts(context.account_id, async (tx) => {
    const account = await ownAccount(tx, context.account_id);
    if (account.password_hash !== proof.password_hash) return false;
    if (!mails) return true;
    await deleteOpenTokensOfAccount(tx, "email_change", account.id);
    const id = await insertLink(tx, context, {
      purpose: "email_change",
      email,
      account_id: account.id,
      details: { from: account.email },
      expires_at: context.now + EMAIL_CHANGE_LASTS,
    });
    await recordOwnAct(tx, context, "account.email_change_asked", { to: email });
    await enqueueAccountMail(tx, "email_confirm", account.id, id);
    await enqueueAccountMail(tx, "email_asked", account.id, id);
    return true;
  });
}

/** The address that waits for its link to be used, or null. */
export async function findAskedEmail(account_id: string, now: number): Promise<string | null> {
  const token = await readingAccounts(account_id, (tx) =>
    selectOptionalOpenToken(tx, "email_change", account_id, now),
  );
  return token?.email ?? null;
}

/** What a link of a mail is for, while it works; else null. Reading it uses nothing up. */
export async function findEmailChange(
  token: string,
  now: number,
): Promise<{ from: string; to: string } | null> {
  const row = await readingAccounts(null, (tx) =>
    selectOptionalVerificationToken(tx, "email_change", sha256(token)),
  );
  if (!row || row.used_at !== null || row.expires_at <= now) return null;
  return { from: row.details.from ?? "", to: row.email };
}

export type EmailChanged =
  /** `session` for a browser that is signed in as this account: it goes on under a new id. */
  | { ok: true; session: StartedSession | null; email: string }
  | { ok: false; reason: "link_over" | "address_taken" };

/**
 * Gives the account the address that the link was sent to. All its sessions end, but for the browser that asks; the
 * former address is told.
 */
export async function confirmEmailChange(
  context: AccountContext,
  token: string,
  client: Client & { method: SessionMethod },
): Promise<EmailChanged> {
  try {
    return await changingAccounts(context.account_id, async (tx) => {
      const used = await useVerificationToken(tx, "email_change", sha256(token), context.now);
      const account = used?.account_id ? await selectOptionalAccountById(tx, used.account_id) : null;
      if (!used || !account || account.suspended_at !== null) return { ok: false, reason: "link_over" };
      const other = await selectOptionalAccountByEmail(tx, used.email);
      if (other && other.id !== account.id) return { ok: false, reason: "address_taken" };
      const { email: from } = account;
      await updateAccountEmail(tx, account.id, used.email, context.now);
      // Links to a new password went to the address that is left.
      await deleteOpenVerificationTokens(tx, "password_reset", from);
      const own = { ...context, account_id: account.id };
      await recordOwnAct(tx, own, "account.email_changed", { from, to: used.email });
      await enqueueAccountMail(tx, "email_changed", account.id, used.id);
      if (context.account_id !== account.id) {
        await deleteSessionsOfAccount(tx, account.id);
        return { ok: true, session: null, email: used.email };
      }
      const session = await renewSession(tx, own, account.id, client.method, client);
      return { ok: true, session, email: used.email };
    });
  } catch (error) {
    // Somebody signed up with it in the same moment.
    if (constraintOf(error) === "accounts_email_once") return { ok: false, reason: "address_taken" };
    throw error;
  }
}

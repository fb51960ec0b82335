import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAccountEvent } from "#db/account_events.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import type { AccountWriteTx } from "#db/transaction.ts";

/** Who is signed in and changes their own account. */
export type OwnContext = AccountContext & { account_id: string };

type Details = Record<string, string | number | boolean | null>;

/** One line of the account's history, in the transaction of the act. @returns its id */
export async function recordOwnAct(
  tx: AccountWriteTx,
  { account_id, address, now }: OwnContext,
  action: string,
  details: Details = {},
): Promise<string> {
  const id = newId();
  await insertAccountEvent(tx, {
    id,
    account_id,
    actor_account_id: account_id,
    action,
    details,
    address,
    at: now,
  });
  return id;
}

/** What the account's owner is told by mail (app/jobs/account-change-mail.ts). */
export const ACCOUNT_MAILS = [
  "password_changed",
  "email_confirm",
  "email_asked",
  "email_changed",
  "deletion",
  "kept",
  "identity_linked",
] as const;
export type AccountMail = (typeof ACCOUNT_MAILS)[number];

/**
 * Has a mail sent once the transaction is done.
 * @param about the row it tells of: a token (of the confirmation, the notices about it, the deletion) or an event
 */
export const enqueueAccountMail = (
  tx: AccountWriteTx,
  mail: AccountMail,
  account_id: string,
  about: string,
): Promise<void> => enqueueAccountJob(tx, "account_change_mail", { mail, account_id, about });

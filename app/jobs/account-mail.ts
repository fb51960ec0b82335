import type { Task } from "graphile-worker";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { INVITED_BY_OPERATOR } from "#app/domain/operator.ts";
import { recoverAccountToken } from "#app/domain/secrets.server.ts";
import { finishSignUpMail, haveAccountMail, invitedMail, resetMail } from "#app/mail/account-mail.ts";
import { type Mail, sendMail } from "#app/mail/outbox.server.ts";
import { selectOptionalAccountByEmail } from "#db/accounts.ts";
import { readingAccounts } from "#db/transaction.ts";
import { type MailedTokenRow, selectOptionalVerificationTokenById } from "#db/verification_tokens.ts";

const Payload = z.object({ token_id: z.uuid() });

/**
 * Mails a link to an address that somebody typed. Here, and not where it was typed, it is looked up whether the address
 * has an account: nobody waits for this.
 */
export const accountMail: Task = async (raw) => {
  const { token_id } = Payload.parse(raw);
  const found = await readingAccounts(null, async (tx) => {
    const token = await selectOptionalVerificationTokenById(tx, token_id);
    return token && { token, account: await selectOptionalAccountByEmail(tx, token.email) };
  });
  if (!found || found.token.used_at !== null) return;
  const { token, account } = found;
  const mail = token.purpose === "sign_up" ? signUp(token, account !== null) : reset(token, account);
  // The name says what it tells of, so a second run of the same job writes the same mail again.
  if (mail) await sendMail(`${token.id}.1.${token.purpose.replaceAll("_", "")}`, mail);
};

/** Links lead to the installation's own address and to nothing that a request said. */
const link = (token: MailedTokenRow, path: string): string | null => {
  const { public_url, secrets } = config();
  const text = recoverAccountToken(secrets, token);
  return text && `${public_url}${path}?token=${text}`;
};

const signUp = (token: MailedTokenRow, has_account: boolean): Mail | null => {
  const { public_url } = config();
  if (has_account)
    return haveAccountMail(token.email, `${public_url}/sign-in`, `${public_url}/forgot-password`);
  const url = link(token, "/sign-up/confirm");
  if (!url) return null;
  const is_invited = token.details.invited_by === INVITED_BY_OPERATOR;
  return is_invited ? invitedMail(token.email, url) : finishSignUpMail(token.email, url);
};

const reset = (
  token: MailedTokenRow,
  account: { name: string; email: string; suspended_at: number | null } | null,
): Mail | null => {
  const url = account?.suspended_at === null ? link(token, "/reset-password") : null;
  return account && url ? resetMail(account, url) : null;
};

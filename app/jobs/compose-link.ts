import { z } from "zod";
import { config } from "#app/config.server.ts";
import { INVITED_BY_OPERATOR } from "#app/domain/operator.ts";
import { recoverAccountToken } from "#app/domain/secrets.server.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import { finishSignUpMail, haveAccountMail, invitedMail, resetMail } from "#app/mail/account-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import { selectOptionalAccountByEmail } from "#db/accounts.ts";
import type { AccountDeliveryRow } from "#db/deliveries.ts";
import { readingAccounts } from "#db/transaction.ts";
import { type MailedTokenRow, selectOptionalVerificationTokenById } from "#db/verification_tokens.ts";

const Details = z.object({ token_id: z.uuid() });

/**
 * A link to an address that somebody typed. Here, and not where it was typed, it is looked up whether the address has an
 * account: nobody waits for this.
 */
export async function composeLink({ details }: AccountDeliveryRow): Promise<Composed> {
  const { token_id } = Details.parse(details);
  const found = await readingAccounts(null, async (tx) => {
    const token = await selectOptionalVerificationTokenById(tx, token_id);
    return token && { token, account: await selectOptionalAccountByEmail(tx, token.email) };
  });
  if (!found || found.token.used_at !== null) return { void_because: "The link was used, or has expired." };
  const { token, account } = found;
  const mail = token.purpose === "sign_up" ? signUp(token, account !== null) : reset(token, account);
  return mail ?? { void_because: "There is nothing to send to this address." };
}

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

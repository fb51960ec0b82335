import { z } from "zod";
import { config } from "#app/config.server.ts";
import { ACCOUNT_MAILS } from "#app/domain/accounts/record.server.ts";
import { recoverAccountToken } from "#app/domain/secrets.server.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import {
  confirmEmailMail,
  deletionMail,
  emailAskedMail,
  emailChangedMail,
  emailTakenMail,
  identityLinkedMail,
  keptMail,
  passwordChangedMail,
} from "#app/mail/account-change-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import { type AccountRow, selectOptionalAccountByEmail, selectOptionalAccountById } from "#db/accounts.ts";
import type { AccountDeliveryRow } from "#db/deliveries.ts";
import { readingAccounts } from "#db/transaction.ts";
import { selectOptionalVerificationTokenById } from "#db/verification_tokens.ts";

const Details = z.object({ mail: z.enum(ACCOUNT_MAILS), account_id: z.uuid(), about: z.uuid() });
type Details = z.infer<typeof Details>;

/** What an account's owner is told of a change. One that is gone meanwhile is told nothing. */
export async function composeAccountChange({ details }: AccountDeliveryRow): Promise<Composed> {
  const change = Details.parse(details);
  const found = await find(change);
  const mail = found && compose(change, found);
  return mail ?? { void_because: "It no longer holds." };
}

const find = ({ account_id, about }: Details) =>
  readingAccounts(null, async (tx) => {
    const account = await selectOptionalAccountById(tx, account_id);
    const token = await selectOptionalVerificationTokenById(tx, about);
    const owner = token && (await selectOptionalAccountByEmail(tx, token.email));
    return account && { account, token, is_taken: owner != null && owner.id !== account.id };
  });

type Found = NonNullable<Awaited<ReturnType<typeof find>>>;

const compose = ({ mail }: Details, { account, token, is_taken }: Found): Mail | null => {
  const { public_url } = config();
  if (mail === "password_changed") return passwordChangedMail(account, `${public_url}/forgot-password`);
  if (mail === "kept") return keptMail(account, `${public_url}/account`);
  if (mail === "identity_linked") return identityLinkedMail(account, `${public_url}/account#identities`);
  if (!token) return null;
  const from = token.details.from ?? "";
  switch (mail) {
    case "email_asked":
      return emailAskedMail(account, from, token.email, `${public_url}/account/password`);
    case "email_changed":
      return emailChangedMail(account, from, token.email);
    case "email_confirm":
      if (is_taken) return emailTakenMail(token.email, `${public_url}/sign-in`);
      return withLink(token, "account/email/confirm", (url) => confirmEmailMail(account, token.email, url));
    case "deletion":
      return deletion(account, token);
  }
};

const deletion = (account: AccountRow, token: NonNullable<Found["token"]>) =>
  account.deletes_at === null
    ? null
    : withLink(token, "account/restore", (url) => deletionMail(account, account.deletes_at ?? 0, url));

const withLink = (
  token: NonNullable<Found["token"]>,
  path: string,
  made: (url: string) => Mail,
): Mail | null => {
  const { public_url, secrets } = config();
  const text = recoverAccountToken(secrets, token);
  return text && token.used_at === null ? made(`${public_url}/${path}?token=${text}`) : null;
};

import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { accountToken, sha256 } from "#app/domain/secrets.server.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import { type AccountWriteTx, readingAccounts } from "#db/transaction.ts";
import {
  insertVerificationToken,
  selectOptionalVerificationToken,
  type TokenPurpose,
  type VerificationTokenRow,
} from "#db/verification_tokens.ts";

type Link = {
  purpose: TokenPurpose;
  email: string;
  /** Whose link it is; null while nobody may know whether the address has an account. */
  account_id: string | null;
  details: Record<string, string>;
  /** Epoch ms. */
  expires_at: number;
};

/** Writes a link's row, in the caller's transaction. @returns its id; the token is made again from it when it is mailed */
export async function insertLink(
  tx: AccountWriteTx,
  { now, secrets }: AccountContext,
  link: Link,
): Promise<string> {
  const id = newId();
  const token_hash = sha256(accountToken(secrets[0]!, id));
  await insertVerificationToken(tx, { ...link, id, token_hash, now });
  return id;
}

/** Writes a link's row and the job that mails it, whoever's address it is; it works for `life_ms`. */
export async function mailLink(
  tx: AccountWriteTx,
  context: AccountContext,
  {
    life_ms,
    ...link
  }: Pick<Link, "email" | "details"> & { purpose: "sign_up" | "password_reset"; life_ms: number },
): Promise<void> {
  const expires_at = context.now + life_ms;
  const token_id = await insertLink(tx, context, { ...link, account_id: null, expires_at });
  await enqueueAccountJob(tx, "account_mail", { token_id });
}

export type OpenLink =
  | { ok: true; link: VerificationTokenRow }
  | { ok: false; reason: "unknown" | "used" | "expired" };

/** What a mailed link is for, without using it up: programs that check mails open every link in them. */
export async function findLink(purpose: TokenPurpose, token: string, now: number): Promise<OpenLink> {
  const link = await readingAccounts(null, (tx) =>
    selectOptionalVerificationToken(tx, purpose, sha256(token)),
  );
  if (!link) return { ok: false, reason: "unknown" };
  if (link.used_at !== null) return { ok: false, reason: "used" };
  if (link.expires_at <= now) return { ok: false, reason: "expired" };
  return { ok: true, link };
}

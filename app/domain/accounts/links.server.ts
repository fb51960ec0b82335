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
  purpose: Extract<TokenPurpose, "sign_up" | "password_reset">;
  email: string;
  details: Record<string, string>;
  life_ms: number;
};

/** Writes a link's row and the job that mails it, whoever's address it is. */
export async function mailLink(
  tx: AccountWriteTx,
  { now, secrets }: AccountContext,
  { life_ms, ...link }: Link,
): Promise<void> {
  const id = newId();
  const token_hash = sha256(accountToken(secrets[0]!, id));
  await insertVerificationToken(tx, {
    ...link,
    id,
    account_id: null,
    token_hash,
    expires_at: now + life_ms,
    now,
  });
  await enqueueAccountJob(tx, "account_mail", { token_id: id });
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

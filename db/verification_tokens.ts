import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const TokenPurpose = z.enum(["sign_up", "password_reset", "email_change", "account_restore"]);
export type TokenPurpose = z.infer<typeof TokenPurpose>;

export const VerificationTokenRow = z.object({
  id: z.uuid(),
  purpose: TokenPurpose,
  email: z.string(),
  account_id: z.uuid().nullable(),
  details: z.record(z.string(), z.string()),
  expires_at: z.number(),
  used_at: z.number().nullable(),
});
export type VerificationTokenRow = z.infer<typeof VerificationTokenRow>;

const columns = sql.fragment`id, purpose, email, account_id, details, expires_at, used_at`;

/** Instants in epoch ms; `token_hash` is the SHA-256 of what stands in the link. */
export async function insertVerificationToken(
  tx: AccountWriteTx,
  token: Omit<VerificationTokenRow, "used_at"> & { token_hash: Uint8Array; now: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertVerificationToken */
    insert into verification_tokens (id, purpose, email, account_id, token_hash, details, expires_at, created_at)
    values (${token.id}, ${token.purpose}, ${token.email}, ${token.account_id},
            ${sql.binary(Buffer.from(token.token_hash))}, ${sql.jsonb(token.details)}, ${instant(token.expires_at)},
            ${instant(token.now)})`);
}

/** What a link is for, or null when nobody sent it. Used and expired ones are found too: the page says which it is. */
export async function selectOptionalVerificationToken(
  tx: AccountTx,
  purpose: TokenPurpose,
  token_hash: Uint8Array,
): Promise<VerificationTokenRow | null> {
  return tx.maybeOne(sql.type(VerificationTokenRow)`
    /* selectOptionalVerificationToken */
    select ${columns} from verification_tokens
    where token_hash = ${sql.binary(Buffer.from(token_hash))} and purpose = ${purpose}`);
}

const MailedTokenRow = VerificationTokenRow.extend({ token_hash: z.instanceof(Uint8Array) });
export type MailedTokenRow = z.infer<typeof MailedTokenRow>;

/** The token that a mail's job is about, with its hash, or null when it is gone. */
export async function selectOptionalVerificationTokenById(
  tx: AccountTx,
  id: string,
): Promise<MailedTokenRow | null> {
  return tx.maybeOne(sql.type(MailedTokenRow)`
    /* selectOptionalVerificationTokenById */
    select ${columns}, token_hash from verification_tokens where id = ${id}`);
}

/** Uses a token up, once, however many ask at the same time; null when it is used, expired or unknown. */
export async function useVerificationToken(
  tx: AccountWriteTx,
  purpose: TokenPurpose,
  token_hash: Uint8Array,
  now: number,
): Promise<VerificationTokenRow | null> {
  return tx.maybeOne(sql.type(VerificationTokenRow)`
    /* useVerificationToken */
    update verification_tokens set used_at = ${instant(now)}
    where token_hash = ${sql.binary(Buffer.from(token_hash))} and purpose = ${purpose}
      and used_at is null and expires_at > ${instant(now)}
    returning ${columns}`);
}

/** Makes what is still open of a purpose void, e.g. older reset links once one was used. */
export async function deleteOpenVerificationTokens(
  tx: AccountWriteTx,
  purpose: TokenPurpose,
  email: string,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteOpenVerificationTokens */
    delete from verification_tokens where purpose = ${purpose} and email = ${email}::citext and used_at is null`);
}

/** An account's latest open token of a purpose at `now` (epoch ms), or null. */
export async function selectOptionalOpenToken(
  tx: AccountTx,
  purpose: TokenPurpose,
  account_id: string,
  now: number,
): Promise<VerificationTokenRow | null> {
  return tx.maybeOne(sql.type(VerificationTokenRow)`
    /* selectOptionalOpenToken */
    select ${columns} from verification_tokens
    where account_id = ${account_id} and purpose = ${purpose} and used_at is null and expires_at > ${instant(now)}
    order by created_at desc, id desc limit 1`);
}

/** Makes an account's open tokens of a purpose void: a later one takes their place, or what they were for is over. */
export async function deleteOpenTokensOfAccount(
  tx: AccountWriteTx,
  purpose: TokenPurpose,
  account_id: string,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteOpenTokensOfAccount */
    delete from verification_tokens where account_id = ${account_id} and purpose = ${purpose} and used_at is null`);
}

/** Forgets everything that was ever asked for with an address, by whomever. */
export async function deleteVerificationTokensOfAddress(tx: AccountWriteTx, email: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteVerificationTokensOfAddress */
    delete from verification_tokens where email = ${email}::citext`);
}

/** Forgets tokens that expired or were used before an instant (epoch ms). @returns how many, at most `count` */
export async function deleteOldVerificationTokens(
  tx: AccountWriteTx,
  before: number,
  count: number,
): Promise<number> {
  const gone = await tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* deleteOldVerificationTokens */
    delete from verification_tokens where id in (
      select id from verification_tokens
      where expires_at < ${instant(before)} or used_at < ${instant(before)} order by expires_at limit ${count})
    returning id`);
  return gone.length;
}

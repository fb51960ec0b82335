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

/** The token that a mail's job is about, or null when it is gone. */
export async function selectOptionalVerificationTokenById(
  tx: AccountTx,
  id: string,
): Promise<VerificationTokenRow | null> {
  return tx.maybeOne(sql.type(VerificationTokenRow)`
    /* selectOptionalVerificationTokenById */
    select ${columns} from verification_tokens where id = ${id}`);
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

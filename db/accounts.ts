import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const AccountRow = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  password_hash: z.string().nullable(),
  email_verified_at: z.number(),
  operator_since: z.number().nullable(),
  suspended_at: z.number().nullable(),
  suspension_reason: z.string(),
  deletes_at: z.number().nullable(),
  version: z.number().int(),
  created_at: z.number(),
});
export type AccountRow = z.infer<typeof AccountRow>;

const columns = sql.fragment`
  id, email, name, password_hash, email_verified_at, operator_since, suspended_at, suspension_reason, deletes_at,
  version, created_at`;

/** The account of an e-mail address (any case), or null. */
export async function selectOptionalAccountByEmail(tx: AccountTx, email: string): Promise<AccountRow | null> {
  return tx.maybeOne(sql.type(AccountRow)`
    /* selectOptionalAccountByEmail */
    select ${columns} from accounts where email = ${email}::citext`);
}

/** An account, or null when it is gone. */
export async function selectOptionalAccountById(tx: AccountTx, id: string): Promise<AccountRow | null> {
  return tx.maybeOne(sql.type(AccountRow)`
    /* selectOptionalAccountById */
    select ${columns} from accounts where id = ${id}`);
}

export type NewAccount = {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  is_operator: boolean;
  now: number;
};

/**
 * Adds an account whose address is proven; `now` in epoch ms.
 * @returns false when the address has an account already
 */
export async function insertAccount(tx: AccountWriteTx, account: NewAccount): Promise<boolean> {
  const at = instant(account.now);
  const added = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertAccount */
    insert into accounts (id, email, name, password_hash, email_verified_at, operator_since, created_at, updated_at)
    values (${account.id}, ${account.email}, ${account.name}, ${account.password_hash}, ${at},
            ${account.is_operator ? at : null}, ${at}, ${at})
    on conflict on constraint accounts_email_once do nothing
    returning id`);
  return added !== null;
}

/** True when nobody has an account yet: whoever comes first is the installation's operator. */
export async function selectIsFirstAccount(tx: AccountTx): Promise<boolean> {
  const any = await tx.maybeOne(sql.typeAlias("void")`
    /* selectIsFirstAccount */
    select from accounts order by created_at, id limit 1`);
  return any === null;
}

/**
 * Makes the account of an address an operator's, if there is one; `now` in epoch ms.
 * @returns its id, or null when it is one already, or there is none
 */
export async function updateAccountOperator(
  tx: AccountWriteTx,
  email: string,
  now: number,
): Promise<string | null> {
  return tx.maybeOneFirst(sql.type(z.object({ id: z.uuid() }))`
    /* updateAccountOperator */
    update accounts set operator_since = ${instant(now)}, version = version + 1, updated_at = ${instant(now)}
    where email = ${email}::citext and operator_since is null returning id`) as Promise<string | null>;
}

/** Sets a new password's hash. */
export async function updateAccountPassword(
  tx: AccountWriteTx,
  id: string,
  password_hash: string,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateAccountPassword */
    update accounts set password_hash = ${password_hash}, version = version + 1, updated_at = ${instant(now)}
    where id = ${id}`);
}

const FoundAccountRow = AccountRow.pick({
  id: true,
  email: true,
  name: true,
  operator_since: true,
  suspended_at: true,
  deletes_at: true,
  created_at: true,
});
export type FoundAccountRow = z.infer<typeof FoundAccountRow>;

/**
 * A page of the operator's list, newest first: accounts whose address or name contains `search` (any case).
 * @param page.before the id of the last one of the page before, or null for the first page
 */
export async function selectAccounts(
  tx: AccountTx,
  page: { search: string; before: string | null; count: number },
): Promise<readonly FoundAccountRow[]> {
  const { search, before, count } = page;
  return tx.any(sql.type(FoundAccountRow)`
    /* selectAccounts */
    select id, email, name, operator_since, suspended_at, deletes_at, created_at from accounts
    where (${search} = '' or strpos(lower(email::text), lower(${search})) > 0 or strpos(lower(name), lower(${search})) > 0)
      and ${before ? sql.fragment`(created_at, id) < (select created_at, id from accounts where id = ${before})` : sql.fragment`true`}
    order by created_at desc, id desc limit ${count}`);
}

/**
 * Suspends an account, with a reason, or lifts that (null); `now` in epoch ms.
 * @returns false when it was so already, or is gone
 */
export async function updateAccountSuspension(
  tx: AccountWriteTx,
  id: string,
  suspension: { reason: string } | null,
  now: number,
): Promise<boolean> {
  const at = suspension ? instant(now) : sql.fragment`null`;
  const changed = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateAccountSuspension */
    update accounts set suspended_at = ${at}, suspension_reason = ${suspension?.reason ?? ""},
           version = version + 1, updated_at = ${instant(now)}
    where id = ${id} and (suspended_at is null) = ${suspension !== null} returning id`);
  return changed !== null;
}

/** Sets the name that colleagues see; `now` in epoch ms. */
export async function updateAccountName(
  tx: AccountWriteTx,
  id: string,
  name: string,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateAccountName */
    update accounts set name = ${name}, version = version + 1, updated_at = ${instant(now)} where id = ${id}`);
}

/** Gives an account an address that was proven at `now` (epoch ms). @throws accounts_email_once when it is another's */
export async function updateAccountEmail(
  tx: AccountWriteTx,
  id: string,
  email: string,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateAccountEmail */
    update accounts set email = ${email}, email_verified_at = ${instant(now)}, version = version + 1,
           updated_at = ${instant(now)}
    where id = ${id}`);
}

/** Begins the grace period of an account, which ends at `deletes_at` (epoch ms). */
export async function updateAccountDeletesAt(
  tx: AccountWriteTx,
  id: string,
  deletes_at: number,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateAccountDeletesAt */
    update accounts set deletes_at = ${instant(deletes_at)}, version = version + 1, updated_at = ${instant(now)}
    where id = ${id}`);
}

/** Keeps an account that was to be deleted; false when there was nothing to undo, or it is too late. */
export async function updateAccountKept(tx: AccountWriteTx, id: string, now: number): Promise<boolean> {
  const kept = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateAccountKept */
    update accounts set deletes_at = null, version = version + 1, updated_at = ${instant(now)}
    where id = ${id} and deletes_at > now() returning id`);
  return kept !== null;
}

/** True when an account's grace period is over, by the database's clock, which also says when its job is due. */
export async function selectIsAccountOver(tx: AccountTx, id: string): Promise<boolean> {
  const over = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* selectIsAccountOver */
    select id from accounts where id = ${id} and deletes_at <= now()`);
  return over !== null;
}

/** Accounts whose grace period was over at `before` (epoch ms) and which are still there, at most `count`. */
export async function selectOverdueAccountIds(
  tx: AccountTx,
  before: number,
  count: number,
): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ id: z.uuid() }))`
    /* selectOverdueAccountIds */
    select id from accounts where deletes_at <= ${instant(before)} order by deletes_at limit ${count}`);
}

/** Deletes an account with all that is its own; false before its grace period is over. */
export async function deleteAccount(tx: AccountWriteTx, id: string): Promise<boolean> {
  const gone = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* deleteAccount */
    delete from accounts where id = ${id} and deletes_at <= now() returning id`);
  return gone !== null;
}

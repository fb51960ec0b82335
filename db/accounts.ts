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

/** True when anybody may sign up; false when the operator lets in invited people only. */
export async function selectIsSignUpOpen(tx: AccountTx): Promise<boolean> {
  const rule = await tx.one(sql.type(z.object({ sign_up: z.enum(["open", "invitation"]) }))`
    /* selectIsSignUpOpen */
    select sign_up from installation`);
  return rule.sign_up === "open";
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

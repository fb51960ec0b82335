import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const AccountEventRow = z.object({
  id: z.uuid(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  at: z.number(),
});
export type AccountEventRow = z.infer<typeof AccountEventRow>;

export type NewAccountEvent = {
  id: string;
  /** Whom it happened to; null for acts on the installation. */
  account_id: string | null;
  /** Who did it; null when nobody was signed in. */
  actor_account_id: string | null;
  /** "<noun>.<past verb>", e.g. "account.signed_in". */
  action: string;
  details: Record<string, string | number | boolean | null>;
  /** From where: the client's network address. */
  address: string | null;
  /** Epoch ms. */
  at: number;
};

/** Adds one line to an account's history, in the transaction of the act. */
export async function insertAccountEvent(tx: AccountWriteTx, event: NewAccountEvent): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertAccountEvent */
    insert into account_events (id, account_id, actor_account_id, action, details, address, at)
    values (${event.id}, ${event.account_id}, ${event.actor_account_id}, ${event.action},
            ${sql.jsonb(event.details)}, ${event.address}, ${instant(event.at)})`);
}

/** What happened to an account, newest first, at most `count`. */
export async function selectAccountEvents(
  tx: AccountTx,
  account_id: string,
  count: number,
): Promise<readonly AccountEventRow[]> {
  return tx.any(sql.type(AccountEventRow)`
    /* selectAccountEvents */
    select id, action, details, address, at from account_events
    where account_id = ${account_id} order by at desc, id desc limit ${count}`);
}

/** What operators do, for their own history. */
export const OPERATOR_ACTIONS = [
  "provider.suspended",
  "provider.suspension_lifted",
  "account.suspended",
  "account.suspension_lifted",
  "account.invited",
  "installation.sign_up_changed",
  "message.sent_again",
  "job.retried",
  "job.removed",
] as const;

const OperatorEventRow = AccountEventRow.extend({
  action: z.enum(OPERATOR_ACTIONS),
  /** Who did it, and to whom; null when it was to no account, or the account is gone. */
  actor_name: z.string().nullable(),
  account_name: z.string().nullable(),
});
export type OperatorEventRow = z.infer<typeof OperatorEventRow>;

/**
 * A page of what operators did, newest first (ids are UUIDs v7, so their order is that of time).
 * @param page.before the id of the last line of the page before, or null for the first page
 */
export async function selectOperatorEvents(
  tx: AccountTx,
  page: { before: string | null; count: number },
): Promise<readonly OperatorEventRow[]> {
  const { before, count } = page;
  return tx.any(sql.type(OperatorEventRow)`
    /* selectOperatorEvents */
    select e.id, e.action, e.details, e.address, e.at, a.name as actor_name, b.name as account_name
    from account_events e
    left join accounts a on a.id = e.actor_account_id
    left join accounts b on b.id = e.account_id
    where e.action = any(${sql.array([...OPERATOR_ACTIONS], "text")})
      and ${before ? sql.fragment`e.id < ${before}` : sql.fragment`true`}
    order by e.id desc limit ${count}`);
}

/** Addresses that an account had before: its history says so. */
export async function selectFormerAddresses(tx: AccountTx, account_id: string): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ email: z.string() }))`
    /* selectFormerAddresses */
    select distinct details ->> 'from' as email from account_events
    where account_id = ${account_id} and action = 'account.email_changed' and details ? 'from'`);
}

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

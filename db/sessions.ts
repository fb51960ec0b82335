import { z } from "zod";
import { AccountRow } from "./accounts.ts";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const SessionRow = z.object({
  id: z.uuid(),
  account_id: z.uuid(),
  method: z.enum(["password", "identity", "link"]),
  user_agent: z.string(),
  address: z.string().nullable(),
  created_at: z.number(),
  last_seen_at: z.number(),
  expires_at: z.number(),
});
export type SessionRow = z.infer<typeof SessionRow>;
export type SessionMethod = SessionRow["method"];

/** Instants in epoch ms. */
export async function insertSession(
  tx: AccountWriteTx,
  session: Omit<SessionRow, "last_seen_at">,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertSession */
    insert into sessions (id, account_id, method, user_agent, address, created_at, last_seen_at, expires_at)
    values (${session.id}, ${session.account_id}, ${session.method}, ${session.user_agent}, ${session.address},
            ${instant(session.created_at)}, ${instant(session.created_at)}, ${instant(session.expires_at)})`);
}

const LiveSessionRow = z.object({
  session_id: z.uuid(),
  method: SessionRow.shape.method,
  last_seen_at: z.number(),
  ...AccountRow.omit({ password_hash: true }).shape,
});
export type LiveSessionRow = z.infer<typeof LiveSessionRow>;

/**
 * A session that still counts, with its account; null when it was ended, is over (absolute or idle limit) or its
 * account is suspended.
 * @param idle_since sessions last seen before this instant (epoch ms) are over
 */
export async function selectOptionalLiveSession(
  tx: AccountTx,
  id: string,
  limits: { now: number; idle_since: number },
): Promise<LiveSessionRow | null> {
  return tx.maybeOne(sql.type(LiveSessionRow)`
    /* selectOptionalLiveSession */
    select s.id as session_id, s.method, s.last_seen_at, a.id, a.email, a.name, a.email_verified_at, a.operator_since,
           a.suspended_at, a.suspension_reason, a.deletes_at, a.version, a.created_at
    from sessions s join accounts a on a.id = s.account_id
    where s.id = ${id} and s.expires_at > ${instant(limits.now)} and s.last_seen_at > ${instant(limits.idle_since)}
      and a.suspended_at is null`);
}

/** Keeps the idle limit away. */
export async function updateSessionSeen(tx: AccountWriteTx, id: string, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateSessionSeen */
    update sessions set last_seen_at = ${instant(now)} where id = ${id}`);
}

/** An account's sessions, the one used last first. */
export async function selectSessionsOfAccount(
  tx: AccountTx,
  account_id: string,
): Promise<readonly SessionRow[]> {
  return tx.any(sql.type(SessionRow)`
    /* selectSessionsOfAccount */
    select id, account_id, method, user_agent, address, created_at, last_seen_at, expires_at
    from sessions where account_id = ${account_id} order by last_seen_at desc, id`);
}

/** Ends one session of an account; false when there is none. */
export async function deleteSession(tx: AccountWriteTx, account_id: string, id: string): Promise<boolean> {
  const gone = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* deleteSession */
    delete from sessions where id = ${id} and account_id = ${account_id} returning id`);
  return gone !== null;
}

/** Ends an account's sessions at once and everywhere, but for one that may stay. @returns how many */
export async function deleteSessionsOfAccount(
  tx: AccountWriteTx,
  account_id: string,
  except: string | null = null,
): Promise<number> {
  const gone = await tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* deleteSessionsOfAccount */
    delete from sessions where account_id = ${account_id} and id is distinct from ${except}::uuid returning id`);
  return gone.length;
}

/**
 * Forgets sessions that are over: past their absolute limit at `now`, or not seen since `idle_since` (both epoch ms).
 * @returns how many, at most `count`
 */
export async function deleteOldSessions(
  tx: AccountWriteTx,
  limits: { now: number; idle_since: number },
  count: number,
): Promise<number> {
  const gone = await tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* deleteOldSessions */
    delete from sessions where id in (
      select id from sessions where expires_at <= ${instant(limits.now)} or last_seen_at <= ${instant(limits.idle_since)}
      order by expires_at limit ${count})
    returning id`);
  return gone.length;
}

import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAccountEvent } from "#db/account_events.ts";
import {
  deleteSession,
  deleteSessionsOfAccount,
  insertSession,
  type SessionMethod,
  updateSessionSeen,
} from "#db/sessions.ts";
import { type AccountWriteTx, changingAccounts } from "#db/transaction.ts";

const DAY = 86_400_000;

/** Milliseconds: how long a session lives unused, how long at most, and how exactly its last use is known. */
export const SESSION_LIMITS = { idle: 14 * DAY, absolute: 90 * DAY, seen: 5 * 60_000 };

export type Client = { user_agent: string };

export type StartedSession = { id: string; account_id: string; expires_at: number };

/**
 * Begins a session in the caller's transaction. Always a new id, never one that a browser brought (session fixation);
 * the session in which the sign-in happened ends.
 */
export async function startSession(
  tx: AccountWriteTx,
  context: AccountContext,
  account_id: string,
  method: SessionMethod,
  client: Client,
): Promise<StartedSession> {
  if (context.session_id && context.account_id)
    await deleteSession(tx, context.account_id, context.session_id);
  const session = await beginSession(tx, context, account_id, method, client);
  await record(tx, context, account_id, "account.signed_in", { method });
  return session;
}

const record = (
  tx: AccountWriteTx,
  { address, now }: AccountContext,
  account_id: string,
  action: string,
  details: Record<string, string>,
) =>
  insertAccountEvent(tx, {
    id: newId(),
    account_id,
    actor_account_id: account_id,
    action,
    details,
    address,
    at: now,
  });

const beginSession = async (
  tx: AccountWriteTx,
  context: AccountContext,
  account_id: string,
  method: SessionMethod,
  client: Client,
): Promise<StartedSession> => {
  const session = { id: newId(), account_id, expires_at: context.now + SESSION_LIMITS.absolute };
  await insertSession(tx, {
    ...session,
    method,
    user_agent: client.user_agent.slice(0, 300),
    address: context.address,
    created_at: context.now,
  });
  return session;
};

/**
 * After a change of password or e-mail: every session of the account ends, and the browser that made the change goes on
 * under a new id. In the caller's transaction; no sign-in, so the history has none.
 */
export async function renewSession(
  tx: AccountWriteTx,
  context: AccountContext,
  account_id: string,
  method: SessionMethod,
  client: Client,
): Promise<StartedSession> {
  await deleteSessionsOfAccount(tx, account_id);
  return beginSession(tx, context, account_id, method, client);
}

/** Ends the session of a browser that signs out; one that is over already is no act. */
export async function endSession(context: AccountContext): Promise<void> {
  const { account_id, session_id } = context;
  if (!account_id || !session_id) return;
  await changingAccounts(account_id, async (tx) => {
    if (await deleteSession(tx, account_id, session_id))
      await record(tx, context, account_id, "account.signed_out", {});
  });
}

/** Notes that a session is in use, at most once in SESSION_LIMITS.seen. */
export async function noteSessionSeen(session_id: string, now: number): Promise<void> {
  await changingAccounts(null, (tx) => updateSessionSeen(tx, session_id, now));
}

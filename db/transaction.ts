import { setTimeout as pause } from "node:timers/promises";
import {
  type CommonQueryMethods,
  createSqlTag,
  type DatabasePool,
  type DatabaseTransactionConnection,
} from "slonik";
import { z } from "zod";
import {
  DatabaseUnavailableError,
  isRetryable,
  isUnavailable,
  SwallowedSqlError,
  sqlStateOf,
} from "./errors.ts";
import { type PoolKind, pool } from "./pool.ts";

/** Slonik's tag; `sql.typeAlias("void")` for statements whose rows nobody reads. */
export const sql = createSqlTag({ typeAliases: { void: z.object({}).strict() } });

type Queries = Pick<
  CommonQueryMethods,
  "any" | "many" | "maybeOne" | "one" | "oneFirst" | "maybeOneFirst" | "anyFirst" | "query"
>;
declare const tenant: unique symbol;
declare const global: unique symbol;

/**
 * A transaction on what belongs to people and to no provider: accounts, identities, sessions, tokens. Every tenant table
 * is empty to it, but for the memberships of the account that it named.
 */
export type AccountTx = Queries & { readonly [global]: PoolKind };
/** An AccountTx that may write. */
export type AccountWriteTx = AccountTx & { readonly [global]: "write" };
/** A transaction that named its provider. Only this module can make one: forgetting the tenant does not compile. */
export type TenantTx = AccountTx & { readonly provider_id: string; readonly [tenant]: PoolKind };
/** A TenantTx that may write. Every WriteTx is a TenantTx, never the other way round. */
export type WriteTx = TenantTx & AccountWriteTx & { readonly [tenant]: "write" };
/** A read of the directory of usernames, the one table that is read before the tenant is known. */
export type DirectoryTx = Queries & { readonly [tenant]: "directory" };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const METHODS = ["any", "many", "maybeOne", "one", "oneFirst", "maybeOneFirst", "anyFirst", "query"] as const;

/**
 * Passes the queries on, one after the other, and remembers whether one of them failed, whoever caught it.
 * In turn, because with several under way on one connection Slonik 49 answers "Expected `activeQueryPromise` to be
 * set" in place of the error of the one that failed: a 40001 under Promise.all would not be retried.
 */
const watched = (connection: DatabaseTransactionConnection) => {
  const failures: unknown[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let over = false;
  const queries = Object.fromEntries(
    METHODS.map((method) => [
      method,
      (query: never) => {
        const result = last.then(() => {
          if (over) throw new Error("This transaction is over.");
          return (connection[method] as (query: never) => Promise<unknown>)(query);
        });
        last = result.catch((error: unknown) => failures.push(error));
        return result;
      },
    ]),
  ) as unknown as Queries;
  return {
    queries,
    failures,
    /** Waits for what was started and not awaited; nothing can be asked after it. */
    finish: async (): Promise<void> => {
      let seen: unknown;
      do {
        seen = last;
        await seen;
      } while (seen !== last);
      over = true;
    },
    /** Waits for the statement under way; those in line behind it are not sent. */
    abandon: async (): Promise<void> => {
      over = true;
      await last;
    },
  };
};

/** For whom a transaction is: a provider, an account, or nobody (what is looked up before either is known). */
type Owner = { provider_id: string } | { account_id: string } | null;

const inTransaction = async <T>(
  kind: PoolKind,
  owner: Owner,
  routine: (tx: Queries) => Promise<T>,
  isolation: "the pool's" | "read committed" = "the pool's",
): Promise<T> => {
  const [[setting, id] = []] = Object.entries(owner ?? {});
  if (id !== undefined && !UUID.test(id)) throw new TypeError(`${setting} must be a UUID.`);
  return keepingConnection(await pool(kind), async (connection) => {
    if (isolation === "read committed")
      await connection.query(sql.typeAlias("void")`SET TRANSACTION ISOLATION LEVEL READ COMMITTED`);
    if (setting !== undefined && id !== undefined) {
      // SET takes no parameters, hence the pattern above. Not set_config(): Citus hands on SET LOCAL, not a call.
      await connection.query(
        sql.typeAlias("void")`SET LOCAL ${sql.identifier(["app", setting])} = ${sql.literalValue(id)}`,
      );
    }
    const { queries, failures, finish, abandon } = watched(connection);
    let result: T;
    try {
      result = await routine(queries);
    } catch (error) {
      await abandon();
      throw error;
    }
    await finish();
    if (failures.length > 0)
      throw new SwallowedSqlError("A failed statement was caught inside a transaction.", {
        cause: failures[0],
      });
    return result;
  });
};

/**
 * One transaction on one connection of the pool. Slonik closes a connection that an error leaves through, so each retry
 * and each "not found" would pay for a new one: here an error that is not the connection's own leaves beside it, after
 * the ROLLBACK.
 */
const keepingConnection = async <T>(
  from: DatabasePool,
  routine: (connection: DatabaseTransactionConnection) => Promise<T>,
): Promise<T> => {
  const outcome = await from.connect(async (connection) => {
    try {
      return { result: await connection.transaction(routine) };
    } catch (error) {
      if (isUnavailable(error)) throw error;
      return { error };
    }
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.result;
};

const named = <T>(queries: Queries, provider_id: string): T =>
  Object.assign(queries, { provider_id }) as unknown as T;

/** Tries of one transaction before it gives up, as measured for 200 people at once (docs/decisions). */
export const MAX_TRIES = 12;

/** Milliseconds to wait before try n+1: random, so that colliding transactions part; growing, so that they thin out. */
const retryPause = (tries: number): number => Math.random() * Math.min(400, 8 * 2 ** tries);

// The server's bundle and whoever asks (metrics, races) may have a copy of this module each: one count for the process.
const counted = globalThis as typeof globalThis & {
  __daybookRetries?: { transactions: number; retries: number; deadlocks: number; gaveUp: number };
};
counted.__daybookRetries ??= { transactions: 0, retries: 0, deadlocks: 0, gaveUp: 0 };

/** Counts since the process started, for the benchmark, the races and the metrics; deadlocks are among the retries. */
export const retryStats = counted.__daybookRetries;

/**
 * Runs a routine as one SERIALIZABLE transaction of a provider, again from its start after 40001, 40P01 and 53200.
 * The routine may run several times: nothing but SQL may happen in it.
 * @throws DatabaseUnavailableError after MAX_TRIES collisions; SwallowedSqlError when the routine hid an SQL error
 */
export async function serializable<T>(provider_id: string, routine: (tx: WriteTx) => Promise<T>): Promise<T> {
  return retrying(() =>
    inTransaction("write", { provider_id }, (queries) => routine(named(queries, provider_id))),
  );
}

/**
 * One READ COMMITTED transaction of a provider, for jobs: what they change row by row, under keys that say what is there already,
 * needs no more, and people who book at the same time do not collide with it. (Measured: with jobs under SERIALIZABLE, 13 of 200
 * people who wanted different times were turned away after twelve tries; now none.) Again after a deadlock, as `serializable`.
 */
export async function readCommitted<T>(
  provider_id: string,
  routine: (tx: WriteTx) => Promise<T>,
): Promise<T> {
  return retrying(() =>
    inTransaction(
      "write",
      { provider_id },
      (queries) => routine(named(queries, provider_id)),
      "read committed",
    ),
  );
}

/** `readCommitted` for what belongs to people and to no provider. */
export async function readCommittedAccounts<T>(routine: (tx: AccountWriteTx) => Promise<T>): Promise<T> {
  return retrying(() =>
    inTransaction("write", null, (queries) => routine(queries as AccountWriteTx), "read committed"),
  );
}

/**
 * `serializable` for what belongs to people and to no provider.
 * @param account_id whose memberships can be read; null while nobody is known yet
 * @throws as serializable does
 */
export async function changingAccounts<T>(
  account_id: string | null,
  routine: (tx: AccountWriteTx) => Promise<T>,
): Promise<T> {
  return retrying(() =>
    inTransaction("write", account_id === null ? null : { account_id }, (queries) =>
      routine(queries as AccountWriteTx),
    ),
  );
}

const retrying = async <T>(attempt: () => Promise<T>): Promise<T> => {
  retryStats.transactions++;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (sqlStateOf(error) === "40P01") retryStats.deadlocks++;
      if (tries >= MAX_TRIES) {
        retryStats.gaveUp++;
        throw new DatabaseUnavailableError("Too many people at once: the transaction kept colliding.", {
          cause: error,
        });
      }
      retryStats.retries++;
      await pause(retryPause(tries));
    }
  }
};

/** Runs a routine as one read-only snapshot of a provider's data. Never blocks a booking, never makes one retry. */
export async function reading<T>(provider_id: string, routine: (tx: TenantTx) => Promise<T>): Promise<T> {
  return inTransaction("read", { provider_id }, (queries) => routine(named(queries, provider_id)));
}

/** One read-only snapshot of what belongs to people; `account_id` as in changingAccounts. */
export async function readingAccounts<T>(
  account_id: string | null,
  routine: (tx: AccountTx) => Promise<T>,
): Promise<T> {
  return inTransaction("read", account_id === null ? null : { account_id }, (queries) =>
    routine(queries as AccountTx),
  );
}

/** Reads the directory, without a tenant: every tenant table is empty to it. */
export async function readingDirectory<T>(routine: (tx: DirectoryTx) => Promise<T>): Promise<T> {
  return inTransaction("read", null, (queries) => routine(queries as DirectoryTx));
}

/** An instant (epoch milliseconds, UTC) as a timestamptz fragment. */
export const instant = (ms: number) => sql.fragment`${new Date(ms).toISOString()}::timestamptz`;

/** `[starts_at, ends_at)` in epoch milliseconds as a tstzrange fragment. */
export const range = (starts_at: number, ends_at: number) =>
  sql.fragment`tstzrange(${instant(starts_at)}, ${instant(ends_at)}, '[)')`;

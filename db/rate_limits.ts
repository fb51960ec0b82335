import { Redis } from "ioredis";
import pg from "pg";
import {
  type RateLimiterAbstract,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { addressFor, closeWithPools } from "./pool.ts";

/** How often something may happen in how many seconds; the name is part of the key. */
export type Cap = { name: string; points: number; seconds: number };

/** Counters cannot be asked. */
export class CountersUnavailableError extends Error {
  override readonly name = "CountersUnavailableError";
  readonly code = "counters_unavailable";
}

/** Milliseconds; whoever waits for a counter waits for a page. Redis answers at once or is away. */
const LIMITS = { connect: 5_000, answer: 5_000, lock: 2_000, redis: 2_000 };
const CONNECTIONS = 5;

type Store = { redis: Redis } | { postgres: pg.Pool };
type Counters = { url: string | null; store: Store; limiters: Map<string, RateLimiterAbstract> };

// One of them for the process, as the pools: the server's bundle and who closes it have a copy of this module each.
const shared = globalThis as typeof globalThis & { __daybookCounters?: Counters | null };

const open = (redis_url: string | null): Counters => {
  const known = shared.__daybookCounters;
  if (known && known.url === redis_url) return known;
  const store: Store = redis_url ? { redis: openRedis(redis_url) } : { postgres: openPostgres() };
  const counters: Counters = { url: redis_url, store, limiters: new Map() };
  shared.__daybookCounters = counters;
  closeWithPools("counters", async () => {
    if (shared.__daybookCounters === counters) shared.__daybookCounters = null;
    if ("redis" in store) store.redis.disconnect();
    else await store.postgres.end();
  });
  return counters;
};

/**
 * A small pool of its own, READ COMMITTED: a counter is one upsert, which must neither be retried nor take part in the
 * conflicts of bookings, and a flood of counting must not take the connections that pages need.
 */
const openPostgres = (): pg.Pool => {
  const postgres = new pg.Pool({
    connectionString: addressFor(
      `-c default_transaction_isolation=read\\ committed -c lock_timeout=${LIMITS.lock} -c application_name=daybook-counters`,
    ),
    max: CONNECTIONS,
    connectionTimeoutMillis: LIMITS.connect,
    query_timeout: LIMITS.answer,
    statement_timeout: LIMITS.answer,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that breaks says so here; without a listener it would end the process.
  postgres.on("error", () => {});
  return postgres;
};

const openRedis = (url: string): Redis => {
  const redis = new Redis(url, {
    connectTimeout: LIMITS.redis,
    commandTimeout: LIMITS.redis,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(2_000, times * 100),
    connectionName: "daybook",
  });
  redis.on("error", () => {});
  return redis;
};

const limiterOf = ({ store, limiters }: Counters, { name, points, seconds }: Cap): RateLimiterAbstract => {
  const wanted = `${name} ${points} ${seconds}`;
  let limiter = limiters.get(wanted);
  if (!limiter) {
    const common = { keyPrefix: `daybook:${name}`, points, duration: seconds };
    limiter =
      "redis" in store
        ? new RateLimiterRedis({ ...common, storeClient: store.redis })
        : new RateLimiterPostgres({
            ...common,
            storeClient: store.postgres,
            storeType: "pool",
            tableName: "rate_limits",
            tableCreated: true,
            // One of them sweeps the table for all (what is over for an hour, each 5 minutes).
            clearExpiredByTimeout: limiters.size === 0,
          });
    limiters.set(wanted, limiter);
  }
  return limiter;
};

/**
 * Counts one more of something; many at once cannot pass together.
 * @param redis_url where counters lie; null for the database
 * @param key who or what is counted: a hash, never a person's address
 * @returns 0 when it may happen, or milliseconds until it may again
 * @throws CountersUnavailableError when the store cannot be asked
 */
export async function countOne(redis_url: string | null, cap: Cap, key: string): Promise<number> {
  try {
    await limiterOf(open(redis_url), cap).consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw new CountersUnavailableError("Rate limits cannot be counted.", { cause: refusal });
  }
}

/** Takes one back that turned out not to count. What cannot be taken back stays counted. */
export async function uncountOne(redis_url: string | null, cap: Cap, key: string): Promise<void> {
  await limiterOf(open(redis_url), cap)
    .reward(key)
    .catch(() => {});
}

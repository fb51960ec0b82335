import { createPool, type DatabasePool, type Interceptor, SchemaValidationError } from "slonik";
import { DatabaseUnavailableError, sqlStateOf } from "./errors.ts";

/**
 * Two pools to one database, both as the application's role, which cannot bypass row-level security.
 * write: SERIALIZABLE, for transactions that change something.
 * read: REPEATABLE READ and read only, for pages. A page view takes no predicate lock and cannot make a booking retry,
 * and a GET that tried to change something would be refused by PostgreSQL itself.
 */
export type PoolKind = "write" | "read";

type Settings = {
  url: string;
  role: string | null;
  maxPoolSize: number;
  parseRows: boolean;
  watch: Interceptor | null;
};

/** Milliseconds; set on the connection, so that no query can forget them. */
const LIMITS = { statement: 15_000, lock: 5_000, idleInTransaction: 10_000 };

// Vite's dev server loads this module again on each change, and the production server loads it beside the bundle:
// one process must not grow a pool per copy.
const shared = globalThis as typeof globalThis & {
  __daybookPools?: {
    settings: Settings | null;
    pools: Map<PoolKind, Promise<DatabasePool>>;
    closers: Map<string, () => Promise<unknown>>;
  };
};
shared.__daybookPools ??= { settings: null, pools: new Map(), closers: new Map() };
const state = shared.__daybookPools;

/**
 * Says where the database is; pools open at first use.
 * @param options.role when given, connections switch to this role at their start (one DATABASE_URL for everything)
 */
export function configurePools(options: {
  url: string;
  role?: string | null;
  maxPoolSize?: number;
  parseRows?: boolean;
  /** Looks on at each query and each checkout; for tests of the pool itself. */
  watch?: Interceptor;
}): void {
  state.settings = {
    url: options.url,
    role: options.role ?? null,
    maxPoolSize: options.maxPoolSize ?? 20,
    parseRows: options.parseRows ?? true,
    watch: options.watch ?? null,
  };
}

const connectionUrl = ({ url, role }: Settings, kind: PoolKind): string => {
  const options = [
    `-c default_transaction_isolation=${kind === "write" ? "serializable" : "repeatable\\ read"}`,
    kind === "read" ? "-c default_transaction_read_only=on" : "",
    // A sequential scan of a small table puts a predicate lock on all of it, and strangers collide: the job queue is
    // read that way by every booking while it is short. Measured, 8 clients, different times: 503 after 12 retries;
    // with this 0.02 retries a booking, and none between providers.
    kind === "write" ? "-c enable_seqscan=off" : "",
    `-c lock_timeout=${LIMITS.lock}`,
    "-c timezone=UTC",
    "-c application_name=daybook",
    role ? `-c role=${role}` : "",
  ];
  const full = new URL(url);
  full.searchParams.set("options", options.filter(Boolean).join(" "));
  return full.href;
};

/** Every row is parsed by its query's schema, so that a drift between SQL and TypeScript fails in the first test. */
const rowParser: Interceptor = {
  name: "rowParser",
  transformRow: (context, query, row) => {
    const schema = context.resultParser;
    if (!schema) return row;
    const result = schema["~standard"].validate(row);
    if (result instanceof Promise) throw new TypeError("Row schemas are synchronous.");
    if (result.issues) throw new SchemaValidationError(query, row, result.issues);
    return result.value as typeof row;
  },
};

const open = async (kind: PoolKind): Promise<DatabasePool> => {
  const { settings } = state;
  if (!settings) throw new Error("configurePools() must be called before the first query.");
  const pool = await createPool(connectionUrl(settings, kind), {
    maxPoolSize: settings.maxPoolSize,
    connectionTimeout: 5_000,
    connectionRetryLimit: 1,
    idleTimeout: 30_000,
    statementTimeout: LIMITS.statement,
    idleInTransactionSessionTimeout: LIMITS.idleInTransaction,
    // Slonik's default, DISCARD ALL, also throws away every plan, those of foreign keys and functions too. This resets
    // what a tenant could leak through (settings); nobody here makes temporary tables, locks or statements of a
    // session. Measured, PostgreSQL's CPU for the transaction of a booking: 5.3 ms with DISCARD ALL, 3.8 with this.
    resetConnection: async ({ query }) => {
      await query("RESET ALL");
    },
    // Retries are db/transaction.ts's: Slonik's own have no pause (measured: 200 people, 200 free slots, 41 booked).
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    interceptors: [...(settings.parseRows ? [rowParser] : []), ...(settings.watch ? [settings.watch] : [])],
  });
  // An idle connection that breaks says so here; without a listener it would end the process.
  pool.on("error", () => {});
  return pool;
};

/** What the server itself said about refusing a connection, for the operator; nothing when nobody answered. */
const reasonOf = (cause: unknown): string => {
  if (sqlStateOf(cause) === null) return "";
  const advice = /set role|permission denied/.test(String(cause))
    ? " Grant the role daybook_app to the user of DATABASE_URL, or set DATABASE_APP_URL (docs/self-hosting.md)."
    : "";
  return ` It said: ${(cause as Error).message}.${advice}`;
};

/**
 * The pool of a kind, opened at first use; a failed opening is forgotten, so that the next request tries again.
 * @throws DatabaseUnavailableError when the database cannot be reached
 */
export async function pool(kind: PoolKind): Promise<DatabasePool> {
  let opening = state.pools.get(kind);
  if (!opening) {
    opening = open(kind);
    state.pools.set(kind, opening);
    opening.catch(() => state.pools.delete(kind));
  }
  try {
    return await opening;
  } catch (cause) {
    throw new DatabaseUnavailableError(`The database cannot be reached.${reasonOf(cause)}`, { cause });
  }
}

/**
 * The address of the same database for connections that are not these pools', as the same role.
 * @param options settings of the connection, `-c name=value`
 */
export function addressFor(options: string): string {
  const { settings } = state;
  if (!settings) throw new Error("configurePools() must be called before the first query.");
  const full = new URL(settings.url);
  full.searchParams.set("options", settings.role ? `${options} -c role=${settings.role}` : options);
  return full.href;
}

/** What else is to be closed with the pools; one closer a name. */
export function closeWithPools(name: string, close: () => Promise<unknown>): void {
  state.closers.set(name, close);
}

/** Closes every pool; queries under way may finish. */
export async function closePools(): Promise<void> {
  const opened = [...state.pools.values()];
  const closers = [...state.closers.values()];
  state.pools.clear();
  state.closers.clear();
  await Promise.allSettled([
    ...opened.map(async (opening) => (await opening).end()),
    ...closers.map((close) => close()),
  ]);
}

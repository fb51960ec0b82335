/** What PostgreSQL said, without SQL text or values: enough for the domain to turn a constraint's name into words. */

type MaybeDatabaseError = { code?: unknown; constraint?: unknown; cause?: unknown; name?: unknown };

const chain = function* (error: unknown): Generator<MaybeDatabaseError> {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth++) {
    yield current as MaybeDatabaseError;
    current = (current as MaybeDatabaseError).cause;
  }
};

/** The SQLSTATE of an error or of what caused it (Slonik wraps some errors of the driver); null when there is none. */
export function sqlStateOf(error: unknown): string | null {
  for (const { code } of chain(error))
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  return null;
}

/** The name of the constraint that refused a statement, or null. */
export function constraintOf(error: unknown): string | null {
  for (const { constraint } of chain(error)) if (typeof constraint === "string") return constraint;
  return null;
}

// serialization_failure, deadlock_detected, out_of_memory for (predicate) locks.
const RETRYABLE = new Set(["40001", "40P01", "53200"]);

/** True for errors after which the same transaction may simply be run again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== null && RETRYABLE.has(state);
}

const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
]);
const CONNECTION_ERRORS = new Set([
  "ConnectionError",
  "BackendTerminatedError",
  "BackendTerminatedUnexpectedlyError",
  "IdleTransactionTimeoutError",
  "StatementTimeoutError",
  "StatementCancelledError",
  "DatabaseUnavailableError",
]);

/** True when the database could not be asked or did not finish: nothing is wrong with the request itself. */
export function isUnavailable(error: unknown): boolean {
  for (const link of chain(error)) {
    if (typeof link.code === "string" && NETWORK.has(link.code)) return true;
    if (typeof link.name === "string" && CONNECTION_ERRORS.has(link.name)) return true;
    if (link instanceof AggregateError && link.errors.some(isUnavailable)) return true;
    if (link instanceof Error && /timeout|terminated|too many clients|pool is/i.test(link.message))
      return true;
  }
  const state = sqlStateOf(error);
  // 08 connection, 53 resources, 57 operator intervention (shutdown, crash, cannot connect now), 55P03 lock timeout,
  // 25006 a server that is read-only for the moment (a failover), 58 the server's own disk.
  return state !== null && (/^(08|53|57|58)/.test(state) || state === "55P03" || state === "25006");
}

/** The database is away, or a transaction kept colliding after every retry. HTTP answers 503 with Retry-After. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
  readonly code = "database_unavailable";
}

/**
 * A statement failed inside a transaction and the code went on as if it had not. PostgreSQL would have answered COMMIT
 * with ROLLBACK and the driver would have said nothing: a booking acknowledged and never stored.
 */
export class SwallowedSqlError extends Error {
  override readonly name = "SwallowedSqlError";
  readonly code = "swallowed_sql_error";
}

/** The database belongs to a newer Daybook than this one. The message says what to do. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
  readonly code = "newer_schema";
}

import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { NewerSchemaError } from "./errors.ts";

const MIGRATIONS = fileURLToPath(new URL("../migrations", import.meta.url));
const TABLE = "schema_migrations";

type Options = { log?: (line: string) => void; direction?: "up" | "down"; count?: number };

/**
 * Brings the schema to the newest version (or down), with the queue's own schema before ours. Safe to run from several
 * processes at once: an advisory lock lets one pass.
 * @param ownerUrl connection of the role that owns the schema, never the application's
 * @returns the names of the migrations that ran now
 * @throws NewerSchemaError when a newer Daybook has changed the queue in a way that this one does not understand;
 *   whatever PostgreSQL refused, after rolling back that migration
 */
export async function migrate(ownerUrl: string, options: Options = {}): Promise<{ applied: string[] }> {
  const { log = () => {}, direction = "up", count = Number.POSITIVE_INFINITY } = options;
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "daybook migrate" });
  await client.connect();
  try {
    if (direction === "up")
      await knowingTheQueue(() => runMigrations({ connectionString: ownerUrl, logger: undefined }));
    const ran = await runner({
      dbClient: client,
      dir: MIGRATIONS,
      migrationsTable: TABLE,
      direction,
      count,
      singleTransaction: true,
      // The default is to fail: two machines that start together would be one that starts.
      advisoryLockMode: "wait",
      log: () => {},
      logger: { debug: () => {}, info: () => {}, warn: log, error: log },
    });
    return { applied: ran.map((migration) => migration.name) };
  } finally {
    await client.end();
  }
}

/**
 * Something that begins with Graphile Worker's own look at its schema (its migrations, a runner).
 * @throws NewerSchemaError when that is newer, and not only by additions
 */
export async function knowingTheQueue<T>(act: () => Promise<T>): Promise<T> {
  // Graphile Worker also decides how the process is to end; that is not its business here.
  const { exitCode } = process;
  try {
    return await act();
  } catch (cause) {
    const [, there, here] =
      /schema revision (\d+) .* supports up to revision (\d+)/.exec(String((cause as Error).message)) ?? [];
    if (!there) throw cause;
    process.exitCode = exitCode;
    throw new NewerSchemaError(
      `A newer Daybook has changed the job queue of this database (its schema is at revision ${there}, this Daybook ` +
        `knows ${here}). Start that version, or go back to a backup of before the upgrade.`,
      { cause },
    );
  }
}

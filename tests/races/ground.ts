/** A database of its own for the long form of the races, with two web processes on it. */
import pg from "pg";
import { migrate } from "#db/migrate.ts";
import { startApps } from "#tests/races/apps.ts";
import { rememberJobs } from "#tests/races/arena.ts";
import type { Ground } from "#tests/races/race.ts";
import { createDatabase, dropDatabase, withDatabase } from "#tests/support/databases.ts";
import { fillBookings } from "#tests/support/fill.ts";
import { startServer } from "#tests/support/postgres-server.ts";
import { buildWhenStale } from "../../bin/launch/build.mjs";

const EACH = 150;

/** The production build, as in `npm start`: what runs is what is committed. */
export const build = (): Promise<unknown> => buildWhenStale({ doing: () => {} } as never);

/** Makes a migrated database into the ground of races: its jobs are remembered, and it is filled or left empty. */
export async function prepareGround(admin: pg.Client, name: Ground["name"], rows: number): Promise<void> {
  await rememberJobs(admin);
  if (name === "filled") await fillBookings(admin, { providers: Math.ceil(rows / EACH), bookingsEach: EACH });
}

/** How often the server had to end a deadlock in this database. Complete once the sessions have ended. */
export async function countDeadlocks(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query(
    "select deadlocks::int from pg_stat_database where datname = current_database()",
  );
  return rows[0].deadlocks;
}

export async function startGround(name: Ground["name"], rows: number) {
  await build();
  const server = await startServer({ fsync: true });
  const database = `daybook_races_${process.pid}_${name}`;
  await createDatabase(server.superuserUrl, database);
  const own = (url: string) => withDatabase(url, database);
  await migrate(own(server.ownerUrl));
  const admin = new pg.Client({ connectionString: own(server.superuserUrl) });
  await admin.connect();
  await prepareGround(admin, name, rows);
  const apps = await startApps({ ownerUrl: own(server.ownerUrl), appUrl: own(server.appUrl) });
  return {
    name,
    admin,
    apps,
    appUrl: own(server.appUrl),
    /** @returns the deadlocks that PostgreSQL counted */
    stop: async (): Promise<number> => {
      await apps.stop();
      const deadlocks = await countDeadlocks(admin);
      await admin.end();
      await dropDatabase(server.superuserUrl, database);
      await server.stop();
      return deadlocks;
    },
  };
}

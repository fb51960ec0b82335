/** The races in their short form: through HTTP, against two production processes (tests/races; long: npm run races). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApps } from "#tests/races/apps.ts";
import { build, countDeadlocks, prepareGround } from "#tests/races/ground.ts";
import { type Ground, runRace } from "#tests/races/race.ts";
import { races } from "#tests/races/races.ts";
import { testDatabase } from "#tests/support/postgres.ts";

/** Enough for an index that is deeper than its root page. */
const ROWS = 20_000;

describe.each(["empty", "filled"] as const)("on the %s database", (name) => {
  const database = testDatabase();
  const ground = { name } as Ground;

  beforeAll(async () => {
    await build();
    await prepareGround(database.admin, name, ROWS);
    const apps = await startApps(database);
    Object.assign(ground, { admin: database.admin, apps });
  }, 180_000);
  afterAll(() => ground.apps?.stop());

  test.each(races.map((race) => [race.name, race] as const))(
    "%s",
    async (_, race) => {
      const { broken, gaveUp, p99, deadlocks } = await runRace(race, ground, "short");
      expect({ broken, gaveUp, deadlocks }).toEqual({ broken: 0, gaveUp: 0, deadlocks: 0 });
      // No bound to be proud of: a busy machine of two cores takes it. The long form tells the milliseconds.
      expect(p99).toBeLessThan(30_000);
    },
    120_000,
  );

  test("PostgreSQL itself counted no deadlock", async () => {
    // Sessions report their last counts when they end.
    await ground.apps.stop();
    expect(await countDeadlocks(database.admin)).toBe(0);
  });
});

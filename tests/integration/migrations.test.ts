import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { startWorker } from "#app/jobs/worker.ts";
import { migrate } from "#db/migrate.ts";
import { dumpSchema } from "#db/schema_dump.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase({ migrated: false });
const names = readdirSync(new URL("../../migrations/", import.meta.url))
  .map((file) => file.replace(/\.sql$/, ""))
  .sort();

// One connection per dump: a session caches what it looked up.
const dump = async (): Promise<string> => {
  const client = await connect(database.superuserUrl);
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
};

test("each migration's down undoes exactly its up; up again leaves the same schema", {
  timeout: 60_000,
}, async () => {
  const after = [await dump()];
  for (const name of names) {
    const { applied } = await migrate(database.ownerUrl, { count: 1 });
    expect(applied).toEqual([name]);
    after.push(await dump());
  }
  const newest = after.at(-1);
  for (const name of names.toReversed()) {
    await migrate(database.ownerUrl, { direction: "down", count: 1 });
    after.pop();
    expect(await dump(), `down of ${name}`).toBe(after.at(-1));
  }
  await migrate(database.ownerUrl);
  expect(await dump()).toBe(newest);
  await migrate(database.ownerUrl, { direction: "down" });
  expect((await migrate(database.ownerUrl)).applied).toEqual(names);
  expect(await dump()).toBe(newest);
});

test("with nothing to do it does nothing", async () => {
  expect(await migrate(database.ownerUrl)).toEqual({ applied: [] });
});

test("a migration that fails leaves nothing behind", async () => {
  await migrate(database.ownerUrl, { direction: "down" });
  const empty = await dump();
  // In the way of the last migration, after all others have run in the same transaction.
  await database.admin.query("create function enqueue_job(text, json, timestamptz) returns int return 1");
  await expect(migrate(database.ownerUrl)).rejects.toThrow(/enqueue_job/);
  await database.admin.query("drop function enqueue_job");
  expect(await dump()).toBe(empty);
});

test("several processes may start at once: each succeeds, one migrates", async () => {
  await migrate(database.ownerUrl, { direction: "down" });
  await database.admin.query("drop schema graphile_worker cascade");
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database.ownerUrl)));
  expect(runs.flatMap(({ applied }) => applied)).toEqual(names);
});

test("the queue's schema is there before ours, and stays when ours goes", async () => {
  const { rows } = await database.admin.query(
    "select to_regnamespace('graphile_worker') is not null as there",
  );
  expect(rows).toEqual([{ there: true }]);
});

describe("the queue's schema", () => {
  // Not among what the package exports: its migrations, each a text with a place for the schema's name.
  const queueMigrations = async () => {
    const { migrations } = (await import(
      new URL("../../node_modules/graphile-worker/dist/generated/sql.js", import.meta.url).href
    )) as { migrations: Record<string, string> };
    return Object.entries(migrations).map(([name, text]) => ({
      id: Number.parseInt(name, 10),
      text: text.replace(/:GRAPHILE_WORKER_SCHEMA\b/g, "graphile_worker"),
    }));
  };
  const revision = async () =>
    (await database.admin.query("select max(id) as id from graphile_worker.migrations")).rows[0].id;

  test("of an older library it is upgraded, with the jobs in it", async () => {
    await migrate(database.ownerUrl, { direction: "down" });
    await database.admin.query("drop schema graphile_worker cascade");
    const all = await queueMigrations();
    const owner = await connect(database.ownerUrl);
    try {
      await owner.query("create schema graphile_worker");
      await owner.query(
        "create table graphile_worker.migrations (id int primary key, ts timestamptz default now() not null)",
      );
      // As far as version 0.13 went; the next one breaks with it.
      for (const { id, text } of all.filter(({ id }) => id <= 10)) {
        await owner.query(text);
        await owner.query("insert into graphile_worker.migrations (id) values ($1)", [id]);
      }
      await owner.query("select graphile_worker.add_job('photo_removal', '{\"of\": \"before\"}')");
    } finally {
      await owner.end();
    }
    expect((await migrate(database.ownerUrl)).applied).toEqual(names);
    expect(await revision()).toBe(all.at(-1)?.id);
    const { rows } = await database.admin.query(
      "select identifier, payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = task_id",
    );
    expect(rows).toEqual([{ identifier: "photo_removal", payload: { of: "before" } }]);
  });

  test("of a newer library: additions are fine, a break with this one is said in a sentence", async () => {
    await migrate(database.ownerUrl);
    const add = (breaking: boolean) =>
      database.admin.query(
        "insert into graphile_worker.migrations (id, breaking) select max(id) + 1, $1 from graphile_worker.migrations",
        [breaking],
      );
    await add(false);
    expect(await migrate(database.ownerUrl)).toEqual({ applied: [] });
    await add(true);
    const sentence =
      /^A newer Daybook has changed the job queue of this database \(its schema is at revision 22, this Daybook knows 20\)\. Start/;
    const newer = { name: "NewerSchemaError", message: expect.stringMatching(sentence) };
    await expect(migrate(database.ownerUrl)).rejects.toMatchObject(newer);
    await expect(
      startWorker(database.ownerUrl, { beat_ms: 20_000, patience_ms: 1_000, places: 1 }),
    ).rejects.toMatchObject(newer);
    expect(process.exitCode ?? 0).toBe(0);
    await database.admin.query("delete from graphile_worker.migrations where id > 20");
  });
});

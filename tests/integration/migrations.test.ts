import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
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

test("each migration's down undoes exactly its up; up again leaves the same schema", async () => {
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

/** Jobs that fail, hang, cannot be read or are unknown: the others are not kept, and nothing is tried in vain. */
import type { TaskList } from "graphile-worker";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { HopelessError, task } from "#app/jobs/task.ts";
import { startWorker, type Worker } from "#app/jobs/worker.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { until } from "#tests/support/web.ts";

const database = testDatabase();
const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;

const workers: Worker[] = [];
const log = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await rows("delete from graphile_worker._private_jobs");
  log.mockClear();
});

const start = async (tasks: TaskList) => {
  const worker = await startWorker(database.ownerUrl, {
    beat_ms: 20_000,
    patience_ms: 5_000,
    places: 5,
    tasks,
  });
  workers.push(worker);
};
const add = (name: string, payload: unknown = {}, max_attempts = 25) =>
  rows("select graphile_worker.add_job($1, $2::json, max_attempts => $3)", [
    name,
    JSON.stringify(payload),
    max_attempts,
  ]);
const job = async (name: string) =>
  (
    await rows(
      `select attempts, max_attempts, locked_by, last_error from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where identifier = $1`,
      [name],
    )
  )[0];

test("whatever is wrong with some jobs, the others begin within a second", async () => {
  const blocked = Promise.withResolvers<void>();
  const delays: number[] = [];
  await start({
    // Like a mail server that takes a connection and says nothing.
    blocks: task(z.unknown(), () => blocked.promise),
    fails: task(z.unknown(), () => Promise.reject(new Error("Greylisted, come back later"))),
    picky: task(z.object({ provider_id: z.uuid() }), () => {}),
    good: task(z.object({ at: z.number() }), ({ at }) => delays.push(Date.now() - at)),
  });
  try {
    for (const poison of ["blocks", "fails", "picky", "unknown"]) await add(poison);
    await until("one blocks", async () => (await job("blocks"))?.locked_by);
    for (let i = 0; i < 30; i++) await add("good", { at: Date.now() });
    await until("the good ones are done", () => delays.length === 30);
    expect(Math.max(...delays)).toBeLessThan(1_000);
    expect(await job("unknown")).toMatchObject({ attempts: 0, locked_by: null });
    expect(await job("fails")).toMatchObject({ attempts: 1, max_attempts: 25 });
  } finally {
    blocked.resolve();
  }
});

test("what cannot be read is tried once, and neither queue nor log keep what it said", async () => {
  const acted = vi.fn();
  await start({ picky: task(z.object({ email: z.email(), n: z.number() }), acted) });
  await add("picky", { email: "Lena Hartmann, lena at example", n: "0151 2345678" });
  const dead = await until("it is dead", async () => {
    const found = await job("picky");
    return found?.last_error && found;
  });
  expect(dead).toEqual({
    attempts: 1,
    max_attempts: 1,
    locked_by: null,
    last_error: "What the job was given cannot be read (email: invalid_format, n: invalid_type).",
  });
  const [{ dead: count, failed }] = await rows("select dead::int, failed::int from queue_overview()");
  expect([count, failed]).toEqual([1, 0]);
  expect(acted).not.toHaveBeenCalled();
  expect(log.mock.calls.join("\n")).not.toMatch(/Lena|0151/);
});

test("an error names nobody: not in the queue, not in the log", async () => {
  const reasons = [
    new Error("550 <ada@example.org>: unknown"),
    "a text",
    new HopelessError("No such bucket."),
  ];
  await start({
    gathered: task(z.unknown(), () => Promise.reject(new AggregateError(reasons, "Some failed."))),
    linked: task(z.unknown(), () => {
      throw new Error("GET https://book.example.org/reset-password?token=s3cret refused eve@example.org");
    }),
    hopeless: task(z.unknown(), () => Promise.reject(new HopelessError("The bucket is gone."))),
  });
  const failed = async (name: string) => {
    await add(name);
    return until("it has failed", async () => {
      const found = await job(name);
      return found?.last_error && found;
    });
  };
  expect((await failed("gathered")).last_error).toBe(
    "Some failed. / 550 <…@…>: unknown / a text / No such bucket.",
  );
  expect((await failed("linked")).last_error).toBe("GET https://book.example.org/… refused …@…");
  expect(await failed("hopeless")).toMatchObject({ attempts: 1, max_attempts: 1 });
  expect(log.mock.calls.join("\n")).toContain("Failed task");
  expect(log.mock.calls.join("\n")).not.toMatch(/ada@|eve@|s3cret/);
});

test("the queue's connections are its own: read committed, of the owner, whatever the database's default", async () => {
  const name = database.name;
  await rows(`alter database "${name}" set default_transaction_isolation = 'serializable'`);
  try {
    const seen: unknown[] = [];
    await start({
      looks: task(z.unknown(), async (_payload, { withPgClient }) => {
        const { rows } = await withPgClient((client) =>
          client.query(
            "select current_setting('transaction_isolation') as isolation, current_user::text as who",
          ),
        );
        seen.push(...rows);
      }),
    });
    await add("looks");
    await until("it has looked", () => seen.length > 0);
    expect(seen).toEqual([{ isolation: "read committed", who: "daybook_owner" }]);
  } finally {
    await rows(`alter database "${name}" reset default_transaction_isolation`);
  }
});

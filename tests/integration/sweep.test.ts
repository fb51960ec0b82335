/** The nightly sweep: each part has its turn, and one process does it whatever their number. */
import type { JobHelpers } from "graphile-worker";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { sweepOf } from "#app/jobs/sweep.ts";
import { task } from "#app/jobs/task.ts";
import { startWorker, type Worker } from "#app/jobs/worker.ts";
import { createDeadJob } from "#tests/support/dead-jobs.ts";
import { createBooking, createPractice, createReservation, insertRow } from "#tests/support/factories.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";
import { until } from "#tests/support/web.ts";

const database = testDatabase();
const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", database.ownerUrl);
  vi.stubEnv("APP_SECRET", "s".repeat(32));
  vi.stubEnv("DAYBOOK_DATA_DIR", "/tmp/daybook-sweep-test-that-is-not-there");
});

/** As the queue calls it, on a connection of the owner. */
const sweep = async () => {
  const owner = await connect(database.ownerUrl);
  try {
    const withPgClient = (act: (client: unknown) => unknown) => act(owner);
    await sweepOf(() => ["booking_mail"])({}, { withPgClient, job: { id: "0" } } as unknown as JobHelpers);
  } finally {
    await owner.end();
  }
};

test("held times are given back, with a line of history; those that are held on stay", async () => {
  const { admin } = database;
  const { provider_id, keys } = await createPractice(admin);
  const hold = async (held_until: string, hour: number) => {
    const during = `[2035-03-01 ${hour}:00+00,2035-03-01 ${hour + 1}:00+00)`;
    const values = { status: "held", held_until, confirmed_at: null, during };
    const booking = await createBooking(admin, keys, values);
    await createReservation(
      admin,
      { provider_id, service_id: keys.service_id, booking_id: booking.id },
      during,
    );
    return booking.id as string;
  };
  const over = await hold(ago(0.1), 9);
  const held = await hold(ago(-1), 11);
  await sweep();
  await sweep();
  const of = async (id: string) => ({
    booking: (
      await rows("select status, version, expired_at is not null as ended from bookings where id = $1", [id])
    )[0],
    taken: (await rows("select 1 from reservations where booking_id = $1", [id])).length,
    history: await rows("select action, actor from audit_events where booking_id = $1", [id]),
  });
  expect(await of(over)).toEqual({
    booking: { status: "expired", version: 2, ended: true },
    taken: 0,
    history: [{ action: "booking.expired", actor: "system" }],
  });
  expect(await of(held)).toEqual({
    booking: { status: "held", version: 1, ended: false },
    taken: 1,
    history: [],
  });
});

test("a provider whose own job went astray is deleted a day after its grace period", async () => {
  const providers = [ago(2), ago(0.5), ago(-3), null];
  const ids = await Promise.all(
    providers.map(async (deletes_at) => {
      const { provider_id } = await createPractice(database.admin);
      await rows("update providers set deletes_at = $2 where id = $1", [provider_id, deletes_at]);
      return provider_id;
    }),
  );
  await sweep();
  const left = await rows("select id from providers where id = any($1)", [ids]);
  expect(left.map(({ id }) => id).sort()).toEqual(ids.slice(1).sort());
});

test("the queue: old dead jobs go, jobs that nobody knows are shown after a day, the rest stays", async () => {
  await rows("delete from graphile_worker._private_jobs");
  const old = await createDeadJob(database.admin);
  await rows("update graphile_worker._private_jobs set run_at = $2 where id = $1", [old, ago(31)]);
  const recent = await createDeadJob(database.admin);
  const add = async (name: string, run_at: string) =>
    (
      await rows("select id::text as id from graphile_worker.add_job($1, '{}', run_at => $2::timestamptz)", [
        name,
        run_at,
      ])
    )[0].id;
  const forgotten = await add("no_such_task", ago(2));
  const waiting = [
    await add("no_such_task", ago(0.5)),
    await add("booking_mail", ago(40)),
    await add("booking_mail", ago(-40)),
  ];
  await sweep();
  const ids = (await rows("select id::text as id from graphile_worker.jobs")).map(({ id }) => id);
  expect(ids.sort()).toEqual([recent, forgotten, ...waiting].sort());
  const dead = await rows("select id::text as id, error from dead_jobs(null, 10) order by id");
  expect(dead).toEqual([
    { id: recent, error: "The mail server refused." },
    { id: forgotten, error: "This version of Daybook knows no such job." },
  ]);
});

test("a part that fails keeps no other from its turn, and the job fails with what went wrong", async () => {
  const { id } = await createAccount(database.admin);
  await insertRow(database.admin, "sessions", {
    ...{
      id,
      account_id: id,
      method: "password",
      created_at: ago(91),
      last_seen_at: ago(90),
      expires_at: ago(60),
    },
  });
  const { provider_id } = await createPractice(database.admin);
  await rows("update providers set deletes_at = $2 where id = $1", [provider_id, ago(2)]);
  const old = await createDeadJob(database.admin);
  await rows("update graphile_worker._private_jobs set run_at = $2 where id = $1", [old, ago(31)]);
  await rows("revoke delete on verification_tokens from daybook_app");
  await rows("alter table holidays rename to holidays_elsewhere");
  try {
    await expect(sweep()).rejects.toThrow(/A part of the nightly sweep failed\. \/ Something about accounts/);
  } finally {
    await rows("grant delete on verification_tokens to daybook_app");
    await rows("alter table holidays_elsewhere rename to holidays");
  }
  expect(await rows("select 1 from sessions where id = $1", [id])).toEqual([]);
  expect(await rows("select 1 from providers where id = $1", [provider_id])).toEqual([]);
  expect(await rows("select 1 from graphile_worker.jobs where id = $1", [old])).toEqual([]);
});

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

test.each([2, 4])("a night on which nothing ran is made up for once by %i workers", async (count) => {
  let swept = 0;
  const tasks = {
    sweep: task(z.unknown(), () => {
      swept++;
    }),
    last: task(z.unknown(), () => {}),
  };
  const startAll = async () => {
    const settings = { beat_ms: 20_000, patience_ms: 5_000, places: 5, tasks };
    const all = await Promise.all(
      Array.from({ length: count }, () => startWorker(database.ownerUrl, settings)),
    );
    workers.push(...all);
  };
  await rows("delete from graphile_worker._private_jobs");
  await rows(`insert into graphile_worker._private_known_crontabs (identifier, known_since)
    values ('sweep', now() - interval '3 days')
    on conflict (identifier) do update set known_since = excluded.known_since, last_execution = null`);
  await startAll();
  await until("it is made up for", () => swept > 0);
  const noted = () =>
    rows("select last_execution is not null as noted from graphile_worker._private_known_crontabs");
  expect(await noted()).toEqual([{ noted: true }]);
  // Started again in the same night: nothing is left to be done.
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await startAll();
  await rows("select graphile_worker.add_job('last', '{}')");
  await until(
    "the queue is empty",
    async () => (await rows("select from graphile_worker.jobs")).length === 0,
  );
  expect(swept).toBe(1);
});

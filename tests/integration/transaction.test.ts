import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { DatabaseUnavailableError, isUnavailable, SwallowedSqlError, sqlStateOf } from "#db/errors.ts";
import { closePools, configurePools, type PoolKind, pool } from "#db/pool.ts";
import {
  MAX_TRIES,
  readCommitted,
  reading,
  readingDirectory,
  retryStats,
  serializable,
  sql,
  type WriteTx,
} from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase({ maxPoolSize: 4 });
let a: string;
let b: string;
beforeAll(async () => {
  a = (await make.createPractice(database.admin)).provider_id;
  b = (await make.createPractice(database.admin)).provider_id;
});

const TextRow = z.object({ value: z.string().nullable() });
const countCustomers = async (provider_id = a) =>
  (await database.admin.query("select from customers where provider_id = $1", [provider_id])).rowCount;
const insertCustomer = (tx: WriteTx, email: string) =>
  tx.query(sql.typeAlias("void")`
    insert into customers (provider_id, id, email, name) values (${tx.provider_id}, ${make.uuid()}, ${email}, 'Ada')`);
const failing = sql.typeAlias("void")`select 1 / 0`;
/** Fails as the server itself would, with a SQLSTATE of ours. */
const raise = (state: string) =>
  sql.typeAlias(
    "void",
  )`do ${sql.literalValue(`begin raise exception 'on purpose' using errcode = '${state}'; end`)}`;

describe("serializable", () => {
  // Pauses between tries are random and grow; without them the test says the same, sooner.
  beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0.001));
  afterEach(() => void vi.restoreAllMocks());

  test.each(["40001", "40P01", "53200"])("runs the routine again after %s", async (state) => {
    const before = { customers: await countCustomers(), retries: retryStats.retries };
    let runs = 0;
    const result = await serializable(a, async (tx) => {
      await insertCustomer(tx, `${state}@example.org`);
      if (++runs < 3) await tx.query(raise(state));
      return "done";
    });
    expect({ result, runs }).toEqual({ result: "done", runs: 3 });
    expect(retryStats.retries).toBe(before.retries + 2);
    expect(await countCustomers()).toBe(before.customers! + 1);
  });

  test("two who decide on what the other changes: one runs again and sees it", async () => {
    const seen: string[] = [];
    const countThenInsert = async (tx: WriteTx, name: string, between = async () => {}) => {
      const rows = await tx.any(
        sql.type(TextRow)`select name as value from customers where provider_id = ${tx.provider_id}`,
      );
      seen.push(`${name} sees ${rows.length}`);
      await between();
      await insertCustomer(tx, `${name}@example.org`);
    };
    const first = (await countCustomers())!;
    let other: Promise<void> | undefined;
    await serializable(a, (tx) =>
      countThenInsert(tx, "one", async () => {
        other ??= serializable(a, (otherTx) => countThenInsert(otherTx, "two"));
        await other;
      }),
    );
    expect(seen).toEqual([`one sees ${first}`, `two sees ${first}`, `one sees ${first + 1}`]);
  });

  test("gives up after MAX_TRIES, as unavailable", async () => {
    const before = retryStats.gaveUp;
    const routine = vi.fn((tx: WriteTx) => tx.query(raise("40001")));
    const error = await serializable(a, routine).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect(isUnavailable(error)).toBe(true);
    expect(routine).toHaveBeenCalledTimes(MAX_TRIES);
    expect(retryStats.gaveUp).toBe(before + 1);
  });

  test("does not repeat what will not get better, and keeps its code", async () => {
    const routine = vi.fn((tx: WriteTx) => tx.query(failing));
    const error = await serializable(a, routine).catch((reason: unknown) => reason);
    expect(sqlStateOf(error)).toBe("22012");
    expect(routine).toHaveBeenCalledTimes(1);
  });
});

describe("a statement that fails and is hidden", () => {
  test("PostgreSQL answers COMMIT with ROLLBACK, and the driver does not complain: why this matters", async () => {
    const client = await connect(database.appUrl);
    await client.query("begin");
    await client.query("select 1 / 0").catch(() => {});
    expect((await client.query("commit")).command).toBe("ROLLBACK");
    await client.end();
  });

  test.each([
    ["caught", async (tx: WriteTx) => void (await tx.query(failing).catch(() => {}))],
    [
      "caught, with a good one after it",
      async (tx: WriteTx) => {
        await tx.query(failing).catch(() => {});
        await tx.query(sql.typeAlias("void")`select`).catch(() => {});
      },
    ],
    ["settled among others", async (tx: WriteTx) => void (await Promise.allSettled([tx.query(failing)]))],
    ["never awaited", async (tx: WriteTx) => void tx.query(failing).catch(() => {})],
  ])("is noticed when %s, and nothing is stored", async (_, hide) => {
    const before = await countCustomers();
    const acknowledged = serializable(a, async (tx) => {
      await insertCustomer(tx, "swallowed@example.org");
      await hide(tx);
      return "your booking is confirmed";
    });
    await expect(acknowledged).rejects.toThrow(SwallowedSqlError);
    expect(await countCustomers()).toBe(before);
  });
});

describe("several statements at once", () => {
  test("run one after the other, and the first error is PostgreSQL's own", async () => {
    const [good, text] = [sql.typeAlias("void")`select`, sql.type(TextRow)`select 'x' as value`];
    await serializable(a, async (tx) => {
      expect(await Promise.all([tx.oneFirst(text), tx.query(good), tx.oneFirst(text)])).toMatchObject([
        "x",
        {},
        "x",
      ]);
    });
    const failed = serializable(a, (tx) => Promise.all([tx.query(good), tx.query(failing), tx.query(good)]));
    expect(sqlStateOf(await failed.catch((error: unknown) => error))).toBe("22012");
    let runs = 0;
    await serializable(a, async (tx) => {
      if (++runs === 1) await Promise.all([tx.query(good), tx.query(raise("40001")), tx.query(good)]);
    });
    expect(runs).toBe(2);
  });

  test("what is started and not awaited is stored or refused, never lost", async () => {
    const before = (await countCustomers())!;
    await serializable(a, async (tx) => void insertCustomer(tx, "floating@example.org"));
    expect(await countCustomers()).toBe(before + 1);
  });
});

test("a transaction's handle that somebody kept can not speak in the next tenant's transaction", async () => {
  await closePools();
  configurePools({ url: database.appUrl, maxPoolSize: 1 });
  const mine = sql.type(TextRow)`select id::text as value from providers`;
  const kept = await serializable(a, async (tx) => ({ tx }));
  await serializable(b, async (tx) => {
    await expect(kept.tx.oneFirst(mine)).rejects.toThrow("over");
    expect(await tx.oneFirst(mine)).toBe(b);
  });
  await closePools();
  configurePools({ url: database.appUrl, maxPoolSize: 4 });
});

describe("reading", () => {
  test("refuses to write, even when the types are cheated", async () => {
    const error = await reading(a, (tx) => insertCustomer(tx as WriteTx, "get@example.org")).catch(
      (e: unknown) => e,
    );
    expect(sqlStateOf(error)).toBe("25006");
  });

  test("sees one snapshot from its first to its last query", async () => {
    const query = sql.type(TextRow)`select count(*)::text as value from customers where provider_id = ${a}`;
    await reading(a, async (tx) => {
      const before = await tx.oneFirst(query);
      await serializable(a, (other) => insertCustomer(other, "meanwhile@example.org"));
      expect(await tx.oneFirst(query)).toBe(before);
    });
  });
});

describe("the connection", () => {
  const show = async (kind: PoolKind) => {
    const query = sql.type(z.record(z.string(), z.string()))`
      select current_user::text as role, current_setting('transaction_isolation') as isolation,
        current_setting('transaction_read_only') as read_only, current_setting('TimeZone') as zone,
        current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle, current_setting('synchronous_commit') as sync`;
    return kind === "write" ? serializable(a, (tx) => tx.one(query)) : reading(a, (tx) => tx.one(query));
  };

  test("carries its limits, its isolation and UTC, whatever the server's own are", async () => {
    const both = {
      role: "daybook_app",
      zone: "UTC",
      lock: "5s",
      statement: "15s",
      idle: "10s",
      sync: expect.any(String),
    };
    expect(await show("write")).toEqual({ ...both, isolation: "serializable", read_only: "off" });
    expect(await show("read")).toEqual({ ...both, isolation: "repeatable read", read_only: "on" });
  });

  test("takes the application's role when its address is another's", async () => {
    await closePools();
    configurePools({ url: database.superuserUrl, role: "daybook_app", maxPoolSize: 4 });
    expect(await show("write")).toMatchObject({ role: "daybook_app", isolation: "serializable" });
    await closePools();
    configurePools({ url: database.appUrl, maxPoolSize: 4 });
  });

  test("comes back by itself after every session was ended", async () => {
    const ask = () => reading(a, (tx) => tx.oneFirst(sql.type(TextRow)`select 'well' as value`));
    await Promise.all([ask(), ask(), ask(), serializable(a, async () => {})]);
    const { rowCount } = await database.admin.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and usename = 'daybook_app'",
      [database.name],
    );
    expect(rowCount).toBeGreaterThan(0);
    const failures: unknown[] = [];
    await vi.waitFor(
      async () => expect(await ask().catch((error) => failures.push(error))).toBe("well"),
      10_000,
    );
    await serializable(a, (tx) => insertCustomer(tx, "after@example.org"));
    expect(failures.filter((error) => !isUnavailable(error))).toEqual([]);
  });

  test("that dies in the middle of a transaction is unavailable, not a crash, and stores nothing", async () => {
    const before = await countCustomers();
    const dying = serializable(a, async (tx) => {
      await insertCustomer(tx, "lost@example.org");
      await tx.query(sql.typeAlias("void")`select from pg_terminate_backend(pg_backend_pid())`);
    });
    expect(isUnavailable(await dying.catch((error: unknown) => error))).toBe(true);
    expect(await countCustomers()).toBe(before);
    await serializable(a, (tx) => insertCustomer(tx, "found@example.org"));
  });

  test("to nowhere is unavailable; a provider_id that is no UUID is refused before anything is sent", async () => {
    await closePools();
    configurePools({ url: "postgresql://daybook_app@127.0.0.1:1/nowhere" });
    const routine = vi.fn();
    expect(isUnavailable(await reading(a, routine).catch((error: unknown) => error))).toBe(true);
    for (const bad of ["", "1", `${a}'; drop table bookings; --`, a.toUpperCase(), `${a}\n`, "'"]) {
      await expect(serializable(bad, routine)).rejects.toThrow(TypeError);
      await expect(reading(bad, routine)).rejects.toThrow(TypeError);
    }
    expect(routine).not.toHaveBeenCalled();
    await closePools();
    configurePools({ url: database.appUrl, maxPoolSize: 4 });
    expect(await reading(a, async (tx) => tx.provider_id)).toBe(a);
  });
});

test("the tenant ends with its transaction, also on a connection that goes on", async () => {
  const query = sql.type(TextRow)`select current_setting('app.provider_id', true) as value`;
  await serializable(a, async (tx) => {
    expect(await tx.oneFirst(query)).toBe(a);
    // Slonik clears a connection that comes back to the pool; this is before that.
    await tx.query(sql.typeAlias("void")`commit and chain`);
    expect(await tx.oneFirst(query)).toBe("");
  });
});

test("no tenant leaks through the pool, whatever the transaction before it did", async () => {
  const query = sql.type(TextRow)`select current_setting('app.provider_id', true) as value`;
  const atCheckout = async () => [
    await (await pool("write")).oneFirst(query),
    await readingDirectory((tx) => tx.oneFirst(query)),
  ];
  const acts: ((tx: WriteTx) => Promise<unknown>)[] = [
    async (tx) => expect(await tx.oneFirst(query)).toBe(tx.provider_id),
    (tx) => tx.query(failing),
    async (tx) => tx.query(failing).catch(() => {}),
    async () => Promise.reject(new Error("the code's own")),
    (tx) => tx.query(raise("23505")),
    (tx) => insertCustomer(tx, `${make.uuid()}@example.org`),
  ];
  const tenants = new Set<unknown>();
  for (let round = 0; round < 25; round++) {
    const runs = acts.map((act, index) => {
      const provider_id = (round + index) % 2 ? a : b;
      return round % 3 ? serializable(provider_id, act) : reading(provider_id, act as never);
    });
    const outcomes = await Promise.allSettled(runs);
    expect(outcomes[0]).toMatchObject({ status: "fulfilled" });
    for (const checkouts of await Promise.all([atCheckout(), atCheckout(), atCheckout(), atCheckout()]))
      for (const tenant of checkouts) tenants.add(tenant);
  }
  // NULL on a connection that never had one, '' ever after.
  expect([...tenants].filter(Boolean)).toEqual([]);
});

test("a refused transaction gives its connection back: a retry or a 404 does not pay for a new one", async () => {
  const connections = async () =>
    (
      await database.admin.query(
        "select pid from pg_stat_activity where datname = current_database() and application_name = 'daybook'",
      )
    ).rows.map(({ pid }) => pid);
  await serializable(a, async () => {});
  const before = await connections();
  for (let time = 0; time < 6; time++)
    for (const failure of [() => Promise.reject(new Error("not found")), (tx: WriteTx) => tx.query(failing)])
      await expect(serializable<unknown>(a, failure)).rejects.toThrow();
  expect(await connections()).toEqual(expect.arrayContaining(before));
});

test("a job's transaction is read committed, of its provider, and the next one on the connection is not", async () => {
  const isolation = (tx: WriteTx) =>
    tx.oneFirst(
      sql.type(
        z.object({ isolation: z.string() }),
      )`select current_setting('transaction_isolation') as isolation`,
    );
  expect(await readCommitted(a, isolation)).toBe("read committed");
  expect(await serializable(a, isolation)).toBe("serializable");
});

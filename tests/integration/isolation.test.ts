/** Two providers on one database, as the application's role: whatever B tries, A's rows are not there. */

import type pg from "pg";
import type { DatabasePool } from "slonik";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { selectOptionalBookingById } from "#db/bookings.ts";
import { pool } from "#db/pool.ts";
import { insertReservation } from "#db/reservations.ts";
import {
  type AccountTx,
  type AccountWriteTx,
  changingAccounts,
  type DirectoryTx,
  reading,
  readingAccounts,
  serializable,
  sql,
  type TenantTx,
  type WriteTx,
} from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import {
  createFullProvider,
  type FullProvider,
  type TenantTable,
  tenantTables,
} from "#tests/support/full-provider.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
let tables: TenantTable[];
let fullA: FullProvider;
let fullB: FullProvider;
let a: string;
let b: string;
let app: pg.Client;

beforeAll(async () => {
  tables = await tenantTables(database.admin);
  [fullA, fullB] = [await createFullProvider(database.admin), await createFullProvider(database.admin)];
  [a, b] = [fullA.provider_id, fullB.provider_id];
  app = await connect(database.appUrl);
});
afterAll(async () => app?.end());

/** Runs statements as the application's role with a tenant or an account named (or none), and takes everything back. */
async function as<T>(
  id: string | null,
  routine: () => Promise<T>,
  setting: "provider_id" | "account_id" = "provider_id",
): Promise<T> {
  await app.query("begin");
  try {
    if (id) await app.query(`set local app.${setting} = '${id}'`);
    return await routine();
  } finally {
    await app.query("rollback");
  }
}

/** The SQLSTATE with which a statement is refused; a savepoint keeps the transaction usable. */
async function refusal(statement: string, values: unknown[] = []): Promise<string | null> {
  await app.query("savepoint attempt");
  try {
    await app.query(statement, values);
    return null;
  } catch (error) {
    await app.query("rollback to savepoint attempt");
    return (error as pg.DatabaseError).code ?? "unknown";
  }
}

const FORBIDDEN = "42501";

/** An INSERT of one row given as jsonb; generated columns make themselves. */
const insertOf = async (table: string): Promise<string> => {
  const { rows } = await database.admin.query(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const { columns } = rows[0];
  return `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb)`;
};

const can = async (table: string, right: string): Promise<boolean> =>
  (await database.admin.query("select has_table_privilege('daybook_app', $1, $2) as can", [table, right]))
    .rows[0].can;

test("the fixture reaches every tenant table", async () => {
  expect(tables.length).toBeGreaterThanOrEqual(13);
  for (const { name, tenant } of tables) {
    const { rowCount } = await database.admin.query(`select from ${name} where ${tenant} = $1`, [a]);
    expect(rowCount, `${name}: give createFullProvider() a row of it`).toBeGreaterThan(0);
  }
});

test("a provider sees its own rows and no other's", async () => {
  for (const { name, tenant } of tables) {
    const seen = await as(
      b,
      async () => (await app.query(`select distinct ${tenant} as id from ${name}`)).rows,
    );
    // The directory is for everybody to read.
    expect({ name, seen: seen.map(({ id }) => id) }).toEqual({
      name,
      seen: name === "usernames" ? expect.arrayContaining([a, b]) : [b],
    });
  }
});

test("a provider can neither change nor delete another's rows", async () => {
  for (const { name, tenant } of tables) {
    await as(b, async () => {
      for (const [right, statement] of [
        ["UPDATE", `update ${name} set ${tenant} = ${tenant} where ${tenant} = $1`],
        ["DELETE", `delete from ${name} where ${tenant} = $1`],
      ] as const) {
        if (await can(name, right)) expect((await app.query(statement, [a])).rowCount, statement).toBe(0);
        else expect(await refusal(statement, [a]), statement).toBe(FORBIDDEN);
      }
    });
  }
});

test("a provider can neither add a row to another nor give one away", async () => {
  for (const { name, tenant } of tables) {
    const { rows } = await database.admin.query(
      `select to_jsonb(t) as row from ${name} t where ${tenant} = $1 limit 1`,
      [a],
    );
    await as(b, async () => {
      const insert = await insertOf(name);
      expect(await refusal(insert, [rows[0].row]), insert).toBe(FORBIDDEN);
      const update = `update ${name} set ${tenant} = $1 where ${tenant} = $2`;
      expect(await refusal(update, [a, b]), update).toBe(FORBIDDEN);
    });
  }
});

test("without a tenant everything is empty, and nothing can be written", async () => {
  for (const { name, tenant } of tables) {
    const { rows } = await database.admin.query(
      `select to_jsonb(t) as row from ${name} t where ${tenant} = $1 limit 1`,
      [a],
    );
    await as(null, async () => {
      if (name !== "usernames") expect((await app.query(`select from ${name}`)).rowCount, name).toBe(0);
      const insert = await insertOf(name);
      expect(await refusal(insert, [rows[0].row]), insert).toBe(FORBIDDEN);
    });
  }
});

test("an account's transaction reads its own memberships and nothing else of any provider; it writes none", async () => {
  for (const { name, tenant } of tables) {
    const { rows } = await database.admin.query(
      `select to_jsonb(t) as row from ${name} t where ${tenant} = $1 limit 1`,
      [a],
    );
    const routine = async () => {
      const seen = (await app.query(`select ${tenant} as id from ${name}`)).rows.map(({ id }) => id);
      const expected =
        name === "usernames" ? expect.arrayContaining([a, b]) : name === "memberships" ? [a] : [];
      expect({ name, seen }).toEqual({ name, seen: expected });
      const insert = await insertOf(name);
      expect(await refusal(insert, [rows[0].row]), insert).toBe(FORBIDDEN);
      for (const [right, statement] of [
        ["UPDATE", `update ${name} set ${tenant} = ${tenant}`],
        ["DELETE", `delete from ${name}`],
      ] as const)
        if (await can(name, right)) expect((await app.query(statement)).rowCount, statement).toBe(0);
        else expect(await refusal(statement), statement).toBe(FORBIDDEN);
    };
    await as(fullA.account_id, routine, "account_id");
  }
  const roles = async (tx: AccountTx) =>
    tx.any(sql.unsafe`/* memberships */ select provider_id, role from memberships`);
  expect(await readingAccounts(fullA.account_id, roles)).toEqual([{ provider_id: a, role: "owner" }]);
  expect(await readingAccounts(fullB.account_id, roles)).toEqual([{ provider_id: b, role: "owner" }]);
  expect(await readingAccounts(null, roles)).toEqual([]);
  expect(await readingAccounts(make.uuid(), roles)).toEqual([]);
  expect(await changingAccounts(fullA.account_id, roles)).toEqual([{ provider_id: a, role: "owner" }]);
});

test("an account cannot make itself a member, nor raise its role", async () => {
  const { account_id } = fullA;
  const membership = "insert into memberships (provider_id, account_id, role) values ($1, $2, 'owner')";
  await as(
    account_id,
    async () => expect(await refusal(membership, [b, account_id])).toBe(FORBIDDEN),
    "account_id",
  );
  await as(
    account_id,
    async () => {
      expect((await app.query("update memberships set role = 'viewer'")).rowCount).toBe(0);
    },
    "account_id",
  );
});

test("after a transaction no tenant is named, and what was empty before is empty again", async () => {
  await app.query(`begin; set local app.provider_id = '${a}'; commit`);
  expect((await app.query("select current_setting('app.provider_id', true) as tenant")).rows).toEqual([
    { tenant: "" },
  ]);
  expect((await app.query("select from bookings")).rowCount).toBe(0);
});

describe("enqueue_job, the one door to the queue", () => {
  const enqueue = "select enqueue_job('send_mail', $1::json)";

  test("takes a job of the transaction's provider", async () => {
    await as(a, async () => expect(await refusal(enqueue, [{ provider_id: a }])).toBeNull());
  });

  test("takes a job of no provider from a transaction of no provider: mail to a person", async () => {
    for (const payload of [{}, { provider_id: null }, { account_id: fullA.account_id }])
      await as(null, async () => expect(await refusal(enqueue, [JSON.stringify(payload)])).toBeNull());
    await as(
      fullA.account_id,
      async () => expect(await refusal(enqueue, [{ provider_id: a }])).toBe(FORBIDDEN),
      "account_id",
    );
  });

  test("refuses another provider's, and with a tenant a job of nobody", async () => {
    const others = [{ provider_id: a }, { provider_id: "" }];
    const nobodys = [{}, { provider_id: null }, [], "text", 1];
    for (const [tenant, payloads] of [
      [b, [...others, ...nobodys]],
      [null, others],
    ] as const)
      for (const payload of payloads)
        await as(tenant, async () => {
          expect(
            await refusal(enqueue, [JSON.stringify(payload)]),
            `${tenant} ${JSON.stringify(payload)}`,
          ).toBe(FORBIDDEN);
        });
  });
});

test("the queries of db/ find nothing of another provider", async () => {
  const { rows } = await database.admin.query("select id from bookings where provider_id = $1", [a]);
  expect(await reading(a, (tx) => selectOptionalBookingById(tx, rows[0].id))).not.toBeNull();
  expect(await reading(b, (tx) => selectOptionalBookingById(tx, rows[0].id))).toBeNull();
});

test("forgetting the tenant does not compile", async () => {
  expectTypeOf<WriteTx>().toExtend<TenantTx>();
  expectTypeOf<TenantTx>().not.toExtend<WriteTx>();
  expectTypeOf<DirectoryTx>().not.toExtend<TenantTx>();
  expectTypeOf<AccountTx>().not.toExtend<TenantTx>();
  expectTypeOf<AccountWriteTx>().not.toExtend<TenantTx>();
  expectTypeOf<AccountWriteTx>().not.toExtend<WriteTx>();
  expectTypeOf<AccountTx>().not.toExtend<AccountWriteTx>();
  expectTypeOf<TenantTx>().not.toExtend<AccountWriteTx>();
  expectTypeOf<TenantTx>().toExtend<AccountTx>();
  expectTypeOf<DatabasePool>().not.toExtend<TenantTx>();
  expectTypeOf<{ provider_id: string } & DatabasePool>().not.toExtend<TenantTx>();
  expectTypeOf(insertReservation).parameter(0).toEqualTypeOf<WriteTx>();
  // Never called: `tsc` is the test, and an expected error that does not come is an error.
  const _never = async () => {
    // @ts-expect-error a plain pool names no tenant
    await selectOptionalBookingById(await pool("read"), a);
    // @ts-expect-error a transaction of the pool's own neither
    await (await pool("write")).transaction((connection) => selectOptionalBookingById(connection, a));
    // @ts-expect-error what only reads can not be handed to what writes
    await reading(a, (tx) => insertReservation(tx, {} as never));
    await serializable(a, async (tx) => {
      // @ts-expect-error no transaction inside a transaction, no way past the watch for failed statements
      await tx.transaction(async () => sql.fragment``);
    });
  };
  expect(_never).toBeTypeOf("function");
});

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dumpSchema } from "#db/schema_dump.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const SCHEMA = new URL("../../db/schema.sql", import.meta.url);
const MIGRATIONS = new URL("../../migrations/", import.meta.url);

const migrationTexts = () =>
  readdirSync(MIGRATIONS).map((name) => ({ name, text: readFileSync(new URL(name, MIGRATIONS), "utf8") }));

test("db/schema.sql is what the migrations make", async () => {
  const dumped = await dumpSchema(database.admin);
  if (process.env.UPDATE_SCHEMA) writeFileSync(SCHEMA, dumped);
  expect(
    readFileSync(SCHEMA, "utf8"),
    "After a new migration: UPDATE_SCHEMA=1 npx vitest run --project integration schema, and commit db/schema.sql",
  ).toBe(dumped);
});

test("every constraint and index is named <table>_<meaning>, in a migration's own words", async () => {
  const words = new Set(migrationTexts().flatMap(({ text }) => text.match(/[a-z0-9_]+/g) ?? []));
  const { rows } = await database.admin.query(`
    select relname as "table", conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations' and contype <> 'n'
    union
    select c.relname, i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'`);
  expect(rows.length).toBeGreaterThan(80);
  const unnamed = rows.filter(({ table, name }) => !name.startsWith(`${table}_`) || !words.has(name));
  expect(unnamed, "PostgreSQL made these names up; the application knows constraints by name").toEqual([]);
});

test("every foreign key has an index that begins with its columns", async () => {
  const { rows } = await database.admin.query(`
    select k.conname from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
      select from pg_index i where i.indrelid = k.conrelid
      -- A partial index serves as well when it leaves out only what refers to nothing.
      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) =
        (select format('(%s IS NOT NULL)', attname) from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]))
      and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
    order by 1`);
  // A delete on the other side looks these up; without an index it scans. In writing, what may go without:
  const exempt = [
    "blocked_times_schedule_fkey", // some rows per provider, and the provider's own index finds them
    "services_schedule_fkey",
    "providers_username_fkey", // (id, username): id alone is the primary key
  ];
  expect(rows.map(({ conname }) => conname).filter((name) => !exempt.includes(name))).toEqual([]);
});

test("every migration has a timestamp, a purpose, a comment and both directions", () => {
  for (const { name, text } of migrationTexts()) {
    expect(name).toMatch(/^\d{17}_[a-z_]+__[a-z_]+\.sql$/);
    expect(text, name).toMatch(/^-- Up Migration\n-- \S/);
    expect(text.split("\n-- Down Migration\n"), name).toHaveLength(2);
    expect(text.split("\n-- Down Migration\n")[1]?.trim(), name).not.toBe("");
  }
});

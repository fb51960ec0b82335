/** Choosing a customer stays fast: each beginning is read by its own index, under row-level security. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { selectSeries } from "#db/bookings.ts";
import * as choice from "#db/customer_choice.ts";
import { fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const provider_id = filledId("provider 7");
let app: pg.Client;

beforeAll(async () => {
  await fillBookings(database.admin, { providers: 100, bookingsEach: 50 });
  await database.admin.query(
    `insert into customers (provider_id, id, email, name, phone)
     select $1, gen_random_uuid(), 'many-' || n || '@example.org', 'Guest ' || n || ' Name' || n, '+49 30 ' || 1000000 + n
     from generate_series(1, 20000) n`,
    [provider_id],
  );
  await database.admin.query("vacuum (analyze) customers");
  app = await connect(database.appUrl);
});
afterAll(async () => app?.end());

const plan = async (verb: Parameters<typeof statementOf>[1]) => {
  const nodes = await explain(app, await statementOf(provider_id, verb), "json");
  expect(scannedTables(nodes)).toEqual([]);
  return {
    conditions: nodes.map((node) => String(node["Index Cond"] ?? "")).join("\n"),
    removed: nodes.reduce((sum, node) => sum + Number(node["Rows Removed by Filter"] ?? 0), 0),
  };
};

test("a search reads each key by its index, and no row for nothing", async () => {
  const { conditions, removed } = await plan((tx) =>
    choice.selectCustomersBeginning(tx, "Guest 1234", "4321", 9),
  );
  for (const key of ["name_key", "last_name_key", "email_key", "phone_key"])
    expect(conditions).toMatch(new RegExp(`\\b${key} >= .*\\b${key} < `));
  expect(removed).toBe(0);
});

test("who is blocked, who is chosen, their zone and a series, by key", async () => {
  const id = filledId("customer 7 1");
  const plans = [
    await plan((tx) => choice.selectIsBlocked(tx, "many-7@example.org")),
    await plan((tx) => choice.selectOptionalCustomerChoice(tx, id)),
    await plan((tx) => choice.selectOptionalCustomerZone(tx, id)),
    await plan((tx) => selectSeries(tx, filledId("booking 7 0"), 12)),
  ];
  expect(plans[0]!.conditions).toContain("email_key = ");
  expect(plans[2]!.conditions).toContain("customer_id = ");
  expect(plans.map(({ removed }) => removed > 20)).toEqual([false, false, false, false]);
});

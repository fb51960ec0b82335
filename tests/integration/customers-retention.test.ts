/** The rule of retention: whom it erases, whom it does not, provider by provider, and that it stays fast. */
import { beforeEach, expect, test } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { changeRetention, sweepCustomers } from "#app/domain/customers/retention.server.ts";
import { dueBefore } from "#app/domain/retention.ts";
import { selectDueCustomers, selectDueCustomersCount } from "#db/customer_retention.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import { createBooking, createCustomer, createPractice, rangeText } from "#tests/support/factories.ts";
import { fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const NOW = Date.parse("2030-06-15T03:17:00Z");
const BEFORE = dueBefore("2030-06-15", 12, "Europe/Berlin");
let practice: Awaited<ReturnType<typeof createPractice>>;
let context: Context;

const contextOf = async (provider_id: string): Promise<Context> => ({
  ...{ provider: await reading(provider_id, selectProvider), actor: "provider", now: NOW },
  ...{ account_id: null, address: null, secrets: [] },
});
beforeEach(async () => {
  practice = await createPractice(database.admin);
  context = await contextOf(practice.provider_id);
  await database.admin.query("delete from customers where id = $1", [practice.customer.id]);
});

/** A customer added long ago, with a booking on each of these days. */
const add = async (name: string, days: string[], values = {}, added = "2020-01-01", of = practice) => {
  const customer = await createCustomer(database.admin, of.provider_id, { name, created_at: added });
  for (const day of days)
    await createBooking(
      database.admin,
      { ...of.keys, customer_id: customer.id },
      { during: rangeText(`${day}T09:00:00Z`, `${day}T10:00:00Z`), customer_name: name, ...values },
    );
  return customer;
};
const names = async (of = practice) =>
  (
    await database.admin.query("select name from customers where provider_id = $1 order by name", [
      of.provider_id,
    ])
  ).rows.map(({ name }) => name);

test("who came, will come or was added since then stays; the preview names just those whom the night erases", async () => {
  await add("Long ago", ["2024-01-01", "2029-06-14"]);
  await add("Just since", ["2024-01-01", "2029-06-15"]);
  await add("Coming", ["2024-01-01", "2030-07-01"]);
  await add("Cancelled lately", ["2030-01-01"], {
    ...{ status: "cancelled", cancelled_at: "2030-01-01", cancelled_by: "customer", confirmed_at: null },
  });
  await add("Never booked", []);
  await add("New, never booked", [], {}, "2030-06-01");
  const other = await createPractice(database.admin);
  await add("Of others", ["2024-01-01"], {}, "2020-01-01", other);

  const due = await reading(practice.provider_id, async (tx) => [
    await selectDueCustomersCount(tx, BEFORE),
    (await selectDueCustomers(tx, BEFORE, { after: null, count: 50 })).map(({ name }) => name).sort(),
  ]);
  expect(due).toEqual([2, ["Long ago", "Never booked"]]);

  // No rule, no erasing.
  expect(await sweepCustomers(NOW)).toBe(0);
  expect(await changeRetention(context, { months: 12, was: "off" })).toEqual({ ok: true });
  expect(await sweepCustomers(NOW)).toBe(2);
  expect(await names()).toEqual([
    ...[
      "Cancelled lately",
      "Coming",
      "Erased customer",
      "Erased customer",
      "Just since",
      "New, never booked",
    ],
  ]);
  expect(await names(other)).toContain("Of others");
  const { rows } = await database.admin.query(
    "select actor, details ->> 'by_rule' as by_rule from audit_events where provider_id = $1 and action = 'customer.erased'",
    [practice.provider_id],
  );
  expect(rows).toEqual([1, 2].map(() => ({ actor: "system", by_rule: "true" })));
  expect(await sweepCustomers(NOW)).toBe(0);
});

test("two at once: the second is told what stands now", async () => {
  expect(await changeRetention(context, { months: 24, was: "off" })).toEqual({ ok: true });
  expect(await changeRetention(context, { months: 12, was: "off" })).toEqual({
    ok: false,
    reason: "stale",
    now: 24,
  });
  expect(await changeRetention(context, { months: 24, was: "off" })).toEqual({ ok: true });
  expect(await changeRetention(context, { months: null, was: "24" })).toEqual({ ok: true });
  const { rows } = await database.admin.query(
    "select details from audit_events where provider_id = $1 and action = 'customer.retention_changed' order by id",
    [practice.provider_id],
  );
  expect(rows.map(({ details }) => details)).toEqual([
    { months: 24, from: null },
    { months: null, from: 24 },
  ]);
});

test("the preview reads one provider's customers by index", async () => {
  await fillBookings(database.admin, { providers: 60, bookingsEach: 100 });
  const app = await connect(database.appUrl);
  const provider_id = filledId("provider 7");
  const queries = [
    await statementOf(provider_id, (tx) => selectDueCustomersCount(tx, Date.parse("2040-01-01"))),
    await statementOf(provider_id, (tx) =>
      selectDueCustomers(tx, Date.parse("2040-01-01"), { after: filledId("x"), count: 50 }),
    ),
  ];
  const scanned: string[] = [];
  for (const query of queries) scanned.push(...scannedTables(await explain(app, query, "json")));
  await app.end();
  expect(scanned).toEqual([]);
});

/** The desk's queries of bookings at a provider with 100,000 of them, under row-level security: by index, a page's worth of rows. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as lists from "#db/bookings/list.ts";
import { type BookingFilter, selectBookingList, selectCustomerIdsBySearch } from "#db/bookings/list.ts";
import * as one from "#db/bookings/one.ts";
import { FILL_FROM, fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, type PlanNode, scannedTables, statementOf } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const provider_id = filledId("provider 7");
const MANY = 100_000;
const HOUR = 3_600_000;
/** In the middle of them. */
const NOW = FILL_FROM + (MANY / 2) * HOUR;
let app: pg.Client;

beforeAll(async () => {
  const { admin } = database;
  await fillBookings(admin, { providers: 300, bookingsEach: 50 });
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into customers (provider_id, id, email, name, phone)
     select $1, md5('many ' || n)::uuid, 'many-' || n || '@example.org',
       case when n % 20 = 0 then 'Zoe ' else 'Name' || n || ' ' end || 'Last' || n, '+49 30 ' || 1000000 + n
     from generate_series(1, 20000) n`,
    [provider_id],
  );
  // One in fifty is cancelled, in the future one in a thousand waits.
  await admin.query(
    `insert into bookings (provider_id, id, service_id, customer_id, during, status, confirmed_at, cancelled_at, cancelled_by,
       idempotency_key, request_hash, manage_token_hash, customer_name, customer_time_zone, service_title, currency, place)
     select $1, overlay(overlay(md5('many booking ' || n) placing '4' from 13) placing '8' from 17)::uuid,
       case when n % 3 = 0 then $2::uuid else $3::uuid end, md5('many ' || 1 + n % 20000)::uuid,
       tstzrange(at, at + interval '1 hour'), status, at, case when status = 'cancelled' then at end,
       case when status = 'cancelled' then 'customer' end, 'many booking ' || n, sha256(n::text::bytea),
       sha256(('many ' || n)::bytea), 'Name', 'Europe/Berlin', 'Service', 'EUR', 'in_person'
     from (select n, $4::timestamptz + n * interval '1 hour' as at,
       case when n % 50 = 0 then 'cancelled' when n > 50000 and n % 1000 = 1 then 'pending' else 'confirmed' end as status
       from generate_series(0, ${MANY - 1}) n) x`,
    [provider_id, filledId("service 7 1"), filledId("service 7 2"), new Date(FILL_FROM).toISOString()],
  );
  await admin.query("set session_replication_role = origin");
  await admin.query("vacuum (analyze)");
  app = await connect(database.appUrl);
}, 300_000);
afterAll(async () => app?.end());

const filter = (values: Partial<BookingFilter>): BookingFilter => ({
  ...{ state: "all", service_id: null, customer_ids: null, search: null, from: null, until: null },
  ...{ order: "soonest", after: null, now: NOW, count: 51 },
  ...values,
});

/** Rows that a plan reads from tables, those thrown away with them. */
const rowsRead = (nodes: (PlanNode & { "Actual Rows"?: number })[]) =>
  nodes
    .filter((node) => node["Relation Name"])
    .reduce(
      (sum, node) =>
        sum +
        ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1),
      0,
    );

const planOf = async (verb: Parameters<typeof statementOf>[1]) => {
  const query = await statementOf(provider_id, verb);
  const nodes = await explain(app, query, "json");
  return { name: query.name, scanned: scannedTables(nodes), rows: rowsRead(nodes), nodes };
};

const DAY = 24 * HOUR;
const some = Array.from({ length: 200 }, (_, n) => filledId(`nobody ${n}`));
const after = { starts_at: NOW + 1000 * HOUR, id: filledId("x") };
const CASES: Record<string, { wish: Partial<BookingFilter>; rows: number }> = {
  "what comes": { wish: { state: "upcoming" }, rows: 250 },
  "what comes, the last first": { wish: { state: "upcoming", order: "latest" }, rows: 250 },
  "what comes, a later page": { wish: { state: "upcoming", after }, rows: 250 },
  "what waits": { wish: { state: "waiting" }, rows: 300 },
  past: { wish: { state: "past", order: "latest" }, rows: 250 },
  "past, the first first": { wish: { state: "past" }, rows: 250 },
  cancelled: { wish: { state: "cancelled", order: "latest" }, rows: 250 },
  all: { wish: { order: "latest" }, rows: 250 },
  "some days": { wish: { from: NOW - DAY, until: NOW + DAY }, rows: 250 },
  "a service": { wish: { state: "upcoming", service_id: filledId("service 7 1") }, rows: 400 },
  "a service without any": { wish: { service_id: filledId("service 7 9") }, rows: 400 },
  "a customer": { wish: { customer_ids: [filledId("customer 7 1")] }, rows: 250 },
  "customers without any": { wish: { customer_ids: some }, rows: 250 },
  "one in twenty, looked through": { wish: { search: { text: "zoe", digits: "" } }, rows: 4_000 },
};

test.each(Object.entries(CASES))("the list: %s", async (_name, { wish, rows }) => {
  const plan = await planOf((tx) => selectBookingList(tx, filter(wish)));
  expect(plan.scanned.filter((table) => table === "bookings")).toEqual([]);
  expect(
    plan.rows,
    JSON.stringify(plan.nodes.map((node) => [node["Node Type"], node["Index Cond"]])),
  ).toBeLessThan(rows);
});

test.each([
  ["a first name", { text: "name1234", digits: "" }],
  ["a last name", { text: "last1234", digits: "" }],
  ["an address", { text: "many-1234@", digits: "" }],
  ["the end of a number", { text: "0001234", digits: [..."301001234"].reverse().join("") }],
  ["nothing like it", { text: "%", digits: "" }],
])("the search: %s", async (_name, search) => {
  const plan = await planOf((tx) => selectCustomerIdsBySearch(tx, search, 201));
  expect(plan.scanned).toEqual([]);
  expect(plan.rows).toBeLessThan(60);
});

test("counting who waits, and all about one booking", async () => {
  const id = filledId("booking 7 0");
  const plans = await Promise.all([
    planOf((tx) => lists.selectWaitingCount(tx, 100)),
    planOf((tx) => lists.selectOptionalCustomerName(tx, filledId("customer 7 1"))),
  ]);
  for (const verb of [one.selectInternal, one.selectOtherSeats, one.selectAuditEventsOfBooking])
    plans.push(await planOf((tx) => verb(tx, id)));
  for (const { name, scanned, rows } of plans) {
    expect([name, scanned.filter((table) => table !== "audit_events" && table !== "accounts")]).toEqual([
      name,
      [],
    ]);
    expect(rows, name).toBeLessThan(150);
  }
});

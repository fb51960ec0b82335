/** Feeds of a provider with 10,000 bookings in the window: by index, in a few statements, quickly, and with an end. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { feedPieces } from "#app/domain/calendar-feed-file.ts";
import { feedWindow, MAX_ENTRIES } from "#app/domain/calendar-feeds.ts";
import { selectFeedSessions, selectFeedState } from "#db/feed_sessions.ts";
import { createFeedRow } from "#tests/support/feeds.ts";
import { fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf, wastedRows } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, startApp } from "#tests/support/web.ts";

const database = testDatabase();
const provider_id = filledId("provider 7");
const service_id = filledId("service 7 1");
const window = feedWindow(Date.now());
const MANY = 10_000;
const HOUR = 3_600_000;
let client: pg.Client;
let app: App;
let where: string;

/** One each 50 minutes from the window's first hour on: about 347 days of them. Every tenth is cancelled. */
beforeAll(async () => {
  const { admin } = database;
  await fillBookings(admin, { providers: 300, bookingsEach: 200 });
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `create temp table many as select n, $1::uuid as provider_id, md5('many ' || n)::uuid as id,
       tstzrange(at, at + interval '45 minutes') as during,
       case when n % 10 = 0 then 'cancelled' when n % 10 = 1 then 'pending' else 'confirmed' end as status
     from (select n, $2::timestamptz + n * interval '50 minutes' as at from generate_series(0, ${MANY - 1}) n) x`,
    [provider_id, new Date(window.starts_at).toISOString()],
  );
  await admin.query(
    `update many set id = overlay(overlay(id::text placing '4' from 15) placing '8' from 20)::uuid`,
  );
  await admin.query(
    `insert into bookings (provider_id, id, service_id, customer_id, during, status, confirmed_at, cancelled_at, cancelled_by,
       idempotency_key, request_hash, manage_token_hash, customer_name, customer_phone, customer_time_zone, service_title,
       currency, place, place_detail)
     select provider_id, id, case when n % 3 = 0 then $1::uuid else $2::uuid end, $3::uuid, during, status, now(),
       case when status = 'cancelled' then now() end, case when status = 'cancelled' then 'customer' end,
       'many booking ' || n, sha256(n::text::bytea), sha256(('many ' || n)::bytea), 'Customer Number ' || n,
       '+49 30 ' || 1000000 + n, 'Europe/Berlin', 'Trial lesson', 'EUR', 'in_person', 'Example Street 1, 10117 Berlin'
     from many`,
    [service_id, filledId("service 7 2"), filledId("customer 7 1")],
  );
  await admin.query(
    `insert into reservations (provider_id, id, booking_id, service_id, session_id, occupied)
     select m.provider_id, m.id, m.id, b.service_id, m.id, m.during
     from many m join bookings b on b.provider_id = m.provider_id and b.id = m.id where m.status <> 'cancelled'`,
  );
  await admin.query("set session_replication_role = origin");
  await admin.query("vacuum (analyze)");
  where = `/feeds/filled-7/${(await createFeedRow(admin, provider_id)).file}`;
  client = await connect(database.appUrl);
  app = await startApp(database);
}, 300_000);
afterAll(async () => {
  await client?.end();
  await app?.stop();
});

const planOf = async (verb: Parameters<typeof statementOf>[1]) => {
  const query = await statementOf(provider_id, verb);
  const nodes = await explain(client, query, "json");
  return { nodes, text: await explain(client, query, "text") };
};
const median = async (times: number, act: () => Promise<unknown>) => {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    await act();
    took.push(performance.now() - started);
  }
  return Math.round(took.sort((a, b) => a - b)[times >> 1]!);
};

describe("the two statements, under row-level security", () => {
  const own = { ...window, service_id: null };
  test.each([
    ["what one tells a change by", own, (tx: never) => selectFeedState(tx, own)],
    [
      "the entries",
      own,
      (tx: never) => selectFeedSessions(tx, own, { with_guests: true, count: MAX_ENTRIES }),
    ],
    [
      "the entries of a service",
      { ...own, service_id },
      (tx: never) =>
        selectFeedSessions(tx, { ...own, service_id }, { with_guests: true, count: MAX_ENTRIES }),
    ],
  ])("%s: bookings by an index of their start, once", async (_name, wish, verb) => {
    const { nodes, text } = await planOf((tx) => verb(tx as never));
    if (process.env.SHOW_PLANS) console.log(text);
    const index = wish.service_id ? "bookings_of_service" : "bookings_by_start";
    expect(text).toContain(index);
    // The window is as the index knows it; nothing is asked row by row.
    const conditions = nodes.map((node) => node["Index Cond"] ?? "").join(" ");
    expect(conditions).toContain("starts_at >=");
    expect(scannedTables(nodes).filter((table) => table === "bookings")).toEqual([]);
    expect(
      nodes.filter((node) => (node["Actual Loops"] ?? 0) > 1 && node["Relation Name"] === "bookings"),
    ).toEqual([]);
    expect(wastedRows(nodes)).toBeLessThan(MANY / 5);
  });
});

test("a feed has an end: the nearest entries, in order", { timeout: 60_000 }, async () => {
  const { status, text } = await ask(app, where, { timeout_ms: 60_000 });
  expect(status).toBe(200);
  expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(MAX_ENTRIES);
  // "20261026T000000Z": in the order of time as texts.
  const starts = [...text.matchAll(/^DTSTART:(\w+)\r$/gm)].map(([, start]) => start!);
  expect(starts).toEqual([...starts].sort());
  const first = new Date(window.starts_at).toISOString().replace(/[-:]|\.\d+/g, "");
  expect(starts[0]!.slice(0, 8)).toBe(first.slice(0, 8));
});

test("10,000 bookings: how long it takes", { timeout: 120_000 }, async () => {
  const { headers, bytes } = await ask(app, where, { timeout_ms: 60_000 });
  const again = { headers: { "If-None-Match": headers.etag! } };
  const [whole, unchanged] = [
    await median(5, () => ask(app, where, { timeout_ms: 60_000 })),
    await median(15, async () => expect((await ask(app, where, again)).status).toBe(304)),
  ];
  console.log(`10,000 bookings: the whole feed ${whole} ms (${bytes} bytes), unchanged ${unchanged} ms`);
  // Generous: what would be wrong is a query for each row, or a file that is built to say 304.
  expect(whole).toBeLessThan(5_000);
  expect(unchanged).toBeLessThan(500);
});

test("while a large one is written, others are answered in between", () => {
  const sessions = Array.from({ length: MAX_ENTRIES }, (_, n) => ({
    ...{ session_id: filledId(`s ${n}`), booking_id: filledId(`b ${n}`), capacity: 1, seats_taken: 1 },
    ...{
      is_confirmed: true,
      version: 1,
      created_at: 0,
      updated_at: 0,
      starts_at: n * HOUR,
      ends_at: (n + 1) * HOUR,
    },
    ...{ service_title: "Trial lesson", place_detail: "Example Street 1", guests: [] },
  }));
  let longest = 0;
  const pieces = feedPieces({ name: "Lena", detail: "details", desk_url: "https://x.example", sessions });
  for (let last = performance.now(); !pieces.next().done; last = performance.now())
    longest = Math.max(longest, performance.now() - last);
  expect(longest).toBeLessThan(500);
});

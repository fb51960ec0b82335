/** The desk's list of bookings and one of them: every booking once, as a file too, by index; who notes what. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { BOOKING_STATES } from "#app/domain/bookings/desk.ts";
import { markNoShow, unmarkNoShow, writeInternalNote } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { selectBookingList, selectCustomerIdsBySearch } from "#db/bookings/list.ts";
import { selectAuditEventsOfBooking, selectInternal } from "#db/bookings/one.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { FILL_FROM, fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf, wastedRows } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
const HOUR = 3_600_000;
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => app?.stop());

async function signedInAs(provider_id: string, role: "owner" | "manager" | "viewer") {
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, provider_id, id, role);
  return { Cookie: (await signIn(database.admin, id)).cookie };
}

const iso = (ms: number) => new Date(ms).toISOString();

/** `count` bookings around now, three at each start, of every status. */
async function createList(count: number) {
  const { admin } = database;
  const { provider_id, provider, service, keys } = await make.createPractice(admin);
  const other = await make.createCustomer(admin, provider_id, {
    name: "Åsa Ödegård-Nightingale",
    email: "asa@example.org",
    phone: "+49 30 1234567",
  });
  const now = Math.floor(Date.now() / HOUR) * HOUR;
  const statuses = ["confirmed", "pending", "cancelled", "declined", "expired"];
  const bookings: { id: string; status: string; starts_at: number }[] = [];
  for (let index = 0; index < count; index++) {
    const starts_at = now + (Math.floor(index / 3) - count / 6) * HOUR;
    const status = statuses[index % 5]!;
    const { id } = await make.createBooking(
      admin,
      index % 4 === 0 ? { ...keys, customer_id: other.id } : keys,
      {
        during: make.rangeText(iso(starts_at), iso(starts_at + HOUR / 2)),
        customer_name: index % 7 === 0 ? "=cmd()|x" : "Grace Hopper",
        status,
        confirmed_at: status === "confirmed" ? iso(starts_at) : null,
        cancelled_at: status === "cancelled" ? iso(starts_at) : null,
        cancelled_by: status === "cancelled" ? "customer" : null,
        declined_at: status === "declined" ? iso(starts_at) : null,
        expired_at: status === "expired" ? iso(starts_at) : null,
      },
    );
    bookings.push({ id, status, starts_at });
  }
  return { provider_id, username: provider.username, service, other, bookings, keys };
}

const idsOf = (text: string, username: string) =>
  [...text.matchAll(new RegExp(`/dashboard/${username}/bookings/([0-9a-f-]{36})"`, "g"))].map(
    ([, id]) => id!,
  );

test("every page after the other: each booking once, in order, and as many in the file", async () => {
  const { provider_id, username, bookings } = await createList(160);
  const headers = await signedInAs(provider_id, "manager");
  const base = `/dashboard/${username}/bookings`;
  const seen: Record<string, string[]> = {};
  for (const state of BOOKING_STATES) {
    for (const order of ["soonest", "latest"]) {
      const list: string[] = [];
      let where: string | null = `${base}?state=${state}&order=${order}`;
      while (where !== null) {
        const { status, text } = await ask(app, where, { headers });
        expect([where, status]).toEqual([where, 200]);
        list.push(...idsOf(text, username));
        const next: string | undefined = /href="([^"]+)"[^>]*rel="next"/.exec(text)?.[1];
        where = next ? next.replaceAll("&amp;", "&") : null;
      }
      const starts = list.map((id) => bookings.find((one) => one.id === id)!.starts_at);
      const sorted = [...starts].sort((a, b) => (order === "soonest" ? a - b : b - a));
      expect(starts).toEqual(sorted);
      expect(new Set(list).size).toBe(list.length);
      seen[state] = [...list].sort();
      const file = await ask(app, `${base}.csv?state=${state}&order=${order}`, { headers });
      expect(
        file.text
          .split("\r\n")
          .slice(1, -1)
          .map((line) => line.slice(0, 36)),
      ).toEqual(list);
    }
  }
  const all = bookings.map(({ id }) => id).sort();
  expect(seen.all).toEqual(all);
  const of = (statuses: string[]) =>
    bookings
      .filter(({ status }) => statuses.includes(status))
      .map(({ id }) => id)
      .sort();
  expect(seen.waiting).toEqual(of(["pending"]));
  expect(seen.cancelled).toEqual(of(["cancelled", "declined", "expired"]));
  expect([...seen.upcoming!, ...seen.past!].sort()).toEqual(of(["pending", "confirmed"]));
});

test("people are found by how a name, an e-mail or the end of a number begins; odd searches find nobody", async () => {
  const { provider_id, username, bookings } = await createList(20);
  const headers = await signedInAs(provider_id, "viewer");
  const find = async (q: string) => {
    const { status, text } = await ask(
      app,
      `/dashboard/${username}/bookings?state=all&q=${encodeURIComponent(q)}`,
      { headers },
    );
    expect([q, status]).toEqual([q, 200]);
    return idsOf(text, username).length;
  };
  const theirs = bookings.filter((_, index) => index % 4 === 0).length;
  for (const q of ["åsa", "ÅSA", "ödegård", "asa@", "1234567", "030 1234567", "+49301234567"])
    expect([q, await find(q)]).toEqual([q, theirs]);
  for (const q of ["sa", "%", "_", "'", "\u0000", "a".repeat(500), "\u{1f600}", "+", "\\", "nobody"])
    expect([q, [0, 20].includes(await find(q))]).toEqual([q, true]);
});

test("the file: formulas are text, a viewer has none, a broken place to go on is a 400", async () => {
  const { provider_id, username } = await createList(10);
  const headers = await signedInAs(provider_id, "manager");
  const { text } = await ask(app, `/dashboard/${username}/bookings.csv?state=all`, { headers });
  expect(text).toContain("'=cmd()|x");
  const viewer = await signedInAs(provider_id, "viewer");
  expect((await ask(app, `/dashboard/${username}/bookings.csv`, { headers: viewer })).status).toBe(403);
  for (const after of ["x", "1_2", "9".repeat(30), "%00"])
    for (const file of ["", ".csv"])
      expect(
        (await ask(app, `/dashboard/${username}/bookings${file}?after=${after}`, { headers })).status,
      ).toBe(400);
});

async function createOne(values: object = {}) {
  const { admin } = database;
  const { provider_id, provider, keys } = await make.createPractice(admin);
  const now = Date.now();
  const booking = await make.createBooking(admin, keys, {
    during: make.rangeText(iso(now - HOUR), iso(now - HOUR / 2)),
    ...values,
  });
  const row = await reading(provider_id, (tx) => selectProvider(tx));
  const context: Context = { provider: row, actor: "provider", now, secrets: ["x".repeat(32)] };
  return { provider_id, username: provider.username, booking, context };
}

const versionOf = async (id: string) =>
  (await database.admin.query("select version, updated_at from bookings where id = $1", [id])).rows[0];
const jobs = async () =>
  (await database.admin.query("select count(*)::int as n from graphile_worker._private_jobs")).rows[0].n;

test("who did not come: once, taken back, in the history; the version stays and nobody gets a mail", async () => {
  const { provider_id, booking, context } = await createOne();
  const [before, queued] = [await versionOf(booking.id), await jobs()];
  expect(await markNoShow(context, booking.id)).toEqual({ ok: true });
  expect(await markNoShow(context, booking.id)).toEqual({ ok: true });
  expect((await reading(provider_id, (tx) => selectInternal(tx, booking.id))).no_show_at).toBe(context.now);
  expect(await unmarkNoShow(context, booking.id)).toEqual({ ok: true });
  expect((await reading(provider_id, (tx) => selectInternal(tx, booking.id))).no_show_at).toBeNull();
  const events = await reading(provider_id, (tx) => selectAuditEventsOfBooking(tx, booking.id));
  expect(events.map(({ action }) => action)).toEqual(["booking.no_show", "booking.no_show_undone"]);
  expect(await versionOf(booking.id)).toEqual(before);
  expect(await jobs()).toBe(queued);
});

test("nobody is missed before the start, at what was cancelled, or at another provider's", async () => {
  const soon = await createOne({
    during: make.rangeText(iso(Date.now() + HOUR), iso(Date.now() + 2 * HOUR)),
  });
  expect(await markNoShow(soon.context, soon.booking.id)).toEqual({ ok: false, reason: "not_begun" });
  const other = await createOne();
  expect(await markNoShow(soon.context, other.booking.id)).toEqual({ ok: false, reason: "not_found" });
  const headers = await signedInAs(soon.provider_id, "owner");
  for (const part of ["", "/decline", "/cancellation", "/note"])
    expect(
      (await ask(app, `/dashboard/${soon.username}/bookings/${other.booking.id}${part}`, { headers })).status,
    ).toBe(404);
  for (const part of ["/no-show", "/note"])
    expect(
      (await post(app, `/dashboard/${soon.username}/bookings/${other.booking.id}${part}`, {}, headers))
        .status,
    ).toBe(404);
});

test("two people write the note: the second sees both, and may then decide", async () => {
  const { provider_id, username, booking, context } = await createOne({ internal_note: "Likes tea." });
  const write = (shown: string, text: string) => writeInternalNote(context, booking.id, { shown, text });
  const both = await Promise.all([write("Likes tea.", "Coffee."), write("Likes tea.", "Water.")]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const now = (await reading(provider_id, (tx) => selectInternal(tx, booking.id))).internal_note;
  expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, reason: "conflict", now });

  const headers = await signedInAs(provider_id, "manager");
  const note = `/dashboard/${username}/bookings/${booking.id}/note`;
  const late = await post(
    app,
    note,
    { shown: "Likes tea.", internal_note: "<script>alert(1)</script>" },
    headers,
  );
  expect(late.status).toBe(409);
  expect(late.text).toContain(now);
  expect(late.text).not.toContain("<script>alert(1)");
  expect((await post(app, note, { shown: now, internal_note: "Milk." }, headers)).status).toBe(303);
  expect((await post(app, note, { shown: "Milk.", internal_note: "x".repeat(2001) }, headers)).status).toBe(
    422,
  );
});

test("an answer goes back to the booking's page, and nowhere else", async () => {
  const { provider_id, username, booking } = await createOne({ status: "pending", confirmed_at: null });
  const headers = await signedInAs(provider_id, "manager");
  const path = `/dashboard/${username}/bookings/${booking.id}`;
  const approve = (back: string) => post(app, `${path}/approval`, { version: "1", back }, headers);
  expect((await approve(path)).headers.location).toBe(`${path}?just=approved`);
  for (const back of [
    "//evil.example",
    "https://evil.example",
    "/account",
    `/dashboard/${username}/../x`,
    "",
  ])
    expect((await approve(back)).headers.location).toBe(`/dashboard/${username}?just=approved`);
});

test("list, search and one booking read by index, whatever else there is", { timeout: 60_000 }, async () => {
  await fillBookings(database.admin, { providers: 200, bookingsEach: 250 });
  const provider_id = filledId("provider 7");
  const now = FILL_FROM + 20 * 86_400_000;
  const wish = {
    service_id: null,
    customer_ids: null,
    search: null,
    from: null,
    until: null,
    after: null,
    now,
    count: 20,
  };
  const of = (verb: Parameters<typeof statementOf>[1]) => statementOf(provider_id, verb);
  const [customer, booking] = [filledId("customer 7 3"), filledId("booking 7 100")];
  const queries = await Promise.all([
    of((tx) => selectBookingList(tx, { ...wish, state: "upcoming", order: "soonest" })),
    of((tx) => selectBookingList(tx, { ...wish, state: "past", order: "latest" })),
    of((tx) => selectBookingList(tx, { ...wish, state: "cancelled", order: "latest" })),
    of((tx) => selectBookingList(tx, { ...wish, state: "waiting", order: "soonest" })),
    of((tx) =>
      selectBookingList(tx, {
        ...wish,
        state: "all",
        order: "latest",
        after: { starts_at: now, id: booking },
      }),
    ),
    of((tx) =>
      selectBookingList(tx, {
        ...wish,
        state: "all",
        order: "latest",
        search: null,
        customer_ids: [customer],
      }),
    ),
    of((tx) => selectCustomerIdsBySearch(tx, { text: "customer 1", digits: "12" }, 20)),
    of((tx) => selectInternal(tx, booking)),
    of((tx) => selectAuditEventsOfBooking(tx, booking)),
  ]);
  const client = await connect(database.appUrl);
  try {
    for (const query of queries) {
      const nodes = await explain(client, query, "json");
      // Nobody wrote a history or signed up here.
      const scanned = scannedTables(nodes).filter((table) => !["accounts", "audit_events"].includes(table));
      expect([query.name, scanned]).toEqual([query.name, []]);
      expect(wastedRows(nodes), query.name).toBeLessThan(20);
    }
  } finally {
    await client.end();
  }
});

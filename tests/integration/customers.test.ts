/** A provider's customers: found, added, saved by two at once, blocked; and the list stays fast when it is long. */
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { addCustomer, blockCustomer, saveCustomer } from "#app/domain/customers/save.server.ts";
import { customerSearch, customerWords } from "#app/domain/customers.ts";
import { selectCustomers, selectCustomerTags } from "#db/customer_lists.ts";
import {
  type CustomerRow,
  selectCustomerBookings,
  selectCustomerFigures,
  selectOptionalCustomerByEmail,
  selectOptionalCustomerById,
} from "#db/customers.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import {
  createBooking,
  createCustomer,
  createPractice,
  insertRow,
  rangeText,
} from "#tests/support/factories.ts";
import { fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf, wastedRows } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const NOW = Date.parse("2030-01-10T12:00:00Z");
let practice: Awaited<ReturnType<typeof createPractice>>;
let context: Context;

beforeEach(async () => {
  practice = await createPractice(database.admin);
  context = {
    ...{ provider: await reading(practice.provider_id, selectProvider), actor: "provider", now: NOW },
    ...{ account_id: null, address: "192.0.2.7", secrets: [] },
  };
});

const add = (name: string, values: Record<string, unknown> = {}) =>
  createCustomer(database.admin, practice.provider_id, { name, ...values });
const find = async (typed: string | null, more: { tag?: string; blocked?: boolean } = {}) =>
  (
    await reading(practice.provider_id, (tx) =>
      selectCustomers(
        tx,
        { search: customerSearch(typed), tag: more.tag ?? null, blocked: more.blocked ?? false },
        { after: null, count: 50, now: NOW },
      ),
    )
  ).map(({ name }) => name);
const row = async (id: string): Promise<CustomerRow> =>
  (await reading(practice.provider_id, (tx) => selectOptionalCustomerById(tx, id)))!;
const events = async () =>
  (
    await database.admin.query(
      "select action, details from audit_events where provider_id = $1 and action like 'customer.%' order by id",
      [practice.provider_id],
    )
  ).rows;

describe("finding", () => {
  test("by the beginning of a name, of an address, by the end of a phone number; by name", async () => {
    await add("Zoë Kühn", { email: "zk@kuehn.example", phone: "+49 (30) 123-45 67" });
    await add("Ada King Lovelace", { email: "countess@example.org", phone: "030 7654321" });
    await add("zora 100%", { email: "z_x@example.org" });
    expect(await find(null)).toEqual(["Ada King Lovelace", "Grace Hopper", "zora 100%", "Zoë Kühn"]);
    expect(await find("zo")).toEqual(["zora 100%", "Zoë Kühn"]);
    expect(await find("LOVE")).toEqual(["Ada King Lovelace"]);
    expect(await find("Ada K")).toEqual(["Ada King Lovelace"]);
    expect(await find("countess@")).toEqual(["Ada King Lovelace"]);
    expect(await find("count")).toEqual(["Ada King Lovelace"]);
    expect(await find("+49 30 1234567")).toEqual(["Zoë Kühn"]);
    expect(await find("234567")).toEqual(["Zoë Kühn"]);
    expect(await find("kühn")).toEqual(["Zoë Kühn"]);
    // No pattern means anything, and King is neither first nor last.
    for (const nobody of ["%", "_", "King", "z%", "' or true --"]) expect(await find(nobody)).toEqual([]);
  });

  test("by tag, the blocked alone; who is erased and who is another's not at all", async () => {
    const [one, two] = [await add("One"), await add("Two", { blocked_at: "2030-01-01" })];
    const { provider_id } = practice;
    for (const [customer_id, tag] of [
      [one.id, "VIP"],
      [two.id, "VIP"],
      [two.id, "late"],
    ] as const)
      await insertRow(database.admin, "customer_tags", { provider_id, customer_id, tag });
    await add("Oneself", { erased_at: "2030-01-01", email: "erased@erased.invalid" });
    const other = await createPractice(database.admin);
    await createCustomer(database.admin, other.provider_id, { name: "One of others" });
    expect(await find(null, { tag: "VIP" })).toEqual(["One", "Two"]);
    expect(await find("on")).toEqual(["One"]);
    expect(await find(null, { blocked: true })).toEqual(["Two"]);
    expect(await find(null, { tag: "late", blocked: true })).toEqual(["Two"]);
    expect(await reading(provider_id, (tx) => selectCustomerTags(tx, 50))).toEqual(["VIP", "late"]);
  });

  test("page by page, namesakes too: each once", async () => {
    for (let n = 0; n < 12; n++) await add("Grace Hopper");
    const seen: string[] = [];
    for (let after: { name_key: string; id: string } | null = null; ; ) {
      const page = await reading(practice.provider_id, (tx) =>
        selectCustomers(
          tx,
          { search: { by: "text", text: "g" }, tag: null, blocked: false },
          { after, count: 5, now: NOW },
        ),
      );
      seen.push(...page.map(({ id }) => id));
      if (page.length < 5) break;
      after = page.at(-1)!;
    }
    expect([seen.length, new Set(seen).size]).toEqual([13, 13]);
  });

  test("visits, the last and the next: no-shows and cancelled ones are none", async () => {
    const book = (day: string, values = {}) =>
      createBooking(database.admin, practice.keys, {
        during: rangeText(`${day}T09:00:00Z`, `${day}T10:00:00Z`),
        ...values,
      });
    await book("2030-01-02");
    await book("2030-01-03");
    await book("2030-01-04", { no_show_at: "2030-01-04" });
    await book("2030-01-05", { status: "cancelled", cancelled_at: "2030-01-05", cancelled_by: "customer" });
    await book("2030-02-01", { status: "pending", confirmed_at: null });
    await book("2030-01-20", { status: "declined", declined_at: "2030-01-05" });
    const { id } = practice.customer;
    const [[entry], figures, bookings] = await reading(practice.provider_id, async (tx) => [
      await selectCustomers(
        tx,
        { search: { by: "all" }, tag: null, blocked: false },
        { after: null, count: 5, now: NOW },
      ),
      await selectCustomerFigures(tx, id, NOW),
      await selectCustomerBookings(tx, id, { before: null, count: 3 }),
    ]);
    const dates = {
      last_at: Date.parse("2030-01-03T09:00:00Z"),
      next_at: Date.parse("2030-02-01T09:00:00Z"),
    };
    expect(entry).toMatchObject({ visits: 2, ...dates });
    expect(figures).toEqual({ visits: 2, no_shows: 1, cancelled: 2, upcoming: 1, ...dates });
    const last = bookings.at(-1)!;
    const rest = await reading(practice.provider_id, (tx) =>
      selectCustomerBookings(tx, id, { before: last, count: 10 }),
    );
    expect([bookings.length, rest.length, rest[0]!.starts_at < last.starts_at]).toEqual([3, 3, true]);
  });
});

const VALUES = { name: "Ada", email: "ada@example.org", phone: null, note: "", tags: ["a", "b"] };

describe("adding and saving", () => {
  test("a customer with tags and a note; the history has the id and no name", async () => {
    const made = await addCustomer(context, { ...VALUES, note: "<script>" });
    if (!made.ok) throw new Error("taken");
    expect(await row(made.id)).toMatchObject({ ...VALUES, note: "<script>", version: 1 });
    expect(await events()).toEqual([{ action: "customer.added", details: { customer_id: made.id } }]);
    const again = await addCustomer(context, { ...VALUES, email: "ADA@example.org" });
    expect(again).toMatchObject({ ok: false, reason: "taken", other: { id: made.id, name: "Ada" } });
  });

  test("two at once: the second sees both values and nothing is written; the choice is then saved", async () => {
    const made = await addCustomer(context, VALUES);
    if (!made.ok) throw new Error("taken");
    const { id } = made;
    const before = await row(id);
    const shown = customerWords(before);
    expect(
      await saveCustomer(context, {
        id,
        version: 1,
        shown,
        values: { ...VALUES, note: "hers", tags: ["c"] },
      }),
    ).toEqual({ ok: true, changed: ["tags", "note"] });
    const refused = await saveCustomer(context, {
      id,
      version: 1,
      shown,
      values: { ...VALUES, note: "his" },
    });
    expect(refused).toMatchObject({
      ok: false,
      reason: "stale",
      version: 2,
      conflicts: [
        { field: "tags", now: "c", yours: "a, b", touched: false },
        { field: "note", now: "hers", yours: "his", touched: true },
      ],
    });
    expect(await row(id)).toMatchObject({ note: "hers", tags: ["c"] });
    const words = customerWords(await row(id));
    const chosen = { id, version: 2, shown: words, values: { ...VALUES, note: "his" }, theirs: ["tags"] };
    expect(await saveCustomer(context, chosen)).toEqual({ ok: true, changed: ["note"] });
    expect(await row(id)).toMatchObject({ note: "his", tags: ["c"], version: 3 });
    expect((await events()).at(-1)).toEqual({
      action: "customer.changed",
      details: { customer_id: id, fields: "note" },
    });
  });

  test("somebody else's address is refused and named; many at once make one customer", async () => {
    const made = await addCustomer(context, VALUES);
    if (!made.ok) throw new Error("taken");
    const shown = customerWords(await row(made.id));
    const values = { ...VALUES, email: practice.customer.email.toUpperCase() };
    expect(await saveCustomer(context, { id: made.id, version: 1, shown, values })).toMatchObject({
      ok: false,
      reason: "taken",
      other: { id: practice.customer.id },
    });
    for (let round = 0; round < 10; round++) {
      const email = `new-${round}@example.org`;
      const many = await Promise.all(
        Array.from({ length: 8 }, () => addCustomer(context, { ...VALUES, email })),
      );
      expect(many.filter(({ ok }) => ok).length).toBe(1);
    }
  });

  test("blocked and let in again, each once in the history; another's customer is nobody", async () => {
    const { id } = practice.customer;
    await Promise.all([blockCustomer(context, id, true), blockCustomer(context, id, true)]);
    expect((await row(id)).blocked_at).toBe(NOW);
    await blockCustomer(context, id, false);
    expect((await row(id)).blocked_at).toBeNull();
    expect((await events()).map(({ action }) => action)).toEqual(["customer.blocked", "customer.unblocked"]);
    const other = await createPractice(database.admin);
    await expect(blockCustomer(context, other.customer.id, true)).rejects.toThrow("don't have this customer");
    const save = { id: other.customer.id, version: 1, shown: {}, values: VALUES };
    await expect(saveCustomer(context, save)).rejects.toThrow("don't have this customer");
  });
});

describe("20,000 customers", () => {
  let app: pg.Client;
  const provider_id = filledId("provider 7");
  beforeAll(async () => {
    const { admin } = database;
    await fillBookings(admin, { providers: 40, bookingsEach: 200 });
    await admin.query(
      `insert into customers (provider_id, id, email, name, phone, blocked_at)
       select $1, gen_random_uuid(), 'person-' || n || '@example.org', chr(97 + n % 26) || md5(n::text) || ' ' || md5((-n)::text),
         '+49 30 ' || n + 1000000, case when n % 500 = 0 then now() end
       from generate_series(1, 20000) n`,
      [provider_id],
    );
    await admin.query(
      `insert into customer_tags (provider_id, customer_id, tag)
       select provider_id, id, case when substring(email::text from 8 for 2) = '77' then 'rare' else 'usual' end
       from customers where email like 'person-%7@example.org'`,
    );
    await admin.query("analyze");
    app = await connect(database.appUrl);
  }, 120_000);
  afterAll(async () => app?.end());

  test("every question of the list reads by index, and hardly more than it shows", async () => {
    const id = filledId("customer 7 1");
    const list = (typed: string | null, more: { tag?: string; blocked?: boolean; after?: string } = {}) =>
      statementOf(provider_id, (tx) =>
        selectCustomers(
          tx,
          { search: customerSearch(typed), tag: more.tag ?? null, blocked: more.blocked ?? false },
          { after: more.after ? { name_key: more.after, id } : null, count: 26, now: NOW },
        ),
      );
    const queries = {
      all: await list(null),
      later: await list(null, { after: "m" }),
      text: await list("abc"),
      email: await list("person-777@"),
      phone: await list("1012345"),
      blocked: await list(null, { blocked: true }),
      rare: await list(null, { tag: "rare" }),
      one: await statementOf(provider_id, (tx) => selectOptionalCustomerById(tx, id)),
      address: await statementOf(provider_id, (tx) =>
        selectOptionalCustomerByEmail(tx, "person-7@example.org"),
      ),
      figures: await statementOf(provider_id, (tx) => selectCustomerFigures(tx, id, NOW)),
      bookings: await statementOf(provider_id, (tx) =>
        selectCustomerBookings(tx, id, { before: { starts_at: NOW, id }, count: 51 }),
      ),
      tags: await statementOf(provider_id, (tx) => selectCustomerTags(tx, 60)),
    };
    const faults: Record<string, unknown> = {};
    for (const [name, query] of Object.entries(queries)) {
      const nodes = await explain(app, query, "json");
      if (scannedTables(nodes).length > 0 || wastedRows(nodes) > 60) faults[name] = nodes;
    }
    expect(faults).toEqual({});
  });

  test("the tenant's prefix is in the index condition", async () => {
    const query = await statementOf(provider_id, (tx) =>
      selectCustomers(
        tx,
        { search: { by: "phone", digits: "1012345" }, tag: null, blocked: false },
        { after: null, count: 26, now: NOW },
      ),
    );
    const nodes = await explain(app, query, "json");
    expect(nodes.map((node) => node["Index Cond"] ?? "").join("\n")).toMatch(/phone_key >= .*phone_key < /);
  });
});

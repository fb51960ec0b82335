/** The archive of all of a provider's data: complete, without secrets, and made at the reader's pace. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXPORTED, exportedColumns } from "#db/exports.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { fillBookings, filledId } from "#tests/support/fill.ts";
import { createFullProvider, type FullProvider, tenantTables } from "#tests/support/full-provider.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { unzip } from "#tests/support/unzip.ts";
import { type App, ask, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
const BOOKINGS = 50_000;
let app: App;
let own: FullProvider;
let other: FullProvider;
let Cookie: string;

beforeAll(async () => {
  const { admin } = database;
  await fillBookings(admin, { providers: 1, bookingsEach: BOOKINGS });
  // Notes that no compression makes small.
  await admin.query(
    "update bookings set note = md5(random()::text) || md5(random()::text) || md5(random()::text)",
  );
  own = await createFullProvider(admin, { username: "lena" });
  other = await createFullProvider(admin);
  Cookie = (await signIn(admin, own.account_id)).cookie;
  // Little room: what grew with the archive would not fit, and what V8 has not cleaned up yet does not count.
  app = await startApp({
    ...database,
    env: { NODE_OPTIONS: "--max-old-space-size=160 --max-semi-space-size=4" },
  });
}, 120_000);
afterAll(async () => {
  await app?.stop();
});

/** Asks for the archive; `read` gets the answer before anything of it was read. */
const download = <T>(
  where: string,
  cookie: string,
  read: (answer: http.IncomingMessage) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port: app.port, path: where, headers: { Cookie: cookie } });
    request.on("error", reject);
    request.on("response", (answer) => read(answer).then(resolve, reject));
  });

const bytesOf = async (answer: http.IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

/** Files by their names in the archive's one folder. */
const archiveOf = async (username: string, cookie: string) => {
  const bytes = await download(`/dashboard/${username}/settings/export.zip`, cookie, bytesOf);
  const files = unzip(bytes);
  return new Map(
    [...files].map(([name, content]) => [name.replace(/^[^/]+\//, ""), content.toString("utf8")]),
  );
};

test("every table and column of a provider is in it, or says why not", async () => {
  const tables = await tenantTables(database.admin);
  expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(EXPORTED).sort());
  for (const { name, tenant } of tables) {
    const { rows } = await database.admin.query(
      `select attname as name, attnum = any(array(select unnest(indkey) from pg_index where indrelid = attrelid and indisprimary)) as keyed
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [name],
    );
    const { columns, without, key } = EXPORTED[name]!;
    const known = [...columns, ...Object.keys(without)];
    expect({ name, columns: rows.map((row) => row.name).sort() }).toEqual({ name, columns: known.sort() });
    const primary = rows.filter((row) => row.keyed && (row.name !== tenant || name === "providers"));
    expect({ name, key: primary.map((row) => row.name).sort() }).toEqual({
      name,
      key: Object.keys(key).sort(),
    });
  }
});

test("where the operator was is not in it", async () => {
  const { admin } = database;
  for (const [actor, address] of [
    ["provider", "192.0.2.1"],
    ["system", "192.0.2.2"],
  ])
    await insertRow(admin, "audit_events", {
      ...{ provider_id: own.provider_id, id: uuid(), action: "provider.noticed", details: "{}" },
      ...{ actor, address, account_id: own.account_id, at: "2026-11-22T10:00:00Z" },
    });
  const text = (await archiveOf("lena", Cookie)).get("json/audit_events.json")!;
  expect(text).toContain("192.0.2.1");
  expect(text).not.toContain("192.0.2.2");
});

test("it holds the provider's rows, all of them and nobody else's, and no secret", async () => {
  const { admin } = database;
  const evil = [
    '=HYPERLINK("https://evil.example")',
    "+49 30 1",
    "-1",
    "@sum",
    "\tx",
    "\rx",
    'a "b", c\r\nd',
    "Zoë 東京",
  ];
  for (const [n, name] of evil.entries())
    await insertRow(admin, "customers", {
      ...{ provider_id: own.provider_id, id: `019b0000-0000-7000-8000-00000000000${n}` },
      ...{ email: `evil-${n}@example.org`, name },
    });
  for (const [provider_id, words] of [
    [own.provider_id, "a picture of mine"],
    [other.provider_id, "a picture of others"],
  ] as const) {
    mkdirSync(path.join(app.data_dir, "photos", provider_id), { recursive: true });
    writeFileSync(path.join(app.data_dir, "photos", provider_id, "portrait-512.webp"), words);
  }
  const files = await archiveOf("lena", Cookie);
  expect(files.get("photos/portrait-512.webp")).toBe("a picture of mine");
  expect([...files.values()].join("\n")).not.toContain("a picture of others");
  const hex = (bytes: unknown) => (bytes as Buffer).toString("hex");
  const secrets = [
    hex(own.booking.manage_token_hash),
    hex(own.booking.request_hash),
    own.booking.idempotency_key,
  ];
  const everything = [...files.values()].join("\n");
  for (const secret of [...secrets, hex(own.invitation.token_hash)]) expect(everything).not.toContain(secret);
  for (const id of [other.provider_id, other.account_id, other.booking.id, other.customer.email])
    expect(everything).not.toContain(id);

  for (const { name, tenant } of await tenantTables(admin)) {
    const { rowCount } = await admin.query(`select from ${name} where ${tenant} = $1`, [own.provider_id]);
    const rows = JSON.parse(files.get(`json/${name}.json`)!) as Record<string, unknown>[];
    expect([name, rows.length]).toEqual([name, rowCount]);
    const columns = exportedColumns(EXPORTED[name]!);
    expect([name, Object.keys(rows[0]!).sort()]).toEqual([name, [...columns].sort()]);
    expect([name, files.get(`csv/${name}.csv`)!.split("\r\n")[0]]).toEqual([
      name,
      `\uFEFF${columns.join(",")}`,
    ]);
  }
  const [booking] = JSON.parse(files.get("json/bookings.json")!);
  expect(booking).toMatchObject({ id: own.booking.id, starts_at: "2030-01-07T09:00:00+00:00", answers: [] });
  const [member] = JSON.parse(files.get("json/memberships.json")!);
  expect(member).toMatchObject({ account_id: own.account_id, name: "Ada Lovelace", role: "owner" });

  const csv = files.get("csv/customers.csv")!;
  for (const cell of [
    `"'=HYPERLINK(""https://evil.example"")"`,
    "'+49 30 1",
    "'-1",
    "'@sum",
    "'\tx",
    '"\'\rx"',
    '"a ""b"", c\r\nd"',
    "Zoë 東京",
  ])
    expect(csv).toContain(`,${cell},`);
});

test("a viewer and a stranger get none; a page, not half an archive", async () => {
  const viewer = await createAccount(database.admin);
  await createMembership(database.admin, own.provider_id, viewer.id, "viewer");
  const { cookie } = await signIn(database.admin, viewer.id);
  for (const where of ["export", "export.zip"]) {
    const path = `/dashboard/lena/settings/${where}`;
    expect((await ask(app, path, { headers: { Cookie: cookie } })).status).toBe(403);
    expect((await ask(app, path)).status).toBe(302);
    const { provider } = other;
    expect((await ask(app, path.replace("lena", provider.username), { headers: { Cookie } })).status).toBe(
      404,
    );
  }
});

/** When a transaction of the application last did something, as the server knows it. */
const lastWork = async () => {
  const { rows } = await database.admin.query(
    `select max(extract(epoch from state_change) * 1000)::float8 as at, count(*) filter (where xact_start is not null) as open
     from pg_stat_activity where datname = current_database() and usename = 'daybook_app'`,
  );
  return { at: Number(rows[0].at), open: Number(rows[0].open) };
};

/** Waits until the application has asked the database nothing for half a second. */
const standstill = () =>
  until("nothing is read any more", async () => {
    const { at } = await lastWork();
    return Date.now() - at > 500 && (await lastWork()).at === at;
  });

const peakOf = ({ pid }: App) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

test("50,000 bookings: the first byte at once, a slow reader holds nothing, memory stays flat", {
  timeout: 90_000,
}, async () => {
  const { admin } = database;
  const account = await createAccount(admin);
  await createMembership(admin, filledId("provider 1"), account.id);
  const { cookie } = await signIn(admin, account.id);
  const linux = process.platform === "linux";
  const before = linux ? peakOf(app) : 0;
  const began = performance.now();
  const bytes = await download("/dashboard/filled-1/settings/export.zip", cookie, async (answer) => {
    const pieces = answer[Symbol.asyncIterator]();
    const first = (await pieces.next()).value as Buffer;
    expect(performance.now() - began).toBeLessThan(2_000);
    await standstill();
    const { at, open } = await lastWork();
    expect(open, "transactions that a slow reader holds open").toBe(0);
    const rest: Buffer[] = [first];
    for (let next = await pieces.next(); !next.done; next = await pieces.next())
      rest.push(next.value as Buffer);
    expect((await lastWork()).at, "it had not been ahead of its reader").toBeGreaterThan(at + 500);
    return Buffer.concat(rest);
  });
  // All of it as text is some 60 MB, as rows twice as much. 8 to 36 were seen, more on a busy machine.
  if (linux) expect(peakOf(app) - before, "MB that the process grew by").toBeLessThan(50);
  const files = unzip(bytes);
  const named = (end: string) => [...files].find(([name]) => name.endsWith(end))![1].toString("utf8");
  expect(JSON.parse(named("json/bookings.json")).length).toBe(BOOKINGS);
  expect(named("csv/bookings.csv").split("\r\n").length).toBe(BOOKINGS + 2);
});

test("a download that is given up ends the work", { timeout: 60_000 }, async () => {
  const { rows } = await database.admin.query("select account_id from memberships where provider_id = $1", [
    filledId("provider 1"),
  ]);
  const { cookie } = await signIn(database.admin, rows[0].account_id);
  let gone = 0;
  await download("/dashboard/filled-1/settings/export.zip", cookie, async (answer) => {
    const pieces = answer[Symbol.asyncIterator]();
    for (let read = 0; read < 200_000; ) read += ((await pieces.next()).value as Buffer).length;
    answer.destroy();
    gone = Date.now();
  });
  await standstill();
  expect((await lastWork()).at - gone, "ms that it went on").toBeLessThan(1_000);
  expect(app.output()).not.toMatch(/"level":(50|"error")/);
  expect((await ask(app, "/dashboard/filled-1", { headers: { Cookie: cookie } })).status).toBe(200);
});

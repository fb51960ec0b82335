/** "Delete the provider": the name, two weeks, then nothing of it is left in any table, mail or file. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { purgeProvider } from "#app/domain/providers/delete.server.ts";
import { GRACE } from "#app/domain/providers/deletion.ts";
import { createCanaryWorld } from "#tests/support/canaries.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { createFullProvider, tenantTables } from "#tests/support/full-provider.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, outbox, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const nothingToClear = { deleteMails: async () => {}, deletePrefix: async () => {} };
const jobs = async () =>
  (await database.admin.query("select count(*)::int as n from graphile_worker.jobs where run_at <= now()"))
    .rows[0].n;
const idle = () => until("the queue is empty", async () => (await jobs()) === 0);

/** A provider that takes bookings, with an owner who is signed in. */
const createOpen = async (username: string, name = "Lena Hartmann") => {
  const { admin } = database;
  const { provider_id } = await createOpenPractice(admin, { username, name });
  await createFullService(admin, provider_id);
  const owner = await createAccount(admin, { email: `owner-of-${username}@example.org` });
  await createMembership(admin, provider_id, owner.id);
  const { cookie } = await signIn(admin, owner.id);
  const where = `/dashboard/${username}/settings/deletion`;
  const end = async () =>
    (await admin.query("select deletes_at from providers where id = $1", [provider_id])).rows[0]
      ?.deletes_at ?? null;
  return { provider_id, owner, Cookie: cookie, where, end, page: `/book/${username}` };
};

test("the name, the page closes, every owner is told once, and it can be taken back", async () => {
  const { admin } = database;
  const { provider_id, Cookie, where, end, page } = await createOpen("lena");
  const partner = await createAccount(admin, { email: "partner@example.org", name: "Mary Somerville" });
  await createMembership(admin, provider_id, partner.id);
  const manager = await createAccount(admin, { email: "manager@example.org" });
  await createMembership(admin, provider_id, manager.id, "manager");

  expect((await ask(app, where, { headers: { Cookie } })).text).toContain("Type “Lena Hartmann” to confirm");
  for (const name of ["", "Lena", "lena"]) {
    const refused = await post(app, where, { name }, { Cookie });
    expect([name, refused.status, await end()]).toEqual([name, 422, null]);
    expect(refused.text).toContain(`value="${name}"`);
  }
  const done = await post(app, where, { name: " lena  hartmann " }, { Cookie });
  expect([done.status, done.headers.location]).toEqual([303, where]);
  const deletes_at = (await end()).getTime();
  expect(Math.abs(deletes_at - Date.now() - GRACE)).toBeLessThan(60_000);
  for (const path of [page, `${page}/full`]) expect((await ask(app, path)).status).toBe(410);
  expect((await ask(app, "/sitemap.xml")).text).not.toContain(page);
  expect((await ask(app, where, { headers: { Cookie } })).text).toContain("is about to be deleted");

  // Asked for again: nothing new, and the end stays.
  expect((await post(app, where, { name: "Lena Hartmann" }, { Cookie })).status).toBe(303);
  expect((await end()).getTime()).toBe(deletes_at);
  await idle();
  const mails = outbox(app).map((file) => readFileSync(path.join(app.data_dir, "mail", file), "utf8"));
  const told = mails.map((mail) => /^To: (.*)$/m.exec(mail)![1]).sort();
  expect(told).toEqual(["owner-of-lena@example.org", "partner@example.org"]);

  const undone = await post(app, `${where}/undo`, {}, { Cookie });
  expect([undone.status, await end()]).toEqual([303, null]);
  expect((await ask(app, page)).status).toBe(200);
  expect((await ask(app, "/sitemap.xml")).text).toContain(page);
  const { rows } = await admin.query(
    "select action, account_id is not null as who, address is not null as where from audit_events where provider_id = $1 order by id",
    [provider_id],
  );
  expect(rows).toEqual(
    ["provider.deletion_planned", "provider.deletion_undone"].map((action) => ({
      action,
      who: true,
      where: true,
    })),
  );

  // The job that was left behind finds nothing to do, at its time and later.
  for (const at of [deletes_at, deletes_at + GRACE]) await purgeProvider(provider_id, at, nothingToClear);
  expect((await ask(app, page)).status).toBe(200);
});

test("before its time nothing goes, whoever asks; after it nothing can be taken back", async () => {
  const { admin } = database;
  const { provider_id, Cookie, where, end } = await createOpen("early");
  await post(app, where, { name: "Lena Hartmann" }, { Cookie });
  await purgeProvider(provider_id, Date.now(), nothingToClear);
  // Our clock is ahead of the database's: the job fails, and comes again.
  await expect(purgeProvider(provider_id, Date.now() + 2 * GRACE, nothingToClear)).rejects.toThrow(
    "not over",
  );
  expect(await end()).not.toBeNull();
  await admin.query("update providers set deletes_at = now() - interval '1 second' where id = $1", [
    provider_id,
  ]);
  await post(app, `${where}/undo`, {}, { Cookie });
  expect(await end()).not.toBeNull();
});

/** Every row anywhere that has one of these texts in it; the queue's payloads too. */
const traces = async (texts: string[]): Promise<string[]> => {
  const { rows } = await database.admin.query(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname !~ '^pg_(toast|temp)' order by 1`);
  expect(rows.length).toBeGreaterThan(22);
  const seen: string[] = [];
  for (const { name } of rows) {
    const { rows: lines } = await database.admin.query(
      `select t::text as line from ${name} t where exists (select from unnest($1::text[]) one where strpos(t::text, one) > 0)`,
      [texts],
    );
    seen.push(...lines.map(({ line }) => `${name}: ${line}`));
  }
  return seen;
};

const filesWith = (texts: string[]): string[] =>
  readdirSync(app.data_dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) =>
      texts.some((text) => file.includes(text) || readFileSync(file, "latin1").includes(text)),
    );

/** All rows of a provider, to compare. */
const rowsOf = async (provider_id: string) => {
  const all: Record<string, unknown> = {};
  for (const { name, tenant } of await tenantTables(database.admin))
    all[name] = (
      await database.admin.query(`select t::text from ${name} t where ${tenant} = $1 order by 1`, [
        provider_id,
      ])
    ).rows;
  return all;
};

test("after its time nothing of it is left in any table, in the queue, in the mails or in the storage", async () => {
  const { admin } = database;
  const other = await createFullProvider(admin, { username: "other" });
  const canary = await createCanaryWorld(admin, "Gone".toLowerCase());
  const { provider_id, Cookie, where } = await createOpen("gone", "Quillfeather");
  // One provider with everything: the canaries' rows become this one's neighbours in the same purge.
  const plan = async (id: string) =>
    admin.query("update providers set deletes_at = now() - interval '1 second' where id = $1", [id]);
  const made = await post(
    app,
    "/book/gone/full/details",
    bookingForm(0, { name: "Zebedee Quux", note: "Quuxnote" }),
  );
  expect(made.status).toBe(303);
  await idle();
  for (const id of [provider_id, other.provider_id]) {
    mkdirSync(path.join(app.data_dir, "photos", id), { recursive: true });
    writeFileSync(path.join(app.data_dir, "photos", id, "portrait-512.webp"), "picture");
  }
  expect((await post(app, where, { name: "Quillfeather" }, { Cookie })).status).toBe(303);
  await idle();
  // A job of it that waits for later, as reminders will.
  await admin.query(
    "select graphile_worker.add_job('booking_mail', json_build_object('provider_id', $1::text), run_at => now() + interval '1 day')",
    [provider_id],
  );
  // What operators noted of it; of another one it stays.
  for (const [username, reason] of [
    ["gone", "Quuxreason"],
    ["other", "Another reason"],
  ])
    await insertRow(admin, "account_events", {
      ...{ id: uuid(), action: "provider.suspended", at: "2026-11-22T10:00:00Z" },
      details: JSON.stringify({ username, reason }),
    });
  const texts = [provider_id, "Zebedee Quux", "Quuxnote", "Quuxreason", "Quillfeather"];
  const inRows = canary.canaries.filter(
    ({ column }) =>
      !/^(accounts|identities|sessions|verification_tokens|account_events|account_deliveries)\./.test(column),
  );
  const canaries = [canary.provider_id, ...inRows.flatMap(({ texts }) => texts)];
  expect((await traces(texts)).length).toBeGreaterThan(10);
  expect(filesWith(texts).length).toBeGreaterThan(3);
  const before = await rowsOf(other.provider_id);

  for (const id of [provider_id, canary.provider_id]) {
    await plan(id);
    await admin.query(
      "select graphile_worker.add_job('purge_provider', json_build_object('provider_id', $1::text))",
      [id],
    );
  }
  await idle();
  // The run that was planned with the deletion, two weeks later: nothing is left to do, and it says nothing.
  await admin.query(
    "update graphile_worker._private_jobs set run_at = now() where payload ->> 'provider_id' = $1",
    [provider_id],
  );
  await idle();
  expect(await traces([...texts, ...canaries])).toEqual([]);
  expect(filesWith([...texts, canary.provider_id])).toEqual([]);
  expect(existsSync(path.join(app.data_dir, "photos", other.provider_id, "portrait-512.webp"))).toBe(true);
  expect(await rowsOf(other.provider_id)).toEqual(before);
  const noted = await admin.query("select details from account_events where action = 'provider.suspended'");
  expect(noted.rows.map(({ details }) => details)).toEqual(
    expect.arrayContaining([
      { username: "deleted", reason: null },
      { username: "other", reason: "Another reason" },
    ]),
  );
  for (const address of ["/book/gone", "/book/gone/full", "/dashboard/gone", made.headers.location!])
    expect((await ask(app, address, { headers: { Cookie } })).status).toBe(404);
  // The people stay: they may work for others.
  expect((await ask(app, "/dashboard", { headers: { Cookie } })).headers.location).toBe("/welcome");
  expect(app.output()).not.toContain("job worker:");
});

test("a run that ended between the rows and the files is finished by the next", async () => {
  const { provider_id } = await createFullProvider(database.admin);
  await database.admin.query("update providers set deletes_at = now() - interval '1 second' where id = $1", [
    provider_id,
  ]);
  const asked: string[] = [];
  const deletePrefix = async (prefix: string) => {
    asked.push(prefix);
    if (asked.length === 1) throw new Error("the storage is away");
  };
  const run = () => purgeProvider(provider_id, Date.now(), { ...nothingToClear, deletePrefix });
  await expect(run()).rejects.toThrow("the storage is away");
  expect(await traces([provider_id])).toEqual([]);
  await run();
  expect(asked).toEqual([`${provider_id}/`, `${provider_id}/`]);
});

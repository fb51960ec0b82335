/** The operator's pages, and what a suspension does to everybody else. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountToken } from "#app/domain/secrets.server.ts";
import { createDeadJob } from "#tests/support/dead-jobs.ts";
import { createProvider } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, SECRET, startApp } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let operator: { id: string; Cookie: string };
let owner: { id: string; Cookie: string };
let n = 0;

const person = async (values: Record<string, unknown>) => {
  const { id } = await createAccount(database.admin, values);
  return { id, Cookie: (await signIn(database.admin, id)).cookie };
};

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, {
    username: "lena",
    name: "Lena Hartmann",
  });
  await createFullService(database.admin, provider_id);
  operator = await person({ name: "Radia Perlman", operator_since: "2026-01-01T00:00:00Z" });
  owner = await person({ name: "Olga Ladyzhenskaya", email: "olga@example.org" });
  await createMembership(database.admin, provider_id, owner.id);
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
beforeEach(async () => {
  operator.Cookie = (await signIn(database.admin, operator.id)).cookie;
  owner.Cookie = (await signIn(database.admin, owner.id)).cookie;
});

const page = (where: string, Cookie?: string) => ask(app, where, { headers: Cookie ? { Cookie } : {} });
const act = (where: string, fields = {}, Cookie = operator.Cookie) => post(app, where, fields, { Cookie });
const words = (text: string) => text.replace(/<!-- -->/g, "");
const SUSPENSION = "/admin/providers/lena/suspension";
const LIFTING = "/admin/providers/lena/reinstatement";

test("nobody else finds these pages: signed out one signs in first, everybody else gets a 404", async () => {
  const { rows } = await database.admin.query("select count(*)::int as n from account_events");
  for (const where of [
    "/admin",
    "/admin/providers",
    "/admin/accounts",
    "/admin/history",
    "/admin/jobs",
    SUSPENSION,
    `/admin/accounts/${owner.id}/suspension`,
  ]) {
    expect((await page(where)).status, where).toBe(302);
    expect((await page(where, owner.Cookie)).status, where).toBe(404);
    expect((await page(where, operator.Cookie)).status, where).toBe(200);
  }
  for (const where of ["/admin/sign-up", SUSPENSION, LIFTING, `/admin/accounts/${owner.id}/suspension`]) {
    expect((await post(app, where, { reason: "x", sign_up: "open" })).status, where).toBe(401);
    expect((await act(where, { reason: "x", sign_up: "invitation" }, owner.Cookie)).status, where).toBe(404);
  }
  expect((await database.admin.query("select count(*)::int as n from account_events")).rows).toEqual(rows);
});

test("the overview: version, size, counts, the queue", async () => {
  const { text } = await page("/admin", operator.Cookie);
  for (const what of ["version", "0.1.0", "Database", "MB", "Jobs waiting", "Accounts"])
    expect(text).toContain(what);
});

test("a suspended provider: closed to customers and members, kept for who has booked, and opened again", async () => {
  await database.admin.query("update usernames set listed_at = now() where username = 'lena'");
  const made = await post(app, "/book/lena/full/details", bookingForm(2 * n++));
  expect(made.status).toBe(303);
  const booking = made.headers.location!.split("?")[0]!;
  expect((await page("/sitemap.xml")).text).toContain("/book/lena");

  const empty = await act(SUSPENSION, { reason: "  " });
  expect([empty.status, empty.text.includes("Say why")]).toEqual([422, true]);
  const done = await act(SUSPENSION, { reason: "Complaints about phishing" });
  expect([done.status, done.headers.location]).toEqual([303, SUSPENSION]);

  for (const where of ["/book/lena", "/book/lena/full"]) {
    const closed = await page(where);
    expect(closed.status, where).toBe(403);
    expect(closed.text).toContain("This booking page is closed");
    expect(closed.text).not.toContain("phishing");
    expect(closed.headers).toMatchObject({ "cache-control": "no-store", "x-robots-tag": "noindex" });
  }
  expect((await post(app, "/book/lena/full/details", bookingForm(2 * n++))).status).toBe(403);
  expect((await page("/sitemap.xml")).text).not.toContain("/book/lena");
  expect((await page("/")).text).not.toContain("Lena Hartmann");

  const desk = await page("/dashboard/lena", owner.Cookie);
  expect([desk.status, desk.text.includes("Complaints about phishing")]).toEqual([403, true]);
  expect((await act("/dashboard/lena/members/departure", {}, owner.Cookie)).status).toBe(403);

  const kept = await page(booking);
  expect(kept.status).toBe(200);
  expect(words(kept.text)).toContain("takes no bookings here at the moment, so this one cannot be moved");
  expect(kept.text).not.toContain("Move to another time");
  expect((await page(`${booking}/calendar.ics`)).status).toBe(200);
  const move = await page(`${booking}/time`);
  expect([move.status, move.text.includes("you can still cancel")]).toEqual([403, true]);
  expect((await post(app, `${booking}/time`, { start: "x", version: "1" })).status).toBe(403);
  expect((await post(app, `${booking}/cancellation`, { version: "1" })).headers.location).toContain(
    "just=cancelled",
  );

  expect((await act(LIFTING)).status).toBe(303);
  expect((await act(LIFTING)).status).toBe(303);
  expect((await page("/book/lena")).status).toBe(200);
  expect((await page("/sitemap.xml")).text).toContain("/book/lena");
  expect((await page("/dashboard/lena", owner.Cookie)).status).toBe(200);
  expect((await post(app, "/book/lena/full/details", bookingForm(2 * n++))).status).toBe(303);

  const history = words((await page("/dashboard/lena/history", owner.Cookie)).text);
  expect(history).toContain("Suspended the provider: “Complaints about phishing”");
  expect(history).toContain("The operator");
  expect(history).not.toContain("Radia Perlman");
  const { rows } = await database.admin.query(
    "select action, actor_account_id, address, details from account_events where action like 'provider.%' order by id",
  );
  expect(rows).toEqual([
    {
      action: "provider.suspended",
      actor_account_id: operator.id,
      address: "127.0.0.1",
      details: { username: "lena", reason: "Complaints about phishing" },
    },
    {
      action: "provider.suspension_lifted",
      actor_account_id: operator.id,
      address: "127.0.0.1",
      details: { username: "lena", reason: null },
    },
  ]);
  expect(words((await page("/admin/history", operator.Cookie)).text)).toContain(
    "Suspended the provider lena",
  );
});

test("a suspended account is signed out at once; never one's own", async () => {
  const where = `/admin/accounts/${owner.id}`;
  expect((await act(`${where}/suspension`, { reason: "Stolen, by their own word" })).status).toBe(303);
  expect((await page("/dashboard/lena", owner.Cookie)).status).toBe(302);
  const { rows } = await database.admin.query("select id from sessions where account_id = $1", [owner.id]);
  expect(rows).toEqual([]);
  // A session that should not be there does not count either.
  const late = await signIn(database.admin, owner.id);
  expect((await page("/dashboard/lena", late.cookie)).status).toBe(302);
  expect((await page("/admin/accounts?q=OLGA%40", operator.Cookie)).text).toContain("Suspended");
  expect((await act(`${where}/reinstatement`)).status).toBe(303);
  expect((await page("/dashboard/lena", (await signIn(database.admin, owner.id)).cookie)).status).toBe(200);

  const own = `/admin/accounts/${operator.id}`;
  for (const answer of [
    await page(`${own}/suspension`, operator.Cookie),
    await act(`${own}/suspension`, { reason: "x" }),
    await act(`${own}/reinstatement`),
  ])
    expect(answer.status).toBe(409);
  expect((await page("/admin", operator.Cookie)).status).toBe(200);
  const nobody = "/admin/accounts/0190f0f0-0000-7000-8000-000000000000";
  expect((await page(`${nobody}/suspension`, operator.Cookie)).status).toBe(404);
  expect((await act(`${nobody}/suspension`, { reason: "x" })).status).toBe(404);
});

test("sign-up by invitation, and open again; each is remembered once", async () => {
  for (const sign_up of ["invitation", "invitation", "open"])
    expect((await act("/admin/sign-up", { sign_up })).headers.location).toBe("/admin?just=saved");
  expect((await act("/admin/sign-up", { sign_up: "never" })).status).toBe(422);
  const { rows } = await database.admin.query(
    "select details from account_events where action = 'installation.sign_up_changed' order by id",
  );
  expect(rows).toEqual([{ details: { sign_up: "invitation" } }, { details: { sign_up: "open" } }]);
});

test("lists: searched, page after page, each entry once", async () => {
  for (let i = 0; i < 60; i++) {
    await createProvider(database.admin, {
      username: `many-${String(i).padStart(2, "0")}`,
      name: `Many ${i}`,
    });
    await createAccount(database.admin, { email: `many-${i}@example.net`, name: `Many ${i}` });
  }
  const walk = async (start: string, entry: RegExp) => {
    const seen: string[] = [];
    let where = start;
    for (;;) {
      const { text } = await page(where, operator.Cookie);
      for (const [, found] of words(text).matchAll(entry)) seen.push(found!);
      const more = /href="(\?[^"]*after=[^"]+)" rel="next"/.exec(text)?.[1];
      if (!more) return seen;
      where = start.split("?")[0] + more.replaceAll("&amp;", "&");
    }
  };
  const names = await walk("/admin/providers?q=MANY-", /href="\/book\/(many-\d\d)"/g);
  expect(names).toEqual(Array.from({ length: 60 }, (_, i) => `many-${String(i).padStart(2, "0")}`));
  const emails = await walk("/admin/accounts?q=%40example.NET", /(many-\d+@example\.net)/g);
  expect(new Set(emails).size).toBe(60);
  expect(emails.length).toBe(60);
  expect((await page("/admin/accounts?q=%25%00%27&after=%00", operator.Cookie)).status).toBe(200);
  expect((await page("/admin/providers?q=%00%ff&after=%00", operator.Cookie)).status).toBe(200);
});

test("an operator's invitation makes an account while sign-up is closed, once", async () => {
  await act("/admin/sign-up", { sign_up: "invitation" });
  const email = "invited@example.org";
  const again = await act("/admin/invitations", { email: "olga@example.org" });
  expect([again.status, again.text.includes("has an account already")]).toEqual([409, true]);
  expect((await act("/admin/invitations", { email: "nobody" })).status).toBe(422);
  expect((await act("/admin/invitations", { email }, owner.Cookie)).status).toBe(404);
  expect((await act("/admin/invitations", { email })).headers.location).toBe(
    "/admin/invitations?just=invited",
  );
  const { rows } = await database.admin.query("select id from verification_tokens where email = $1", [email]);
  const token = accountToken(SECRET, rows[0].id);
  const person = { token, name: "Ida Rhodes", password: "correct horse battery staple" };
  expect((await post(app, "/sign-up/confirm", person)).status).toBe(303);
  expect((await post(app, "/sign-up/confirm", person)).status).toBeGreaterThanOrEqual(400);
  const made = await database.admin.query("select name, operator_since from accounts where email = $1", [
    email,
  ]);
  expect(made.rows).toEqual([{ name: "Ida Rhodes", operator_since: null }]);
  await act("/admin/sign-up", { sign_up: "open" });
});

test("jobs that were given up: shown without what they carried, tried again, removed, remembered", async () => {
  const { admin } = database;
  const stored = async (id: string) =>
    (
      await admin.query(
        "select attempts, max_attempts, last_error from graphile_worker._private_jobs where id = $1",
        [id],
      )
    ).rows[0];
  expect(words((await page("/admin/jobs", operator.Cookie)).text)).toContain("None: every job went well");
  const payload = { provider_id: "0190f0f0-0000-7000-8000-00000000beef" };
  const [again, gone, killed] = [
    // Nobody's task: no worker takes it between the retry and the look at it.
    await createDeadJob(admin, { task: "carrier_pigeon", error: "The pigeon <b>came</b> back." }),
    await createDeadJob(admin, { payload, error: "No such bucket." }),
    await createDeadJob(admin, { task: "purge_account", error: null }),
  ];
  const { text } = await page("/admin/jobs", operator.Cookie);
  for (const what of ["carrier pigeon", "Mail about a booking", "Deleting an account", "after 25 tries"])
    expect(words(text)).toContain(what);
  expect(text).toContain("The pigeon &lt;b&gt;came&lt;/b&gt; back.");
  expect(text).toContain("Its process ended in the middle of it");
  expect(text).not.toContain("beef");
  expect(text.indexOf("Deleting an account")).toBeLessThan(text.indexOf("carrier pigeon"));
  expect(words((await page("/admin", operator.Cookie)).text)).toMatch(
    /Jobs given up<\/a><\/dt><dd><strong>3<\/strong>/,
  );

  const confirm = await page(`/admin/jobs/${gone}/removal`, operator.Cookie);
  expect([confirm.status, words(confirm.text).includes("No such bucket.")]).toEqual([200, true]);
  expect((await act(`/admin/jobs/${gone}/removal`)).headers.location).toBe("/admin/jobs?just=removed");
  expect((await act(`/admin/jobs/${again}/retry`)).headers.location).toBe("/admin/jobs?just=again");
  expect(await stored(gone)).toBeUndefined();
  expect(await stored(again)).toEqual({ attempts: 0, max_attempts: 25, last_error: null });
  expect(await stored(killed)).toMatchObject({ attempts: 25 });

  // A job that lives, one that is held, and what is no job.
  const { rows } = await admin.query(
    "select id::text as id from graphile_worker.add_job('carrier_pigeon', '{}')",
  );
  await admin.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-x' where id = $1",
    [killed],
  );
  for (const id of [rows[0].id, again, gone, killed, "0", "-1", "99999999999999999999", "1e3", owner.id])
    for (const verb of ["retry", "removal"])
      expect([id, (await act(`/admin/jobs/${id}/${verb}`)).status]).toEqual([id, 404]);
  expect(await stored(killed)).toMatchObject({ attempts: 25 });
  expect((await page(`/admin/jobs/${killed}/removal`, operator.Cookie)).status).toBe(404);
  expect((await page(`/admin/jobs/${killed}/retry`, operator.Cookie)).status).toBe(404);

  const history = words((await page("/admin/history", operator.Cookie)).text);
  expect(history).toContain("Had a job tried again: carrier pigeon");
  expect(history).toContain("Removed a job that was given up: Mail about a booking");
  await admin.query("delete from graphile_worker._private_jobs");
});

test("many jobs that were given up: page after page, newest first", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 30; i++)
    ids.push(await createDeadJob(database.admin, { task: "carrier_pigeon", error: `Try ${i}` }));
  const seen = (text: string) => [...text.matchAll(/\/admin\/jobs\/(\d+)\/retry/g)].map(([, id]) => id);
  const first = (await page("/admin/jobs", operator.Cookie)).text;
  const more = /href="(\?[^"]*after=[^"]+)" rel="next"/.exec(first)?.[1] ?? "";
  const second = (await page(`/admin/jobs${more.replaceAll("&amp;", "&")}`, operator.Cookie)).text;
  expect([...seen(first), ...seen(second)]).toEqual(ids.toReversed());
  expect((await page("/admin/jobs?after=%00x", operator.Cookie)).status).toBe(200);
  await database.admin.query("delete from graphile_worker._private_jobs");
});

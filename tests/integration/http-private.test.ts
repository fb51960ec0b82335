/** A booking's own pages: a capability is in their address. And: looking changes nothing. */
import ICAL from "ical.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, DEMO, outbox, PUBLIC_URL, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let link: string;
let token: string;
let Cookie: string;

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  await createOpenPractice(database.admin, { username: "other" });
  const account = await createAccount(database.admin, { operator_since: "2026-01-01" });
  await createMembership(database.admin, provider_id, account.id);
  Cookie = (await signIn(database.admin, account.id, { https: false })).cookie;
  app = await startApp({ ...database, env: DEMO });
  const made = await post(app, "/book/lena/full/details", bookingForm(0));
  link = made.headers.location!.replace(/\?.*/, "");
  token = link.split("/").at(-1)!;
  await until("its mail is there", () => outbox(app).some((name) => name.includes(".confirmed.")));
});
afterAll(async () => {
  await app?.stop();
});

const times = (raw: string[], name: string) =>
  raw.filter((one, i) => i % 2 === 0 && one.toLowerCase() === name).length;

test("is not stored, not indexed, and its address leaves with no click", async () => {
  const { headers, raw_headers, text } = await ask(app, link);
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
  });
  for (const name of ["cache-control", "referrer-policy", "x-robots-tag", "content-security-policy"])
    expect([name, times(raw_headers, name)]).toEqual([name, 1]);
  expect(text).toMatch(/<meta name="robots" content="noindex, nofollow"/);
  expect(text).not.toMatch(/rel="canonical"|og:url/);
  for (const rest of ["/time", "/cancellation", "/calendar.ics"]) {
    const answer = await ask(app, link + rest);
    expect([rest, answer.headers["cache-control"], answer.headers["x-robots-tag"]]).toEqual([
      rest,
      "no-store",
      "noindex, nofollow",
    ]);
    expect(answer.headers["referrer-policy"]).toMatch(/^(no-referrer|strict-origin)$/);
  }
});

test("leads out only with links that carry no token", async () => {
  const { text } = await ask(app, link);
  const out = [...text.matchAll(/href="(https?:[^"]+)"/g)].map(([, href]) => href!);
  expect(out.length).toBeGreaterThanOrEqual(2);
  expect(out.filter((href) => href.includes(token))).toEqual([]);
});

test("the token is in no other page, no line of the log and no header of a mail", async () => {
  for (const where of [
    "/",
    "/book/lena",
    "/book/lena/full",
    "/sitemap.xml",
    "/dashboard",
    "/dashboard/lena",
    "/dev/mail",
  ]) {
    const headers = { Host: `localhost:${app.port}`, Cookie };
    const { status, text, raw_headers } = await ask(app, where, { headers });
    expect([where, status < 400, `${text}${raw_headers}`.includes(token)]).toEqual([where, true, false]);
  }
  for (const spelling of [
    link,
    link.replace("bookings", "BOOKINGS"),
    link.replace("bookings", "%62ookings"),
    `${link}.data`,
    `${link}/nothing`,
  ])
    await ask(app, spelling);
  await post(app, `${link}/time`, { start: "x" });
  expect(app.output()).toContain("/bookings/…");
  expect(app.output()).not.toContain(token);
});

test("another provider's name, half a token, another token: nothing is there", async () => {
  const wrong = [
    link.replace("/lena/", "/other/"),
    link.slice(0, -1),
    `${link}A`,
    link.replace(token, token.toLowerCase()),
    link.replace(token, "A".repeat(32)),
  ];
  for (const where of wrong)
    for (const rest of ["", "/time", "/cancellation", "/calendar.ics"]) {
      const answer = await ask(app, where + rest);
      expect([where + rest, answer.status]).toEqual([where + rest, 404]);
      expect(answer.text).not.toContain("Grace");
      if (rest === "/time" || rest === "/cancellation")
        expect((await post(app, where + rest, { version: "1", start: startAt(4) })).status).toBe(404);
    }
});

test("the calendar file", async () => {
  const { status, headers, text } = await ask(app, `${link}/calendar.ics`);
  expect([status, headers["content-type"], headers["content-disposition"]]).toEqual([
    200,
    "text/calendar; charset=utf-8",
    'attachment; filename="booking.ics"',
  ]);
  const event = new ICAL.Event(
    new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent") ?? undefined,
  );
  expect(event.startDate.toJSDate().toISOString()).toBe(startAt(0));
  expect(text).not.toContain(token);
  const missing = await ask(app, `${link.slice(0, -1)}/calendar.ics`);
  expect([missing.status, missing.headers["content-type"]]).toEqual([404, "text/plain; charset=utf-8"]);
});

/**
 * Every row of every table of ours and of the queue, with the transaction that wrote it; but for the workers' signs of life,
 * which no page makes.
 */
const everything = async () => {
  const { rows } = await database.admin.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = 'public' and tablename <> 'worker_heartbeats' or (schemaname = 'graphile_worker' and tablename ~ 'job') order by 1`,
  );
  const seen: Record<string, unknown> = {};
  for (const { name } of rows) {
    const { rows: lines } = await database.admin.query(
      `select t.xmin::text, t.ctid::text, md5(t::text) as hash from ${name} t order by t.ctid`,
    );
    seen[name] = lines;
  }
  return seen;
};

test("GET and HEAD of any page change no row anywhere, mail scanners may follow every link", {
  timeout: 60_000,
}, async () => {
  await until(
    "the queue is empty",
    async () =>
      !(await database.admin.query("select from graphile_worker.jobs where run_at < now() + interval '10 s'"))
        .rowCount,
  );
  const before = await everything();
  expect(Object.keys(before).length).toBeGreaterThan(12);
  // A member who is signed in finds the links of the desk as well.
  const local = { Host: `localhost:${app.port}`, Cookie };
  const todo = [
    "/",
    "/book/lena",
    "/book/other",
    link,
    "/dashboard",
    "/account",
    "/admin",
    "/dev/mail",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    `/book/lena/full/details?start=${startAt(2)}`,
    "/dashboard/lena/bookings/019b0000-0000-7000-8000-000000000009/approval",
  ];
  const done = new Set<string>();
  while (todo.length > 0 && done.size < 150) {
    const where = todo.shift()!;
    if (done.has(where)) continue;
    done.add(where);
    const page = await ask(app, where, { headers: local });
    const head = await ask(app, where, { method: "HEAD", headers: local });
    expect([where, page.status < 500, head.status, head.text]).toEqual([where, true, page.status, ""]);
    await ask(app, `${where.split(/[?#]/)[0]}.data`, { headers: local });
    for (const [, href] of page.text.matchAll(/(?:href|action)="([^"#]+)/g)) {
      const next = new URL(href!.replaceAll("&amp;", "&"), `${PUBLIC_URL}${where}`);
      if (next.origin === PUBLIC_URL) todo.push(next.pathname + next.search);
    }
  }
  expect([...done].filter((where) => where.startsWith(link)).length).toBeGreaterThanOrEqual(4);
  expect(await everything()).toEqual(before);
});

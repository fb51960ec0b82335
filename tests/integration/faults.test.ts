import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DatabaseProxy, startDatabaseProxy } from "#tests/support/database-proxy.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";
import { type Answer, type App, ask, outbox, post, spawnWeb, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
let proxy: DatabaseProxy;
let app: App;
let link: string;
let n = 0;

const start = () => startApp({ ownerUrl: proxy.url(database.ownerUrl), appUrl: proxy.url(database.appUrl) });
const book = () => post(app, FORM, bookingForm(2 * n++));
const count = async (what: string) =>
  Number((await database.admin.query(`select count(*) from ${what}`)).rows[0].count);

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  proxy = await startDatabaseProxy(database.superuserUrl);
  app = await start();
  link = (await book()).headers.location!.replace(/\?.*/, "");
});
afterAll(async () => {
  await app?.stop();
  await proxy?.close();
});

const expectAway = (answer: Answer) => {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  expect(answer.headers["cache-control"]).toMatch(/no-store/);
  expect(answer.text).toContain("be right back");
};

describe("the database goes away and comes back", () => {
  test("connections refused: every page, form and file says so; then all is normal without a restart", async () => {
    await proxy.set("refuse");
    for (const path of ["/", "/book/lena", "/book/lena/full", link, `${link}/calendar.ics`, "/sitemap.xml"])
      expectAway(await ask(app, path));
    expectAway(await book());
    expectAway(await post(app, `${link}/cancellation`, { version: "1" }));
    const data = await ask(app, "/book/lena/full.data");
    expect([data.status, data.headers["retry-after"]]).toEqual([503, "5"]);
    expect((await ask(app, "/healthz")).status).toBe(200);

    await proxy.set("pass");
    expect((await ask(app, "/book/lena/full")).status).toBe(200);
    expect((await ask(app, link)).status).toBe(200);
    expect((await book()).status).toBe(303);
  });

  test("connections reset while idle: nobody notices", async () => {
    proxy.cut();
    const statuses = await Promise.all([ask(app, "/book/lena"), ask(app, link), book()]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 303]);
  });

  test("connections reset under a booking: 503 or booked, and what was acknowledged is there", async () => {
    const before = await count("bookings");
    const answers = Promise.all(Array.from({ length: 12 }, book));
    for (let i = 0; i < 3; i++) {
      await pause(10);
      proxy.cut();
    }
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 303 && status !== 503)).toEqual([]);
    expect(await count("bookings")).toBeGreaterThanOrEqual(
      before + statuses.filter((status) => status === 303).length,
    );
    expect((await book()).status).toBe(303);
  });

  test("the queue finds back: every booking's mail is in the outbox in the end", async () => {
    const wanted = await count("bookings");
    const sent = () => outbox(app).filter((name) => name.endsWith(".1.confirmed.eml"));
    await until("every mail is there", () => sent().length === wanted);
    expect(app.is_running()).toBe(true);
  });

  test("it goes away under a job: the process lives on, and the job is done when it is back", async () => {
    const { rows } = await database.admin.query("select provider_id, id from bookings limit 1");
    const locker = await connect(database.superuserUrl);
    await locker.query("begin; lock table bookings in access exclusive mode");
    await database.admin.query(
      `select graphile_worker.add_job('booking_mail', json_build_object(
        'provider_id', $1::text, 'booking_id', $2::text, 'version', 1, 'event', 'booked'))`,
      [rows[0].provider_id, rows[0].id],
    );
    await until("the job waits for the table", async () => {
      const { rowCount } = await locker.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return rowCount;
    });
    await proxy.set("refuse");
    await until("the job has failed", () => app.output().includes("Failed task"));
    await until("its runner gives up", () => app.output().includes("another one will take its place"));
    expect(app.is_running()).toBe(true);
    await locker.query("rollback");
    await locker.end();
    await proxy.set("pass");
    expect((await ask(app, "/book/lena")).status).toBe(200);
    await until(
      "the job is done",
      async () => (await count("graphile_worker.jobs where task_identifier = 'booking_mail'")) === 0,
    );
  });
});

describe("the process", () => {
  test("started while the database is away ends with a sentence and a code", async () => {
    await proxy.set("refuse");
    const { exited, output } = spawnWeb({ ownerUrl: proxy.url(database.ownerUrl) });
    expect(await exited).toBe(1);
    expect(output()).toContain("The database cannot be reached");
    await proxy.set("pass");
  });

  test("killed under load: every booking that it acknowledged is in the table", async () => {
    const second = await start();
    const acknowledged: string[] = [];
    const forms = Array.from({ length: 40 }, () => bookingForm(2 * n++));
    const sent = forms.map(async (form) => {
      const answer = await post(second, FORM, form).catch(() => null);
      if (answer?.status === 303) acknowledged.push(form.idempotency_key as string);
    });
    await until("some are booked", () => acknowledged.length >= 5);
    await second.stop("SIGKILL");
    await Promise.all(sent);
    const { rows } = await database.admin.query("select idempotency_key as key from bookings");
    const stored = new Set(rows.map(({ key }) => key));
    expect(acknowledged.filter((key) => !stored.has(key))).toEqual([]);
    expect(acknowledged.length).toBeLessThan(forms.length);
  });
});

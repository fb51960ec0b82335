import { afterAll, beforeAll, expect, test } from "vitest";
import { type DatabaseProxy, startDatabaseProxy } from "#tests/support/database-proxy.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let proxy: DatabaseProxy;
let app: App;

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  proxy = await startDatabaseProxy(database.superuserUrl);
  app = await startApp({ ownerUrl: proxy.url(database.ownerUrl), appUrl: proxy.url(database.appUrl) });
});
afterAll(async () => {
  await app?.stop();
  await proxy?.close();
});

test("the network to the database swallows everything: 503 in time, then normal again", async () => {
  const book = (n: number) => post(app, "/book/lena/full/details", bookingForm(n), {});
  expect((await ask(app, "/book/lena")).status).toBe(200);
  expect((await book(0)).status).toBe(303);
  await proxy.set("stall");
  const patient = { timeout_ms: 30_000 };
  const answers = await Promise.all([ask(app, "/book/lena", patient), ask(app, "/", patient)]);
  for (const { status, headers, text } of answers) {
    expect([status, headers["retry-after"]]).toEqual([503, "5"]);
    expect(text).toContain("be right back");
  }
  await proxy.set("pass");
  expect((await ask(app, "/book/lena")).status).toBe(200);
  expect((await book(2)).status).toBe(303);
}, 40_000);

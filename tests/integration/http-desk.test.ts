/** The desk through HTTP: who gets in is in http-roles.test.ts; here is what a member does there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { bookingForm, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let n = 0;
let account_id: string;
let Cookie: string;

beforeAll(async () => {
  const { admin } = database;
  const { provider_id } = await createOpenPractice(admin, { username: "lena" });
  await createService(admin, provider_id, { slug: "ask", requires_approval: true });
  account_id = (await createAccount(admin, { name: "Mary Somerville" })).id;
  await createMembership(admin, provider_id, account_id);
  Cookie = (await signIn(admin, account_id)).cookie;
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** Somebody asks for a time: the request's id and its day. */
const requested = async () => {
  expect((await post(app, "/book/lena/ask/details", bookingForm(2 * n++))).status).toBe(303);
  const { rows } = await database.admin.query(
    "select id, lower(during)::date::text as day from bookings where status = 'pending' limit 1",
  );
  return rows[0] as { id: string; day: string };
};
const statusOf = async (id: string) =>
  (await database.admin.query("select status from bookings where id = $1", [id])).rows[0].status;
const where = (id: string, verb: string) => `/dashboard/lena/bookings/${id}/${verb}`;

test("a day, a request answered, a second answer told as a page", async () => {
  const { id, day } = await requested();
  const page = await ask(app, `/dashboard/lena?date=${day}`, { headers: { Cookie } });
  expect([page.status, page.headers["cache-control"], page.text.includes("Grace Hopper")]).toEqual([
    200,
    "no-store",
    true,
  ]);
  const done = await post(app, where(id, "approval"), { version: "1" }, { Cookie });
  expect([done.status, done.headers.location]).toEqual([303, "/dashboard/lena?just=approved"]);
  const late = await post(app, where(id, "decline"), { version: "2" }, { Cookie });
  expect([late.status, late.headers["content-type"]]).toEqual([409, expect.stringContaining("text/html")]);
  expect(late.text).toContain("over with");
  expect((await post(app, where(id, "approval"), { version: "x" }, { Cookie })).status).toBe(400);
  expect((await ask(app, where(id, "approval"), { headers: { Cookie } })).status).toBe(404);
  expect((await post(app, where("not-an-id", "approval"), { version: "1" }, { Cookie })).status).toBe(404);
});

test("the history says who answered, and from where", async () => {
  const { id } = await requested();
  await post(app, where(id, "approval"), { version: "1" }, { Cookie });
  const { rows } = await database.admin.query(
    "select actor, account_id, address from audit_events where booking_id = $1 and action = 'booking.approved'",
    [id],
  );
  expect(rows).toEqual([
    { actor: "provider", account_id, address: expect.stringMatching(/127\.0\.0\.1|::1/) },
  ]);
});

test("an ended session changes nothing, and the next page asks to sign in", async () => {
  const { id, day } = await requested();
  const { session_id, cookie } = await signIn(database.admin, account_id);
  const headers = { Cookie: cookie };
  expect((await ask(app, "/dashboard/lena", { headers })).status).toBe(200);
  await database.admin.query("delete from sessions where id = $1", [session_id]);
  const refused = await post(app, where(id, "approval"), { version: "1" }, headers);
  expect([refused.status, await statusOf(id)]).toEqual([401, "pending"]);
  expect(refused.text).toContain("nothing was changed");
  const page = await ask(app, `/dashboard/lena?date=${day}`, { headers });
  expect([page.status, page.headers.location]).toEqual([
    302,
    `/sign-in?next=${encodeURIComponent(`/dashboard/lena?date=${day}`)}`,
  ]);
});

test("a role that was taken away counts at once", async () => {
  const { id } = await requested();
  const role = (to: string) => database.admin.query("update memberships set role = $1", [to]);
  await role("viewer");
  const refused = await post(app, where(id, "approval"), { version: "1" }, { Cookie });
  expect([refused.status, await statusOf(id)]).toEqual([403, "pending"]);
  await role("owner");
  expect((await post(app, where(id, "approval"), { version: "1" }, { Cookie })).status).toBe(303);
});

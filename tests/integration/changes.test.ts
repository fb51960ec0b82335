/** Who has a page of the desk open learns of changes: of their own provider's, while they may, and after a pause. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listenToChanges } from "#db/changes.ts";
import { closePools, configurePools } from "#db/pool.ts";
import { type EventStream, openEvents } from "#tests/support/event-stream.ts";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let n = 0;
const providers: Record<string, string> = {};
const opened: EventStream[] = [];

beforeAll(async () => {
  for (const username of ["lena", "other"]) {
    const { provider_id } = await createOpenPractice(database.admin, { username });
    await createService(database.admin, provider_id, { slug: "lesson" });
    providers[username] = provider_id;
  }
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
});

const member = async (username = "lena") => {
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, providers[username]!, id, "viewer");
  const { cookie, session_id } = await signIn(database.admin, id);
  return { account_id: id, session_id, headers: { Cookie: cookie } };
};
const listen = async (headers: Record<string, string>, query = "", username = "lena") => {
  const stream = await openEvents(app, `/dashboard/${username}/changes${query}`, headers);
  opened.push(stream);
  return stream;
};
const book = async (username = "lena") =>
  expect((await post(app, `/book/${username}/lesson/details`, bookingForm(n++))).status).toBe(303);

/** The process listens when PostgreSQL says so; a stream alone does not mean that yet. */
const listeners = async () => {
  const { rows } = await database.admin.query(
    `select pid, query, usename from pg_stat_activity
     where datname = current_database() and application_name = 'daybook_changes'`,
  );
  return rows as { pid: number; query: string; usename: string }[];
};
const isListening = () =>
  until("the process listens", async () =>
    (await listeners()).some(({ query }) => /^(listen|select 1)/i.test(query)),
  );

test("a booking is told to its provider's pages, at once, and to no other's", async () => {
  const [own, strange] = [await member("lena"), await member("other")];
  const [here, there] = [await listen(own.headers), await listen(strange.headers, "", "other")];
  expect([here.status, here.headers["content-type"], here.headers["cache-control"]]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
    "no-store, no-transform",
  ]);
  expect(here.headers["content-encoding"]).toBeUndefined();
  await isListening();
  await book("lena");
  await until("it is told", () => here.count("change") > 0);
  await book("other");
  await until("the other's is told as well", () => there.count("change") > 0);
  expect([here.count("change"), there.count("change")], "each of its own").toEqual([1, 1]);
  // What is sent says nothing about what changed.
  expect(here.text()).toMatch(/^retry: \d+\n\n(: -\n\n)*event: change\ndata: -\n\n(: -\n\n)*$/);
});

test("who listens to one provider is called for that one only, each time", async () => {
  configurePools({ url: database.appUrl });
  const heard: string[] = [];
  const silence = ["lena", "other"].map((name) => listenToChanges(providers[name]!, () => heard.push(name)));
  const tell = (name: string) =>
    database.admin.query("select pg_notify('daybook_changes', $1)", [providers[name]]);
  // Until the connection is there nothing is heard; from then on everything is, and in order.
  await until("it listens", async () => {
    await tell("lena");
    return heard.length > 0;
  });
  for (const name of ["other", "lena", "other", "other"]) await tell(name);
  await until("all of it is heard", () => heard.filter((name) => name === "other").length >= 3);
  expect(heard.slice(heard.indexOf("other"))).toEqual(["other", "lena", "other", "other"]);
  for (const end of silence) end();
  await tell("lena");
  await closePools();
  expect(heard.at(-1)).toBe("other");
});

test("one listening connection, whoever many listen, as the role that sees no tenant by itself", async () => {
  for (let streams = 0; streams < 5; streams++) await listen((await member()).headers);
  await isListening();
  expect(await listeners()).toHaveLength(1);
});

test("a change that was rolled back is not told", async () => {
  const stream = await listen((await member()).headers);
  await isListening();
  const tell = "select pg_notify('daybook_changes', $1)";
  await database.admin.query("begin");
  await database.admin.query(tell, [providers.lena]);
  await database.admin.query("rollback");
  // What comes after it is what the stream hears first.
  await database.admin.query(tell, [providers.lena]);
  await until("the second is told", () => stream.count("change") > 0);
  expect(stream.count("change")).toBe(1);
});

test("a page that was made before a change hears of it when it connects", async () => {
  const { headers } = await member();
  const before = Date.now();
  await book();
  const late = await listen(headers, `?since=${before}`);
  await until("it is told", () => late.count("change") === 1);
  await database.admin.query("update audit_events set at = at - interval '1 minute'");
  const fresh = await listen(headers, `?since=${Date.now()}`);
  const odd = await listen(headers, "?since=rubbish");
  await isListening();
  await book();
  await until("the new one is told", () => fresh.count("change") > 0 && odd.count("change") > 0);
  expect([fresh.count("change"), odd.count("change")]).toEqual([1, 1]);
});

test.each([
  ["a revoked session", "delete from sessions where id = $1", "session_id"],
  ["a removed member", "delete from memberships where account_id = $1", "account_id"],
  ["a suspended account", "update accounts set suspended_at = now() where id = $1", "account_id"],
] as const)("%s hears nothing more, and is told to stay away", async (_who, statement, key) => {
  const somebody = await member();
  const stream = await listen(somebody.headers);
  const other = await listen((await member()).headers);
  await isListening();
  await database.admin.query(statement, [somebody[key]]);
  await book();
  await until("the stream ends", stream.has_ended);
  expect([stream.count("change"), stream.count("bye")]).toEqual([0, 1]);
  await until("others are told all the same", () => other.count("change") === 1);
});

test("it ends without a change, too, within seconds", async () => {
  const somebody = await member();
  const stream = await listen(somebody.headers);
  await database.admin.query("delete from sessions where id = $1", [somebody.session_id]);
  await until("the stream ends", stream.has_ended);
  expect(stream.count("bye")).toBe(1);
});

test("the database's connection is killed: it comes back, and says that something may have been missed", async () => {
  const stream = await listen((await member()).headers);
  await isListening();
  const [{ pid } = { pid: 0 }] = await listeners();
  await database.admin.query("select pg_terminate_backend($1)", [pid]);
  await until("what may have been missed is told", () => stream.count("change") === 1);
  await isListening();
  expect((await listeners()).map((one) => one.pid)).not.toContain(pid);
  await book();
  await until("it hears again", () => stream.count("change") === 2);
});

test("so many at once and no more: the oldest goes", async () => {
  const { headers } = await member();
  const streams: EventStream[] = [];
  for (let count = 0; count < 9; count++) streams.push(await listen(headers));
  await until("the oldest ends", () => streams[0]!.has_ended());
  expect(streams.map((stream) => stream.count("bye"))).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("who does not ask for a stream gets none, and who may not see the desk neither", async () => {
  const { headers } = await member();
  expect((await ask(app, "/dashboard/lena/changes", { headers })).status).toBe(406);
  const asking = { ...headers, Accept: "text/event-stream" };
  expect((await ask(app, "/dashboard/lena/changes", { headers: asking, method: "HEAD" })).status).toBe(406);
  // 204 is what makes a browser stop asking.
  expect((await listen({})).status).toBe(204);
  expect((await listen((await member("other")).headers)).status).toBe(204);
});

test("a stop ends the streams at once, and they may come back", async () => {
  const own = await startApp(database);
  const { headers } = await member();
  const stream = await openEvents(own, "/dashboard/lena/changes", headers);
  const begun = Date.now();
  expect(await own.stop()).toBe(0);
  expect(Date.now() - begun, "ms until it stopped").toBeLessThan(8_000);
  await until("the stream ends", stream.has_ended);
  expect(stream.count("bye")).toBe(0);
});

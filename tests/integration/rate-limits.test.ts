import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePools, configurePools } from "#db/pool.ts";
import { type Cap, CountersUnavailableError, countOne, uncountOne } from "#db/rate_limits.ts";
import { startDatabaseProxy } from "#tests/support/database-proxy.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type RedisServer, redisCommand, startRedis } from "#tests/support/redis.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const command = redisCommand();
let redis: RedisServer | null = null;

beforeAll(async () => {
  if (command) redis = await startRedis(command);
  else console.warn("No redis-server or valkey-server on PATH: the tests of REDIS_URL are skipped.");
});
afterAll(async () => {
  await closePools();
  await redis?.stop();
});

describe.each([
  ["PostgreSQL", (): string | null => null],
  ["Redis", (): string | null => redis?.url ?? null],
] as const)("counters in %s", (store, url) => {
  const counts = test.skipIf(store === "Redis" && !command);
  const cap = (name: string, points = 5, seconds = 600): Cap => ({ name, points, seconds });
  const of = (one: Cap, key = "a") => countOne(url(), one, key);

  counts("fifty at once: as many pass as may, the others know how long to wait", async () => {
    const waits = await Promise.all(Array.from({ length: 50 }, () => of(cap("rush"))));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    for (const wait of waits.filter((wait) => wait > 0)) {
      expect(wait).toBeGreaterThan(590_000);
      expect(wait).toBeLessThanOrEqual(600_000);
    }
    expect(await of(cap("rush"), "another")).toBe(0);
    expect(await of(cap("other"))).toBe(0);
  });

  counts("what is taken back may be done again", async () => {
    const one = cap("once", 1);
    expect(await of(one)).toBe(0);
    await uncountOne(url(), one, "a");
    expect(await of(one)).toBe(0);
    expect(await of(one)).toBeGreaterThan(0);
  });

  counts("a window that is over begins anew", async () => {
    const one = cap("short", 1, 1);
    expect(await of(one)).toBe(0);
    expect(await of(one)).toBeGreaterThan(0);
    await until("the window is over", async () => (await of(one)) === 0);
  });
});

test("in PostgreSQL they are the application's role's, READ COMMITTED, and no booking waits for them", async () => {
  await countOne(null, { name: "look", points: 1, seconds: 60 }, "a");
  const { rows } = await database.admin.query(
    `select usename from pg_stat_activity where application_name = 'daybook-counters' and datname = $1`,
    [database.name],
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ usename }) => usename))).toEqual(new Set([new URL(database.appUrl).username]));
});

test("a database that is away is said, not waited for", async () => {
  const proxy = await startDatabaseProxy(database.superuserUrl);
  await closePools();
  configurePools({ url: proxy.url(database.appUrl) });
  const cap = { name: "away", points: 1, seconds: 60 };
  try {
    expect(await countOne(null, cap, "a")).toBe(0);
    await proxy.set("refuse");
    await expect(countOne(null, cap, "b")).rejects.toThrow(CountersUnavailableError);
    await proxy.set("pass");
    expect(await countOne(null, cap, "b")).toBe(0);
  } finally {
    await closePools();
    await proxy.close();
    configurePools({ url: database.appUrl });
  }
});

describe("bookings", () => {
  const FORM = "/book/lena/full/details";
  let app: App;
  let n = 0;
  const from = (address: string) => ({ "X-Forwarded-For": address });
  const book = (address: string, email: string, where: Pick<App, "port"> = app) =>
    post(where, FORM, bookingForm(2 * n++, { email, name: "Grace “typed” Hopper" }), from(address));
  const mails = async () =>
    Number((await database.admin.query("select count(*) from bookings")).rows[0].count);

  beforeAll(async () => {
    const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
    await createFullService(database.admin, provider_id);
    app = await startApp({ ...database, env: { RATE_LIMIT_FACTOR: "1", TRUST_PROXY: "1" } });
  });
  afterAll(async () => {
    await app?.stop();
  });

  test("one inbox is not flooded, from however many addresses and however it is spelled", async () => {
    const spellings = [
      "victim@example.org",
      "Victim@Example.org",
      "victim+1@example.org",
      "victim+x@example.org",
    ];
    const answers = [];
    for (let i = 0; i < 12; i++) answers.push(await book(`198.51.100.${i}`, spellings[i % 4]!));
    expect(answers.map(({ status }) => status)).toEqual([...Array(8).fill(303), ...Array(4).fill(429)]);
    expect(await mails()).toBe(8);
    const refused = answers.at(-1)!;
    const wait = Number(refused.headers["retry-after"]);
    expect(wait).toBeGreaterThan(3500);
    expect(wait).toBeLessThanOrEqual(3600);
    expect(refused.text).toMatch(/try again in about (59|60) minutes/);
    expect(refused.text).toContain("Grace “typed” Hopper");
    expect((await book("198.51.100.1", "somebody.else@example.org")).status).toBe(303);
  });

  test("one address cannot book without end; without a trusted proxy a claimed address counts for nothing", async () => {
    const untrusting = await startApp({ ...database, env: { RATE_LIMIT_FACTOR: "1" } });
    try {
      const statuses = [];
      for (let i = 0; i < 61; i++)
        statuses.push((await book(`198.51.100.${i}`, `visitor-${i}@example.org`, untrusting)).status);
      expect(statuses).toEqual([...Array(60).fill(303), 429]);
      // Behind the proxy it is another's request.
      expect((await book("203.0.113.200", "visitor-62@example.org")).status).toBe(303);
    } finally {
      await untrusting.stop();
    }
  });

  test("keys are hashes: no address of a person stands in the table", async () => {
    const { rows } = await database.admin.query("select * from rate_limits");
    const text = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/victim|example|198\.51|127\.0/);
    expect(text).toContain("daybook:booking_mail:");
  });

  test.skipIf(!command)("Redis counts when it is set; while it is away people book and read", async () => {
    const own = await startRedis(command!);
    const other = await startApp({
      ...database,
      env: { RATE_LIMIT_FACTOR: "1", TRUST_PROXY: "1", REDIS_URL: own.url },
    });
    try {
      const statuses = [];
      for (let i = 0; i < 9; i++)
        statuses.push((await book(`192.0.2.${i}`, "redis@example.org", other)).status);
      expect(statuses).toEqual([...Array(8).fill(303), 429]);
      own.pause();
      expect((await book("192.0.2.77", "redis@example.org", other)).status).toBe(303);
      own.resume();
      await until(
        "it counts again",
        async () => (await book("192.0.2.78", "redis@example.org", other)).status === 429,
      );
      await own.stop();
      expect((await book("192.0.2.79", "redis@example.org", other)).status).toBe(303);
      expect((await ask(other, "/book/lena")).status).toBe(200);
      expect(other.is_running()).toBe(true);
    } finally {
      await other.stop();
      await own.stop();
    }
  });
});

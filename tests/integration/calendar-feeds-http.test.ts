/** Calendar feeds as a calendar program reads them: what stands in them, what is asked again, what is there for nobody. */
import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { uuid } from "#tests/support/factories.ts";
import { bookGroup, createFeedWorld, type FeedWorld, inDays, readFeed } from "#tests/support/feed-world.ts";
import { createFeedRow } from "#tests/support/feeds.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";
import { type App, ask, PUBLIC_URL, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let world: FeedWorld;
let n = 0;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
beforeEach(async () => {
  world = await createFeedWorld(database.admin, `lena-${++n}`);
});

const feed = async (values: Record<string, unknown> = {}, of = world) => {
  const row = await createFeedRow(database.admin, of.provider_id, values);
  return { ...row, path: `/feeds/${of.username}/${row.file}` };
};
const WAITS = { status: "pending", confirmed_at: null };
const CANCELLED = { status: "cancelled", cancelled_at: "2026-01-01", cancelled_by: "customer" };

describe("what stands in it", () => {
  test("what stands or waits in the window: nothing that is over, nothing further away", async () => {
    const { book } = world;
    await book(inDays(2), { customer_name: "Confirmed" });
    await book(inDays(3), { customer_name: "Waits", ...WAITS });
    await book(inDays(4), { customer_name: "Cancelled", ...CANCELLED });
    await book(inDays(-30), { customer_name: "First day" });
    await book(inDays(-31), { customer_name: "Too old" });
    await book(inDays(365), { customer_name: "Last day" });
    await book(inDays(366), { customer_name: "Too far" });
    const { path } = await feed();
    const { status, headers, events } = await readFeed(app, path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "text/calendar; charset=utf-8",
      "cache-control": "private, no-cache",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
      etag: expect.stringMatching(/^W\/"[\w-]{27}"$/),
    });
    expect(headers["set-cookie"]).toBeUndefined();
    expect(events.map(({ summary, status }) => [summary, status])).toEqual([
      ["First day: Consultation", "CONFIRMED"],
      ["Confirmed: Consultation", "CONFIRMED"],
      ["Waits: Consultation (waiting)", "TENTATIVE"],
      ["Last day: Consultation", "CONFIRMED"],
    ]);
    expect((await ask(app, "/robots.txt")).text).toContain("Disallow: /feeds/");
  });

  test("of a service only its own; a group is one entry with its names", async () => {
    const session = await bookGroup(world, inDays(2), ["Grace", "Ada", "Mary"]);
    const booking = await world.book(inDays(3));
    const yoga = await readFeed(app, (await feed({ scope: "service", service_id: world.yoga.id })).path);
    expect(yoga.events).toEqual([
      {
        uid: `${session}@daybook`,
        summary: "Yoga (3 of 8)",
        description: `Ada\nGrace\nMary\n${PUBLIC_URL}/dashboard/${world.username}/calendar/sessions/${session}`,
        status: "CONFIRMED",
      },
    ]);
    expect(yoga.text).toContain("X-WR-CALNAME:Lena Hartmann: Yoga");
    const all = await readFeed(app, (await feed()).path);
    expect(all.events.map(({ uid }) => uid)).toEqual([`${session}@daybook`, `${booking.id}@daybook`]);
  });

  test("busy: no name, no service, no place, no phone, no address of the dashboard", async () => {
    const told = { customer_name: "Xgrace", service_title: "Xtitle", place_detail: "Xplace", note: "Xnote" };
    await world.book(inDays(2), { ...told, customer_phone: "+49 30 Xphone", internal_note: "Xinternal" });
    await bookGroup(world, inDays(3), ["Xada", "Xmary"]);
    const busy = await readFeed(app, (await feed({ detail: "busy" })).path);
    expect(busy.events.map(({ summary, description }) => [summary, description])).toEqual([
      ["Busy", null],
      ["Busy", null],
    ]);
    expect(busy.text).not.toMatch(/X[a-z]{3,}|Yoga|dashboard/);
    // With details they are there, but for what a customer told the house in confidence.
    const { text } = await readFeed(app, (await feed()).path);
    for (const told of ["Xgrace", "Xtitle", "Xplace", "Xphone", "Xada"]) expect(text).toContain(told);
    for (const kept of ["Xnote", "Xinternal", "example.org/x", "@example.org\r\n"])
      expect(text).not.toContain(kept);
  });

  test("text that was stored to break out stays a text", async () => {
    const evil = "<script>x</script>\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil";
    await world.book(inDays(2), { customer_name: evil, service_title: evil, place_detail: evil });
    await database.admin.query("update providers set name = $1 where id = $2", [
      "Lena\nMETHOD:CANCEL, \\ ;",
      world.provider_id,
    ]);
    const { events, text, headers } = await readFeed(app, (await feed()).path);
    expect(events).toHaveLength(1);
    expect(events[0]!.summary).toContain("<script>");
    expect(text.match(/^METHOD:/gm)).toHaveLength(1);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("times are the bookings' own, over both changes of the clock", async () => {
    const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() > 8 ? 1 : 0);
    // An hour on each side of 01:00 UTC on the last Sundays of March (and of October, where the window reaches).
    const sunday = (month: number) => {
      const last = new Date(Date.UTC(year, month + 1, 0));
      return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay());
    };
    const times = [0, 1, 2].map((hour) => sunday(2) + hour * 3_600_000);
    for (const at of times)
      await world.book(`[${new Date(at).toISOString()},${new Date(at + 3_600_000).toISOString()})`);
    const { text } = await readFeed(app, (await feed()).path);
    const read = new ICAL.Component(ICAL.parse(text))
      .getAllSubcomponents("vevent")
      .map((one) => new ICAL.Event(one))
      .map(({ startDate, endDate }) => [startDate.toJSDate().getTime(), endDate.toJSDate().getTime()]);
    expect(read).toEqual(times.map((at) => [at, at + 3_600_000]));
  });

  test("nothing yet is an empty calendar", async () => {
    const { status, events, text } = await readFeed(app, (await feed()).path);
    expect([status, events]).toEqual([200, []]);
    expect(text).toContain("BEGIN:VTIMEZONE");
  });
});

describe("asked again", () => {
  test("with the tag it has: 304 and not a byte, until something changes", async () => {
    const booking = await world.book(inDays(2));
    const { path } = await feed();
    const first = await readFeed(app, path);
    const etag = first.headers.etag!;
    for (const tags of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
      const again = await ask(app, path, { headers: { "If-None-Match": tags } });
      expect([tags, again.status, again.bytes, again.headers.etag]).toEqual([tags, 304, 0, etag]);
    }
    expect((await ask(app, path, { headers: { "If-None-Match": '"other"' } })).status).toBe(200);

    const changes = [
      ["update bookings set version = version + 1, updated_at = now() where id = $1", [booking.id]],
      [
        "update bookings set status = 'cancelled', cancelled_at = now(), cancelled_by = 'customer', version = version + 1 where id = $1",
        [booking.id],
      ],
      ["update providers set name = 'Lena H.' where id = $1", [world.provider_id]],
    ] as const;
    let last = etag;
    for (const [sql, values] of changes) {
      await database.admin.query(sql, [...values]);
      const now = await readFeed(app, path, { "If-None-Match": last });
      expect([sql, now.status]).toEqual([sql, 200]);
      last = now.headers.etag!;
    }
    await world.book(inDays(5));
    expect((await ask(app, path, { headers: { "If-None-Match": last } })).status).toBe(200);
  });

  test("a booking that leaves the window, and one that comes into it, are changes", async () => {
    const booking = await world.book(inDays(2));
    const { path } = await feed();
    const { etag } = (await readFeed(app, path)).headers;
    const move = (days: number) =>
      database.admin.query("update bookings set during = $1, version = version + 1 where id = $2", [
        inDays(days),
        booking.id,
      ]);
    await move(500);
    const without = await readFeed(app, path, { "If-None-Match": etag! });
    expect([without.status, without.events]).toEqual([200, []]);
    await move(3);
    expect((await ask(app, path, { headers: { "If-None-Match": without.headers.etag! } })).status).toBe(200);
  });

  test("with the date it has, where the tag says nothing else", async () => {
    await world.book(inDays(2));
    const { path } = await feed();
    const { headers } = await readFeed(app, path);
    const since = headers["last-modified"]!;
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    const ask304 = (more: Record<string, string>) => ask(app, path, { headers: more });
    expect((await ask304({ "If-Modified-Since": since })).status).toBe(304);
    // The tag decides.
    expect((await ask304({ "If-Modified-Since": since, "If-None-Match": '"x"' })).status).toBe(200);
    // Not a date of ours: a booking that was moved away can make ours an earlier one.
    const later = new Date(Date.parse(since) + 1000).toUTCString();
    expect((await ask304({ "If-Modified-Since": later })).status).toBe(200);
    expect((await ask304({ "If-Modified-Since": "rubbish" })).status).toBe(200);
  });

  test("just after a change no date is given: what is a moment older may come after it", async () => {
    const { path } = await feed();
    await database.admin.query(
      "insert into audit_events (provider_id, id, action, actor, at) values ($1, $2, 'booking.booked', 'customer', now())",
      [world.provider_id, uuid()],
    );
    expect((await readFeed(app, path)).headers["last-modified"]).toBeUndefined();
  });

  test("HEAD says the same and sends nothing", async () => {
    await world.book(inDays(2));
    const { path } = await feed();
    const [head, get] = [await ask(app, path, { method: "HEAD" }), await ask(app, path)];
    expect([head.status, head.bytes]).toEqual([200, 0]);
    for (const name of ["etag", "last-modified", "content-type", "cache-control"])
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
    const since = { "If-None-Match": get.headers.etag! };
    expect((await ask(app, path, { method: "HEAD", headers: since })).status).toBe(304);
    expect((await post(app, path, {})).status).toBe(405);
  });

  test("that somebody came is noted once an hour, and no read is a write besides", async () => {
    const { path, id } = await feed();
    const row = async () =>
      (await database.admin.query("select xmin::text, last_read_at from calendar_feeds where id = $1", [id]))
        .rows[0];
    await ask(app, path, { method: "HEAD" });
    const noted = await row();
    expect(Date.now() - noted.last_read_at.getTime()).toBeLessThan(60_000);
    for (let again = 0; again < 5; again++) await ask(app, path);
    expect(await row()).toEqual(noted);
    await database.admin.query(
      "update calendar_feeds set last_read_at = now() - interval '61 minutes' where id = $1",
      [id],
    );
    await ask(app, path, { headers: { "If-None-Match": "*" } });
    expect((await row()).last_read_at.getTime()).toBeGreaterThanOrEqual(noted.last_read_at.getTime());
  });
});

describe("there for nobody", () => {
  const seen = async (path: string) => {
    const { status, text, headers } = await ask(app, path);
    return { status, text, cache: headers["cache-control"], robots: headers["x-robots-tag"] };
  };
  const NOTHING = {
    status: 404,
    text: "There is no calendar here\nIts address may have been changed or removed.\n",
    cache: "no-store",
    robots: "noindex, nofollow",
  };

  test("another provider's name, half a token, another token, another ending", async () => {
    const other = await createFeedWorld(database.admin, `other-${n}`);
    await other.book(inDays(2));
    const { path, token, file } = await feed({}, other);
    expect((await ask(app, path)).status).toBe(200);
    const wrong = [
      `/feeds/${world.username}/${file}`,
      path.replace(token, token.slice(0, -1)),
      path.replace(token, `${token}A`),
      path.replace(token, token.toLowerCase()),
      path.replace(token, "A".repeat(32)),
      path.replace(".ics", ""),
      path.replace(".ics", ".ICS"),
      path.replace(token, "%00"),
      path.replace(token, "..%2F..%2Fx"),
      path.replace(token, "x".repeat(3000)),
    ];
    for (const where of wrong) expect([where, await seen(where)]).toEqual([where, NOTHING]);
    expect((await ask(app, `/feeds/nobody-here/${file}`)).status).toBe(404);
    expect((await ask(app, `/feeds/${other.username}`)).status).toBe(404);
    // Neither is it the token of something else, and the feed's opens nothing else.
    expect((await ask(app, `/book/${other.username}/bookings/${token}`)).status).toBe(404);
  });

  test("a member's own ends with the membership, and rests while their account is closed", async () => {
    const { admin } = database;
    const { id: account_id } = await createAccount(admin);
    await createMembership(admin, world.provider_id, account_id, "viewer");
    const { path } = await feed({ scope: "member", account_id });
    const shared = await feed();
    await world.book(inDays(2));
    const set = (what: string) => admin.query(`update accounts set ${what} where id = $1`, [account_id]);
    expect((await readFeed(app, path)).events).toHaveLength(1);
    for (const [closed, open] of [
      ["suspended_at = now()", "suspended_at = null"],
      ["deletes_at = now() + interval '3 days'", "deletes_at = null"],
    ]) {
      await set(closed!);
      expect([closed, await seen(path)]).toEqual([closed, NOTHING]);
      await set(open!);
      expect([open, (await ask(app, path)).status]).toEqual([open, 200]);
    }
    await admin.query("delete from memberships where provider_id = $1 and account_id = $2", [
      world.provider_id,
      account_id,
    ]);
    expect(await seen(path)).toEqual(NOTHING);
    expect((await ask(app, shared.path)).status).toBe(200);
  });

  test("a suspended provider; one about to be deleted keeps its calendar until that day", async () => {
    const { admin } = database;
    const { path } = await feed();
    const set = (what: string) =>
      admin.query(`update providers set ${what} where id = $1`, [world.provider_id]);
    await set("suspended_at = now()");
    expect(await seen(path)).toEqual(NOTHING);
    await set("suspended_at = null, deletes_at = now() + interval '5 days'");
    expect((await ask(app, path)).status).toBe(200);
  });

  test("a former name leads to the new one", async () => {
    const { path, file } = await feed();
    const { admin } = database;
    const name = `newer-${n}`;
    await admin.query("insert into usernames (username, provider_id) values ($1, $2)", [
      name,
      world.provider_id,
    ]);
    await admin.query("update providers set username = $1 where id = $2", [name, world.provider_id]);
    const moved = await ask(app, path);
    expect([moved.status, moved.headers.location]).toEqual([301, `/feeds/${name}/${file}`]);
    expect((await ask(app, moved.headers.location!)).status).toBe(200);
  });

  test("no token is in the log, however it was spelled and whatever the answer", async () => {
    const { path, token } = await feed();
    for (const where of [
      path,
      `${path}.data`,
      `${path}/more`,
      path.replace("/feeds/", "/FEEDS/"),
      path.replace("/feeds/", "/%66eeds/"),
      path.replace("/feeds/", "//feeds//"),
      path.replace("/feeds/", "/x/%2e%2e/feeds/"),
      path.replace(`${world.username}/`, `${world.username}%2F`),
    ])
      await ask(app, where);
    await ask(app, path, { method: "HEAD" });
    expect(app.output()).toContain(`/feeds/${world.username}/…`);
    expect(app.output()).not.toContain(token);
  });
});

test("one feed is read so and so often in an hour, another one is not the less for it", {
  timeout: 60_000,
}, async () => {
  const small = await startApp({ ...database, env: { RATE_LIMIT_FACTOR: "1" } });
  try {
    const [one, other] = [await feed(), await feed({ detail: "busy" })];
    const counts: Record<number, number> = {};
    for (let round = 0; round < 20; round++)
      for (const { status } of await Promise.all(
        Array.from({ length: 32 }, () => ask(small, one.path, { method: "HEAD" })),
      ))
        counts[status] = (counts[status] ?? 0) + 1;
    expect(counts).toEqual({ 200: 600, 429: 40 });
    const refused = await ask(small, one.path);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3000);
    expect((await ask(small, other.path)).status).toBe(200);
  } finally {
    await small.stop();
  }
});

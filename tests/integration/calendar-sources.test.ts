/** Calendars from elsewhere against a real database and a real server on this machine: turns, failures, what is blocked. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadAvailability } from "#app/domain/availability.server.ts";
import { openSlots } from "#app/domain/availability.ts";
import { bookSlot } from "#app/domain/bookings.server.ts";
import { readCalendar } from "#app/domain/calendar.server.ts";
import {
  addSource,
  changeSource,
  readSourceNow,
  removeSource,
} from "#app/domain/calendar_sources/manage.server.ts";
import { takeUpOverdueSources } from "#app/domain/calendar_sources/overdue.server.ts";
import { type Reach, refreshSource } from "#app/domain/calendar_sources/refresh.server.ts";
import { openAddress, sealAddress } from "#app/domain/secrets.server.ts";
import { explainWhy } from "#app/domain/why.server.ts";
import { fetchCalendar, isPublicAddress } from "#app/integrations/calendar-fetch.server.ts";
import { parseCalendar } from "#app/integrations/calendar-parser.server.ts";
import { composeCalendarFailing } from "#app/jobs/compose-house.ts";
import { selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
import { at, createWorld, MINUTE, mustBook, NOW, request } from "#tests/support/booking-world.ts";
import { calendarOf, eventOf, type Feed, serving, startFeed } from "#tests/support/calendar-feed.ts";
import { uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";

const database = testDatabase();
// What composing a mail reads of the settings.
Object.assign(process.env, { APP_SECRET: "s".repeat(32), DATABASE_URL: "postgres://nowhere/at-all" });
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
type World = Awaited<ReturnType<typeof createWorld>>;
let feed: Feed;

beforeAll(async () => {
  feed = await startFeed();
});
afterAll(() => feed.stop());
beforeEach(() => {
  feed.asked.length = 0;
});

const rows = async (text: string, values: unknown[] = []) => (await database.admin.query(text, values)).rows;
const staff = ({ context }: World, values = {}) => context({ actor: "provider", ...values });

const reachOf = ({ context }: World, now = NOW, values: Partial<Reach> = {}): Reach => ({
  secrets: context().secrets,
  fetch: (question) => fetchCalendar({ ...question, allow_private: true, user_agent: "Daybook/test" }),
  parse: (body, question) => parseCalendar(body, question),
  now: () => now,
  random: () => 0.5,
  ...values,
});

/** Adds a calendar at this address. */
async function added(world: World, url = feed.url(), name = "Private") {
  const id = uuid();
  expect(await addSource(staff(world), { id, name, address: url })).toEqual({ ok: true });
  return id;
}

const jobsOf = (source_id: string) =>
  rows(
    `select (payload ->> 'turn')::int as turn, (extract(epoch from run_at) * 1000)::float8 as run_at
     from graphile_worker._private_jobs where payload ->> 'source_id' = $1 order by id`,
    [source_id],
  );
const sourceOf = async (id: string) => (await rows("select * from calendar_sources where id = $1", [id]))[0];
const busyOf = async (source_id: string) =>
  (
    await rows(
      "select starts_at, ends_at, xmin::text from external_busy_times where source_id = $1 order by 1",
      [source_id],
    )
  ).map(({ starts_at, ends_at, xmin }) => ({ from: starts_at.getTime(), until: ends_at.getTime(), xmin }));

/** The present turn of a calendar, as the worker would run it. */
async function turn(world: World, source_id: string, now = NOW, values: Partial<Reach> = {}) {
  const { turn: present } = await sourceOf(source_id);
  await refreshSource({ provider_id: world.id, source_id, turn: present }, reachOf(world, now, values));
  return sourceOf(source_id);
}

/** From NOW's Monday to a date, as a calendar's page asks for it. */
const weekOf = (to_date: string) => ({
  ...{ from_date: "2030-01-07", to_date },
  ...{ previous_date: "2030-01-06", next_date: "2030-01-14" },
});

const slotsOf = (world: World) =>
  reading(world.id, async (tx) => {
    const service = await selectServiceById(tx, world.service.id as string);
    const window = { from_date: "2030-01-07", to_date: "2030-01-07" };
    const input = await loadAvailability(tx, world.context(), {
      service,
      duration_min: 30,
      window,
      with_occupied: true,
    });
    return openSlots(input!);
  });

test("its busy times block: the picker, the booking, the calendar, and the answer why", async () => {
  const world = await createWorld(database);
  feed.answer(
    serving(
      calendarOf(eventOf("a", at(60), at(120), "SUMMARY:Dentist"), eventOf("b", at(8 * 60), at(40 * 60))),
    ),
  );
  const id = await added(world);
  expect(await slotsOf(world)).toContain(at(60));
  expect(await turn(world, id)).toMatchObject({ events: 2, failing_since: null, failure: "", warnings: [] });
  const open = await slotsOf(world);
  expect([at(30), at(60), at(90), at(120)].map((start) => open.includes(start))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(await bookSlot(world.context(), "talk", request(at(60)))).toEqual({ ok: false, reason: "blocked" });
  await mustBook(world.context(), "talk", at(120));

  const why = await reading(world.id, async (tx) => {
    const service = await selectServiceById(tx, world.service.id as string);
    return explainWhy(tx, world.context(), { service, duration_min: 30, starts_at: at(90) });
  });
  expect(why).toMatchObject({ reason: "blocked", title: "Busy in “Private”" });
  expect(why.links).toEqual([
    { href: expect.stringContaining("/hours/calendars"), label: expect.stringContaining("10:00 to 11:00") },
  ]);

  const drawn = await reading(world.id, (tx) =>
    readCalendar(tx, world.context(), weekOf("2030-01-08"), false),
  );
  expect(drawn.days[0]!.items.map(({ kind, title }) => [kind, title])).toEqual([
    ["busy", "Private"],
    ["booking", "Grace Hopper"],
    ["busy", "Private"],
  ]);
  // The names of events are nobody's business, and the address is a secret.
  const kept = JSON.stringify([
    await rows("select * from calendar_sources"),
    await rows("select * from audit_events"),
  ]);
  expect(kept).not.toMatch(/Dentist|calendar\.ics/);
});

test("the address is sealed for its row; another secret or row does not open it", () => {
  const [provider_id, source_id] = [uuid(), uuid()];
  const [old, fresh] = ["o".repeat(32), "n".repeat(32)];
  const sealed = sealAddress([old], "https://example.org/secret.ics", { provider_id, source_id });
  expect(sealed).not.toContain("secret");
  const open = (secrets: string[], values = {}) =>
    openAddress(secrets, sealed, { provider_id, source_id, ...values });
  expect(open([fresh, old])).toBe("https://example.org/secret.ics");
  expect([open([fresh]), open([old], { provider_id: uuid() }), open([old], { source_id: uuid() })]).toEqual([
    null,
    null,
    null,
  ]);
  expect(openAddress([old], "nonsense", { provider_id, source_id })).toBeNull();
});

test("each turn plans the next, and a job of another turn does nothing", async () => {
  const world = await createWorld(database);
  feed.answer(serving(calendarOf(eventOf("a", at(60), at(120)))));
  const id = await added(world);
  expect(await jobsOf(id)).toMatchObject([{ turn: 1 }]);
  const first = { provider_id: world.id, source_id: id, turn: 1 };
  await Promise.all([refreshSource(first, reachOf(world)), refreshSource(first, reachOf(world))]);
  expect((await jobsOf(id)).map(({ turn }) => turn)).toEqual([1, 2]);
  expect((await jobsOf(id))[1].run_at).toBe(NOW + 5 * MINUTE);
  feed.asked.length = 0;
  await refreshSource(first, reachOf(world));
  expect(feed.asked).toEqual([]);

  // "Read now" makes the waiting job void, and counts once in half a minute.
  await readSourceNow(staff(world, { now: NOW + 10_000 }), id);
  expect((await sourceOf(id)).turn).toBe(2);
  await readSourceNow(staff(world, { now: NOW + MINUTE }), id);
  await readSourceNow(staff(world, { now: NOW + MINUTE + 1 }), id);
  expect((await jobsOf(id)).map(({ turn }) => turn)).toEqual([1, 2, 3]);
  await refreshSource({ ...first, turn: 2 }, reachOf(world));
  expect(feed.asked).toEqual([]);
});

test("what is as it was is not written again: 304, the same bytes, the same times", async () => {
  const world = await createWorld(database);
  const text = calendarOf(eventOf("a", at(60), at(120)), eventOf("b", at(180), at(240)));
  feed.answer(serving(text));
  const id = await added(world);
  await turn(world, id);
  const written = await busyOf(id);
  await turn(world, id, NOW + 5 * MINUTE);
  expect(feed.asked[1]!.headers["if-none-match"]).toBe('"one"');
  expect(feed.asked[1]!.headers.cookie).toBeUndefined();
  feed.answer(serving(text, '"two"'));
  let parsed = 0;
  const counting = {
    parse: (...args: Parameters<typeof parseCalendar>) => {
      parsed++;
      return parseCalendar(...args);
    },
  };
  expect((await turn(world, id, NOW + 10 * MINUTE, counting)).etag).toBe('"two"');
  expect([parsed, await busyOf(id)]).toEqual([0, written]);
  // One event moved: only its row is new.
  feed.answer(serving(calendarOf(eventOf("a", at(60), at(120)), eventOf("b", at(200), at(240))), '"three"'));
  await turn(world, id, NOW + 15 * MINUTE, counting);
  const [same, moved] = await busyOf(id);
  expect([parsed, same, moved!.from]).toEqual([1, written[0], at(200)]);
  // A day later it is read anew, though it says that nothing changed: its repetitions go on.
  await turn(world, id, NOW + DAY, counting);
  expect([parsed, feed.asked.at(-1)!.headers["if-none-match"]]).toEqual([2, undefined]);
});

test("a failing calendar keeps its last good copy, is asked less and less, says why, and is told of once", async () => {
  const world = await createWorld(database);
  feed.answer(serving(calendarOf(eventOf("a", at(60), at(120)))));
  const id = await added(world);
  await turn(world, id);
  feed.answer((_request, response) => void response.writeHead(503).end());
  let now = NOW + HOUR;
  const pauses: number[] = [];
  for (let n = 0; n < 6; n++) {
    const { next_fetch_at } = await turn(world, id, now);
    pauses.push((next_fetch_at.getTime() - now) / MINUTE);
  }
  expect(pauses).toEqual([5, 10, 20, 40, 60, 60]);
  expect(await sourceOf(id)).toMatchObject({
    failure: "Its server has a problem (503).",
    failing_since: new Date(now),
  });
  expect(await slotsOf(world)).not.toContain(at(60));
  const told = async () =>
    (
      await rows(
        "select details from audit_events where action = 'calendar_source.failing' and provider_id = $1",
        [world.id],
      )
    ).length;
  const boss = await createAccount(database.admin, { name: "Ada" });
  const viewer = await createAccount(database.admin);
  await createMembership(database.admin, world.id, boss.id, "owner");
  await createMembership(database.admin, world.id, viewer.id, "viewer");
  now += DAY - 1;
  await turn(world, id, now);
  expect(await told()).toBe(0);
  await turn(world, id, now + 1);
  await turn(world, id, now + HOUR);
  expect(await told()).toBe(1);
  const mails = await rows("select kind, account_id, details from deliveries where provider_id = $1", [
    world.id,
  ]);
  expect(mails.map(({ kind, account_id }) => [kind, account_id])).toEqual([["calendar_failing", boss.id]]);
  const compose = () => composeCalendarFailing(world.id, mails[0]);
  expect(await compose()).toMatchObject({
    to: boss.email,
    subject: "The calendar “Private” cannot be read",
    text: expect.stringMatching(/Hello Ada.*Its server has a problem \(503\)\..*\/hours\/calendars/s),
  });
  feed.answer(serving(calendarOf()));
  expect(await turn(world, id, now + DAY)).toMatchObject({ failing_since: null, failure: "", told_at: null });
  expect(await compose()).toEqual({ void_because: "The calendar can be read again." });
  expect(await slotsOf(world)).toContain(at(60));
});

test.each([
  ["cut_off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "ends in the middle"],
  ["a web page", "<!doctype html><p>Please sign in", "shows a web page"],
  ["no calendar", "hello", "no calendar"],
])("%s is a failure with a sentence", async (_what, text, sentence) => {
  const world = await createWorld(database);
  feed.answer(serving(text));
  const id = await added(world);
  expect((await turn(world, id)).failure).toContain(sentence);
});

test("our own bookings that come back are no events; those of other providers are", async () => {
  const [world, other] = [await createWorld(database), await createWorld(database)];
  const [own, theirs] = [
    await mustBook(world.context(), "talk", at(0)),
    await mustBook(other.context(), "talk", at(60)),
  ];
  feed.answer(
    serving(
      calendarOf(
        // Moved here since: the feed that fed that calendar is hours old.
        eventOf(`${own.booking_id}@daybook`, at(240), at(270)),
        eventOf(`${theirs.booking_id}@daybook`, at(60), at(90)),
      ),
    ),
  );
  const id = await added(world);
  await turn(world, id);
  expect((await busyOf(id)).map(({ from }) => from)).toEqual([at(60)]);
});

test("one long event is kept in pieces of a week, and drawn as one", async () => {
  const world = await createWorld(database);
  feed.answer(serving(calendarOf(["UID:1", "DTSTART;VALUE=DATE:20300108", "DTEND;VALUE=DATE:20300129"])));
  const id = await added(world);
  await turn(world, id);
  expect(await busyOf(id)).toHaveLength(3);
  const { days } = await reading(world.id, (tx) =>
    readCalendar(tx, world.context(), weekOf("2030-01-20"), false),
  );
  expect(days.map(({ all_day }) => all_day.length)).toEqual([0, ...Array(13).fill(1)]);
});

test("the forms: twice is once, at most ten, each address once, somebody else's change is not written over", async () => {
  const world = await createWorld(database);
  const id = uuid();
  const one = { id, name: "Private", address: "https://example.org/a.ics?key=abcd" };
  await Promise.all([addSource(staff(world), one), addSource(staff(world), one)]);
  expect(await rows("select host, ending from calendar_sources where provider_id = $1", [world.id])).toEqual([
    { host: "example.org", ending: "abcd" },
  ]);
  expect(await addSource(staff(world), { ...one, id: uuid() })).toEqual({
    ok: false,
    reason: "already_there",
  });
  const rename = { id, version: 1, name: "Family", address: null };
  expect(await changeSource(staff(world), rename)).toEqual({ ok: true });
  expect(await changeSource(staff(world), rename)).toEqual({ ok: true });
  expect(await changeSource(staff(world), { ...rename, name: "Mine" })).toMatchObject({
    ok: false,
    reason: "stale",
    current: { name: "Family", version: 2 },
  });
  const turns = (await sourceOf(id)).turn;
  await changeSource(staff(world), { ...rename, version: 2, address: "https://example.org/b.ics" });
  expect(await sourceOf(id)).toMatchObject({ turn: turns + 1, etag: null, ending: ".ics" });
  for (let n = 1; n < 10; n++)
    await addSource(staff(world), { id: uuid(), name: "More", address: `https://example.org/${n}.ics` });
  expect(
    await addSource(staff(world), { id: uuid(), name: "More", address: "https://example.org/x" }),
  ).toEqual({
    ok: false,
    reason: "too_many",
  });
  await removeSource(staff(world), id);
  await removeSource(staff(world), id);
  expect(
    (
      await rows(
        "select action from audit_events where provider_id = $1 and action ~ 'changed|removed' order by at, id",
        [world.id],
      )
    ).map(({ action }) => action),
  ).toEqual(["calendar_source.changed", "calendar_source.changed", "calendar_source.removed"]);
  const other = await createWorld(database);
  await expect(readSourceNow(staff(other), id)).rejects.toMatchObject({ code: "not_found" });
});

test("removed while it is fetched: nothing comes after it", async () => {
  const world = await createWorld(database);
  feed.answer(serving(calendarOf(eventOf("a", at(60), at(120)))));
  const id = await added(world);
  const reach = reachOf(world);
  await refreshSource(
    { provider_id: world.id, source_id: id, turn: 1 },
    {
      ...reach,
      fetch: async (question) => {
        await removeSource(staff(world), id);
        return reach.fetch(question);
      },
    },
  );
  expect([await jobsOf(id), await busyOf(id)]).toMatchObject([[{ turn: 1 }], []]);
});

test("a calendar whose job is lost is taken up again", async () => {
  const world = await createWorld(database);
  const id = await added(world);
  await database.admin.query(
    "select graphile_worker.complete_jobs(array(select id from graphile_worker._private_jobs))",
  );
  await takeUpOverdueSources(NOW + HOUR);
  expect(await jobsOf(id)).toEqual([]);
  expect(await takeUpOverdueSources(NOW + DAY)).toBeGreaterThan(0);
  expect(await jobsOf(id)).toMatchObject([{ turn: 2 }]);
});

test("a booking and a calendar that closes its time at the same moment: either order, never an error", async () => {
  for (let round = 0; round < 5; round++) {
    const world = await createWorld(database);
    feed.answer(serving(calendarOf(eventOf("a", at(0), at(8 * 60))), `"${round}"`));
    const id = await added(world);
    const outcomes = await Promise.all([
      ...Array.from({ length: 8 }, (_, n) => bookSlot(world.context(), "talk", request(at(30 * n)))),
      turn(world, id),
    ]);
    for (const outcome of outcomes.slice(0, 8))
      expect(outcome).toSatisfy(
        (one: { ok: boolean; reason?: string }) => one.ok || one.reason === "blocked",
      );
    expect(await busyOf(id)).toHaveLength(1);
    expect(await bookSlot(world.context(), "talk", request(at(300)))).toEqual({
      ok: false,
      reason: "blocked",
    });
  }
});

const asked = (url: string, allow_private: boolean, limits?: Parameters<typeof fetchCalendar>[1]) =>
  fetchCalendar({ url, etag: null, last_modified: null, allow_private, user_agent: "Daybook/test" }, limits);
const code = async (...args: Parameters<typeof asked>) => {
  const answer = await asked(...args);
  return answer.kind === "failed" ? answer.code : answer.kind;
};

test("private addresses are refused, however they are written, and what resolves to one", async () => {
  feed.answer(serving(calendarOf()));
  const { port } = feed;
  for (const host of [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
  ])
    expect([host, await code(`http://${host}:80/`, false)]).toEqual([host, "not_public"]);
  // A name: looked up where the connection is made.
  expect(await code("http://localhost:8080/", false)).toBe("not_public");
  expect(await code(`http://localhost:${port}/`, false)).toBe("wrong_port");
  expect(feed.asked).toEqual([]);
  expect(await code(`http://localhost:${port}/`, true)).toBe("body");
  for (const address of [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
  ])
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  for (const address of [
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "::7f00:1",
  ])
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  for (const address of ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
});

test("a redirect is followed three times, to what could have been asked for at once", async () => {
  const to = (path: string) =>
    feed.answer((_request, response) => void response.writeHead(302, { Location: path }).end());
  to("/again");
  expect(await code(feed.url(), true)).toBe("too_many_redirects");
  expect(feed.asked).toHaveLength(4);
  to("ftp://example.org/");
  expect(await code(feed.url(), true)).toBe("wrong_scheme");
  feed.answer((request, response) => {
    if (request.url === "/moved") return serving(calendarOf())(request, response);
    response.writeHead(308, { Location: "/moved" }).end();
  });
  expect(await code(feed.url(), true)).toBe("body");
});

test("slow, large, packed, broken off and refused: each is an answer", async () => {
  feed.answer(() => {});
  expect(await code(feed.url(), true, { bytes: 1000, ms: 200, redirects: 0 })).toBe("too_slow");
  // Drop by drop: each comes in time, all of them never.
  feed.answer((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  });
  expect(await code(feed.url(), true, { bytes: 1000, ms: 300, redirects: 0 })).toBe("too_slow");
  feed.answer((_request, response) => void response.writeHead(200).end(Buffer.alloc(11_000_000, "x")));
  expect(await code(feed.url(), true)).toBe("too_large");
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  expect(bomb.length).toBeLessThan(250_000);
  feed.answer((_request, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb));
  expect(await code(feed.url(), true)).toBe("too_large");
  feed.answer((_request, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end("no"));
  expect(await code(feed.url(), true)).toBe("cut_off");
  feed.answer((_request, response) => {
    response.writeHead(200, { "Content-Length": "1000" }).write("BEGIN:VCALENDAR");
    setTimeout(() => response.destroy(), 50);
  });
  expect(await code(feed.url(), true)).toBe("cut_off");
  feed.answer((_request, response) => void response.writeHead(200, { "Content-Encoding": "zip" }).end("x"));
  expect(await code(feed.url(), true)).toBe("wrong_encoding");
  expect(await code("http://127.0.0.1:1/", true)).toBe("unreachable");
  feed.answer(
    (_request, response) =>
      void response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("hello")),
  );
  expect(await asked(feed.url(), true)).toMatchObject({ kind: "body", body: Buffer.from("hello") });
});

test("a rule that never ends, or fills the memory, costs the parser its life and nothing else", async () => {
  const endless = Buffer.from(
    calendarOf(["UID:1", "DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"]),
  );
  const question = { time_zone: "Europe/Berlin", from: NOW, until: NOW + 366 * DAY };
  const quick = { ms: 1500, heap_mb: 128, answer_bytes: 8_000_000 };
  expect(await parseCalendar(endless, question, quick)).toEqual({ ok: false, code: "too_heavy" });
  const many = calendarOf(
    ...Array.from({ length: 4000 }, (_, n) => [
      `UID:${n}`,
      "DTSTART:20300107T000000Z",
      "DURATION:PT1S",
      "RRULE:FREQ=MINUTELY",
    ]),
  );
  const small = { ms: 20_000, heap_mb: 16, answer_bytes: 8_000_000 };
  expect(await parseCalendar(Buffer.from(many), question, small)).toMatchObject({ ok: false });
});

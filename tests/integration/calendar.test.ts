/** The calendar through HTTP: what it draws, what it refuses, blocked times from the first click to "undo". */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCalendar } from "#app/domain/calendar.server.ts";
import { calendarWindow } from "#app/domain/calendar.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { selectProvider } from "#db/providers.ts";
import { reading, type TenantTx } from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
const SCRIPT = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** A practice of its own with somebody at its desk. */
async function createDesk(role: "owner" | "viewer" = "owner", values = {}) {
  const { admin } = database;
  const practice = await make.createPractice(admin, values);
  const account = await createAccount(admin);
  await createMembership(admin, practice.provider_id, account.id, role);
  const headers = { Cookie: (await signIn(admin, account.id)).cookie };
  const base = `/dashboard/${practice.provider.username}/calendar`;
  return {
    ...practice,
    base,
    headers,
    open: (path = "", own = headers) => ask(app, `${base}${path}`, { headers: own }),
    send: (path: string, fields: Record<string, string>, own: Record<string, string> = headers) =>
      post(app, `${base}${path}`, fields, own),
  };
}
type Desk = Awaited<ReturnType<typeof createDesk>>;

/** A booking from and to ISO instants, with what it takes. */
async function book(desk: Desk, from: string, until: string, values = {}, taken = {}, occupied?: string) {
  const booking = await make.createBooking(database.admin, desk.keys, {
    during: make.rangeText(from, until),
    ...values,
  });
  const { provider_id, service_id } = desk.keys;
  const keys = { provider_id, service_id, booking_id: booking.id };
  await make.createReservation(database.admin, keys, occupied ?? booking.during, taken);
  return booking;
}

const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");

const WEEK = "?view=week&date=2030-01-09";

describe("what is drawn", () => {
  test("a booking with its buffers, a group as one block, a blocked time, a holiday and a date of its own", async () => {
    const desk = await createDesk();
    const { admin } = database;
    const wide = make.rangeText("2030-01-07T08:45:00Z", "2030-01-07T10:10:00Z");
    const booking = await book(desk, "2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z", {}, {}, wide);
    const session_id = make.uuid();
    for (const seat of [1, 2, 3])
      await book(
        desk,
        "2030-01-08T09:00:00Z",
        "2030-01-08T10:00:00Z",
        { service_title: "Yoga", customer_name: `Guest ${seat}` },
        { session_id, seat, capacity: 8 },
      );
    const blocked = await make.createBlockedTime(
      admin,
      desk.provider_id,
      make.rangeText("2030-01-09T09:00:00Z", "2030-01-09T11:00:00Z"),
      { reason: "Dentist" },
    );
    const holiday = { provider_id: desk.provider_id, date: "2030-01-10", name: "Founders’ Day" };
    await make.insertRow(admin, "holidays", holiday);
    await make.insertRow(admin, "holidays", { ...holiday, date: "2030-01-11", kept_open_at: "2030-01-01" });
    await make.createOverride(admin, desk.provider_id, desk.schedule.id, "2030-01-11", {
      ...{ starts_min: 600, ends_min: 720, note: "Late start" },
    });
    const { status, text: html } = await desk.open(WEEK);
    expect(status).toBe(200);
    for (const path of [
      `/bookings/${booking.id}`,
      `/calendar/sessions/${session_id}`,
      `/calendar/blocked/${blocked.id}`,
      "/calendar?view=day&amp;date=2030-01-07",
    ])
      expect(html).toContain(`href="/dashboard/${desk.provider.username}${path}"`);
    const words = text(html);
    expect(words).toContain("15 min buffer before");
    expect(words).toContain("10 min buffer after");
    expect(words).toContain("Yoga 3 of 8 seats");
    expect(words).not.toContain("Guest 1");
    expect(words).toContain("Founders’ Day: closed");
    expect(words).toContain("Late start");
    expect(words).toContain("4 bookings");
    expect(html).toContain(`data-live="/dashboard/${desk.provider.username}/changes"`);
    // Nothing is placed by a style attribute: the Content-Security-Policy would refuse it.
    expect(html).not.toMatch(/\sstyle="/);
    const guests = text((await desk.open(`/sessions/${session_id}`)).text);
    for (const seat of [1, 2, 3]) expect(guests).toContain(`Guest ${seat}`);
    const month = text((await desk.open("?view=month&date=2030-01-09")).text);
    expect(month).toContain("Tuesday 8 January : 8 3 bookings");
    expect(month).toContain("10:00 Yoga");
    expect(month).toContain("Founders’ Day");
  });

  test("free time leads to a new booking and to a blocked one, with the time filled in; not for a viewer", async () => {
    const desk = await createDesk();
    await book(desk, "2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z");
    const { text: html } = await desk.open("?view=day&date=2030-01-07");
    const home = `/dashboard/${desk.provider.username}`;
    const starts = [...html.matchAll(/\/bookings\/new\?start=([^"]+)"/g)].map(([, start]) => start);
    expect(starts).toEqual(
      ["08", "10", "11", "12", "13", "14", "15"].map((hour) => `2030-01-07T${hour}:00:00Z`),
    );
    expect(html).toContain(
      `href="${home}/calendar/block?start=2030-01-07T10:00:00Z&amp;end=2030-01-07T16:00:00Z"`,
    );
    const viewer = await createDesk("viewer");
    const seen = (await viewer.open("?view=day&date=2030-01-07")).text;
    expect(seen).toContain("Free ");
    expect(seen).not.toMatch(/bookings\/new|calendar\/block/);
    expect((await viewer.open("/block")).status).toBe(403);
  });

  test("a night that has two o'clock twice says which; 25 hours are said", async () => {
    const desk = await createDesk();
    await book(desk, "2030-10-27T01:00:00Z", "2030-10-27T01:30:00Z");
    await book(desk, "2030-10-27T00:00:00Z", "2030-10-27T00:30:00Z");
    const words = text((await desk.open("?view=day&date=2030-10-27")).text);
    expect(words).toContain("02:00 (UTC+2) – 02:30 (UTC+2)");
    expect(words).toContain("02:00 (UTC+1) – 02:30 (UTC+1)");
    expect(words).toContain("this day has 25 hours");
    const island = await createDesk("owner", { time_zone: "Australia/Lord_Howe" });
    expect(text((await island.open("?view=day&date=2030-04-07")).text)).toContain("24 hours 30 minutes");
    expect(text((await island.open("?view=week&date=2030-04-07")).text)).toContain("24 hours 30 minutes");
    const samoa = await createDesk("owner", { time_zone: "Pacific/Apia" });
    expect(text((await samoa.open("?view=day&date=2011-12-30")).text)).toContain("skips this day");
  });

  test("texts stay texts", async () => {
    const desk = await createDesk("owner", { name: SCRIPT.slice(0, 80) });
    await database.admin.query("update schedules set name = $1 where provider_id = $2", [
      SCRIPT,
      desk.provider_id,
    ]);
    await make.createSchedule(database.admin, desk.provider_id);
    const named = { customer_name: SCRIPT, service_title: SCRIPT };
    const session_id = make.uuid();
    await book(desk, "2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z", named, { session_id });
    await make.insertRow(database.admin, "holidays", {
      ...{ provider_id: desk.provider_id, date: "2030-01-08", name: SCRIPT },
    });
    await make.createOverride(database.admin, desk.provider_id, desk.schedule.id, "2030-01-09", {
      note: SCRIPT,
    });
    const during = make.rangeText("2030-01-07T09:00:00Z", "2030-01-07T12:00:00Z");
    const values = { reason: SCRIPT, public_text: SCRIPT, schedule_id: desk.schedule.id };
    const { id } = await make.createBlockedTime(database.admin, desk.provider_id, during, values);
    for (const path of [
      ...[WEEK, "?view=day&date=2030-01-07", "?view=month&date=2030-01-07", `/sessions/${session_id}`],
      ...[`/blocked/${id}`, "/block?start=2030-01-07T09:00:00Z&end=2030-01-07T12:00:00Z"],
    ]) {
      const { status, text: html } = await desk.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html).not.toMatch(/<script>alert|<img src=x/);
      expect(html).toContain("&lt;script&gt;alert(1)");
    }
  });
});

describe("addresses", () => {
  test.each([
    ["", 200],
    ["?date=", 200],
    ["?view=year", 200],
    ["?view=day&date=2030-02-28", 200],
    ["?view=month&date=1970-03-01", 200],
    ["?view=week&date=2199-10-31", 200],
    ["?date=2030-02-30", 400],
    ["?date=x", 400],
    ["?date=0001-01-01", 400],
    ["?date=2300-01-01", 400],
    ["?just=unblocked", 200],
    ["?just=blocked&id=x", 200],
    ["/block?start=x&end=y", 200],
    ["/block?start=2030-01-07T09:00:00Z", 200],
    ["/block?start=2030-01-07T09:00:00Z&end=2020-01-07T09:00:00Z", 200],
    ["/block?start=0000-01-07T09:00:00Z&date=9999-99-99", 200],
    ["/blocked/x", 404],
    ["/blocked/00000000-0000-7000-8000-000000000000", 404],
    ["/sessions/x", 404],
    ["/sessions/00000000-0000-7000-8000-000000000000", 404],
  ])("%s is answered %i", async (path, status) => {
    const desk = await createDesk();
    expect((await desk.open(path)).status).toBe(status);
  });

  test("another provider's are nobody's", async () => {
    const desk = await createDesk();
    const other = await createDesk();
    const during = make.rangeText("2030-01-07T09:00:00Z", "2030-01-07T12:00:00Z");
    const { id } = await make.createBlockedTime(database.admin, other.provider_id, during);
    const session_id = make.uuid();
    await book(other, "2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z", {}, { session_id });
    expect((await desk.open(`/blocked/${id}`)).status).toBe(404);
    expect((await desk.open(`/sessions/${session_id}`)).status).toBe(404);
    const form = { version: "1", from_date: "2030-01-08" };
    expect((await desk.send(`/blocked/${id}`, form)).status).toBe(404);
    await desk.send(`/blocked/${id}/removal`, { version: "1" });
    const { rows } = await database.admin.query("select version from blocked_times where id = $1", [id]);
    expect(rows).toEqual([{ version: 1 }]);
  });
});

describe("block time", () => {
  const TIMES = { from_date: "2030-01-09", to_date: "2030-01-09", from_time: "10:00", to_time: "12:00" };
  const rowsOf = async ({ provider_id }: Desk) =>
    (
      await database.admin.query(
        "select id, schedule_id, lower(during) as starts, upper(during) as ends, reason, version from blocked_times where provider_id = $1",
        [provider_id],
      )
    ).rows;

  test("a free spot's times are in the form; blocked, seen, opened again, undone", async () => {
    const desk = await createDesk();
    const page = await desk.open("/block?start=2030-01-09T09:00:00Z&end=2030-01-09T11:00:00Z");
    expect(page.text).toMatch(/name="from_time"[^>]*value="10:00"/);
    const key = hiddenFields(page.text).key!;
    const sent = await desk.send("/block", { ...TIMES, key, reason: "Dentist" });
    const [row] = await rowsOf(desk);
    expect(sent.status).toBe(303);
    expect(sent.headers.location).toBe(`${desk.base}?view=week&date=2030-01-09&just=blocked&id=${row.id}`);
    expect([row.starts.toISOString(), row.ends.toISOString(), row.reason]).toEqual([
      ...["2030-01-09T09:00:00.000Z", "2030-01-09T11:00:00.000Z", "Dentist"],
    ]);
    // The same form twice blocks once.
    expect((await desk.send("/block", { ...TIMES, key, reason: "Dentist" })).status).toBe(303);
    expect((await desk.send("/block", { ...TIMES, key, reason: "Other" })).status).toBe(409);
    expect(await rowsOf(desk)).toHaveLength(1);
    const seen = await desk.open(`?view=week&date=2030-01-09&just=blocked&id=${row.id}`);
    expect(text(seen.text)).toContain("This time is blocked.");
    expect(seen.text).toContain(`action="${desk.base}/blocked/${row.id}/removal"`);
    const opened = await desk.send(`/blocked/${row.id}/removal`, { version: "1" });
    expect(opened.headers.location).toBe(`${desk.base}?view=week&date=2030-01-09&just=unblocked`);
    expect(await rowsOf(desk)).toEqual([]);
    const cookie = opened.headers["set-cookie"]![0]!.split(";")[0]!;
    const both = { Cookie: `${desk.headers.Cookie}; ${cookie}` };
    expect((await desk.open("?just=unblocked", both)).text).toContain(`action="${desk.base}/restoration"`);
    expect((await desk.open("?just=unblocked")).text).not.toContain("/restoration");
    expect((await desk.send("/restoration", {}, both)).status).toBe(303);
    expect((await desk.send("/restoration", {}, both)).status).toBe(303);
    expect(await rowsOf(desk)).toEqual([row]);
    expect((await desk.send("/restoration", {})).status).toBe(409);
  });

  test("bookings that stand in it stay, and are named", async () => {
    const desk = await createDesk();
    const booking = await book(desk, "2030-01-09T09:30:00Z", "2030-01-09T10:00:00Z", {
      customer_name: "Ada",
    });
    const page = await desk.open("/block?start=2030-01-09T09:00:00Z&end=2030-01-09T11:00:00Z");
    expect(text(page.text)).toContain("Booked in this time already");
    const sent = await desk.send("/block", { ...TIMES, key: hiddenFields(page.text).key! });
    const [{ id }] = await rowsOf(desk);
    expect(sent.headers.location).toBe(`${desk.base}/blocked/${id}?just=blocked`);
    const shown = await desk.open(`/blocked/${id}?just=blocked`);
    expect(shown.text).toContain(`href="/dashboard/${desk.provider.username}/bookings/${booking.id}"`);
    expect(text(shown.text)).toContain("Bookings that stay in it");
    const { rows } = await database.admin.query("select status, version from bookings where id = $1", [
      booking.id,
    ]);
    expect(rows).toEqual([{ status: "confirmed", version: 1 }]);
  });

  test("a time that comes twice, or never, is asked about", async () => {
    const desk = await createDesk();
    const key = make.uuid();
    const night = { key, from_date: "2030-10-27", from_time: "02:30", to_time: "04:00" };
    const asked = await desk.send("/block", night);
    expect(asked.status).toBe(422);
    expect(text(asked.text)).toContain("02:30 comes twice");
    expect(await rowsOf(desk)).toEqual([]);
    expect((await desk.send("/block", { ...night, from_occurrence: "second" })).status).toBe(303);
    expect((await rowsOf(desk))[0].starts.toISOString()).toBe("2030-10-27T01:30:00.000Z");
    const gap = { key: make.uuid(), from_date: "2031-03-30", from_time: "02:30", to_time: "04:00" };
    const never = await desk.send("/block", gap);
    expect(never.status).toBe(422);
    expect(text(never.text)).toContain("Do you mean 01:30 or 03:30?");
  });

  test("two at once: the second sees both and chooses", async () => {
    const desk = await createDesk();
    await desk.send("/block", { ...TIMES, key: make.uuid(), reason: "Dentist" });
    const [{ id }] = await rowsOf(desk);
    const change = { ...TIMES, version: "1" };
    expect((await desk.send(`/blocked/${id}`, { ...change, reason: "Hers" })).headers.location).toBe(
      `${desk.base}/blocked/${id}?just=changed`,
    );
    const late = await desk.send(`/blocked/${id}`, { ...change, reason: "His" });
    expect(late.status).toBe(409);
    for (const words of ["Somebody else changed this meanwhile", "Hers"])
      expect(text(late.text)).toContain(words);
    expect(late.text).toContain('value="His"');
    expect((await rowsOf(desk))[0].reason).toBe("Hers");
    expect((await desk.send(`/blocked/${id}/removal`, { version: "1" })).status).toBe(409);
    const { version } = hiddenFields(late.text);
    expect((await desk.send(`/blocked/${id}`, { ...change, reason: "His", version: version! })).status).toBe(
      303,
    );
    expect((await rowsOf(desk))[0]).toMatchObject({ reason: "His", version: 3 });
    const wrong = await desk.send(`/blocked/${id}`, {
      ...change,
      version: "3",
      to_time: "09:00",
      reason: "Kept",
    });
    expect([wrong.status, wrong.text.includes('value="Kept"')]).toEqual([422, true]);
  });

  test("every act is in the history, with when and never why", async () => {
    const desk = await createDesk();
    await desk.send("/block", { ...TIMES, key: make.uuid(), reason: "Secret" });
    const [{ id }] = await rowsOf(desk);
    await desk.send(`/blocked/${id}`, { ...TIMES, to_time: "13:00", version: "1", reason: "Secret" });
    await desk.send(`/blocked/${id}/removal`, { version: "2" });
    const { rows } = await database.admin.query(
      "select action, account_id is not null as by_somebody, details::text from audit_events where provider_id = $1 order by id",
      [desk.provider_id],
    );
    expect(rows.map(({ action }) => action)).toEqual(
      ["added", "changed", "removed"].map((act) => `blocked_time.${act}`),
    );
    expect(rows.every(({ by_somebody, details }) => by_somebody && !details.includes("Secret"))).toBe(true);
  });

  test("a schedule of somebody else, a day that is none, an end before the start", async () => {
    const desk = await createDesk();
    const other = await createDesk();
    const form = () => ({ ...TIMES, key: make.uuid() });
    expect((await desk.send("/block", { ...form(), schedule: other.schedule.id })).status).toBe(404);
    for (const wrong of [
      { from_date: "2030-02-30" },
      { to_time: "09:00" },
      { to_date: "2030-01-08" },
      { key: "x" },
    ])
      expect((await desk.send("/block", { ...form(), ...wrong })).status).toBe(422);
    expect(await rowsOf(desk)).toEqual([]);
  });
});

test("four queries, however many days and bookings", async () => {
  const desk = await createDesk();
  const provider = await reading(desk.provider_id, selectProvider);
  const first = localDate(Date.now(), "Europe/Berlin");
  for (let day = 0; day < 20; day++)
    await book(desk, `${addDays(first, day)}T09:00:00Z`, `${addDays(first, day)}T10:00:00Z`);
  const asked = async (kind: "day" | "month") => {
    let queries = 0;
    const days = await reading(desk.provider_id, async (tx) => {
      const counting = new Proxy(tx, {
        get: (target, key: keyof TenantTx) => {
          if (typeof target[key] === "function") queries++;
          return target[key];
        },
      });
      const context = { provider, actor: "provider" as const, now: Date.now(), secrets: [] };
      return (await readCalendar(counting, context, calendarWindow(kind, first, 1), false)).days;
    });
    return { queries, bookings: days.flatMap(({ items }) => items).length };
  };
  expect(await asked("day")).toEqual({ queries: 4, bookings: 1 });
  const month = await asked("month");
  expect(month.queries).toBe(4);
  expect(month.bookings).toBeGreaterThan(5);
});

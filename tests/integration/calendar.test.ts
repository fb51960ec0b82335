/** The calendar through HTTP: what it draws, and what it refuses. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCalendar } from "#app/domain/calendar.server.ts";
import { calendarWindow } from "#app/domain/calendar.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { selectProvider } from "#db/providers.ts";
import { reading, type TenantTx } from "#db/transaction.ts";
import { bookFor, type Desk, createDesk as deskOf, wordsOf as text } from "#tests/support/calendar-desk.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, startApp } from "#tests/support/web.ts";

const database = testDatabase();
const SCRIPT = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
let app: App;
type Rest = Parameters<typeof bookFor> extends [unknown, unknown, ...infer R] ? R : never;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const createDesk = (role: "owner" | "viewer" = "owner", values = {}) => deskOf(database, app, role, values);
const book = (desk: Desk, ...rest: Rest) => bookFor(database, desk, ...rest);

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
    expect(html).toContain(`data-live="/dashboard/${desk.provider.username}/changes?since=`);
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

  test("more at once than there is room for: nothing is lost", async () => {
    const desk = await createDesk();
    const during = make.rangeText("2030-01-07T09:00:00Z", "2030-01-07T10:00:00Z");
    for (let n = 1; n <= 10; n++)
      await make.createBlockedTime(database.admin, desk.provider_id, during, { reason: `Reason ${n}.` });
    const { text: html } = await desk.open("?view=day&date=2030-01-07");
    for (let n = 1; n <= 10; n++) expect(html.split(`Reason ${n}.`)).toHaveLength(2);
    expect(html.match(/<li class="calitem/g)).toHaveLength(8);
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

test("five queries, however many days and bookings", async () => {
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
  expect(await asked("day")).toEqual({ queries: 5, bookings: 1 });
  const month = await asked("month");
  expect(month.queries).toBe(5);
  expect(month.bookings).toBeGreaterThan(5);
});

/** Blocked times of the calendar through HTTP, from the first click to "undo". */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookFor, type Desk, createDesk as deskOf, wordsOf as text } from "#tests/support/calendar-desk.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, startApp } from "#tests/support/web.ts";
import { hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
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

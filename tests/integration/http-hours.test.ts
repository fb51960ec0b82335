/** The pages of hours through HTTP: what one sets is what customers are offered, two tabs, what is refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBooking, createPractice, createService, rangeText, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let made: Awaited<ReturnType<typeof createPractice>>;
let Cookie: string;
let base: string;
let here: string;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
beforeEach(async () => {
  made = await createPractice(database.admin);
  const account = await createAccount(database.admin);
  await createMembership(database.admin, made.provider_id, account.id, "manager");
  Cookie = (await signIn(database.admin, account.id)).cookie;
  base = `/dashboard/${made.provider.username}/hours`;
  here = `${base}/${made.schedule.id}`;
});

const open = (where: string) => ask(app, where, { headers: { Cookie } });
const send = (where: string, fields: Record<string, string>) => post(app, where, fields, { Cookie });
const plain = (text: string) => text.replaceAll("&quot;", '"');
/** The week's form as its page shows it. */
const formOf = async (where = here): Promise<Record<string, string>> => {
  const { text } = await open(where);
  const fields = Object.fromEntries(
    Object.entries(hiddenFields(text)).map(([name, value]) => [name, plain(value)]),
  );
  for (const [tag] of text.matchAll(/<input\b[^>]*type="time"[^>]*>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
    fields[of("name")] = of("value");
  }
  return fields;
};
const hours = async () =>
  (
    await database.admin.query(
      `select week, weekday, starts_min, ends_min from weekly_hours where provider_id = $1 and schedule_id = $2
       order by week, weekday, starts_min`,
      [made.provider_id, made.schedule.id],
    )
  ).rows.map((row) => Object.values(row).join(" "));
const acts = async () =>
  (
    await database.admin.query("select action from audit_events where provider_id = $1 order by at, id", [
      made.provider_id,
    ])
  ).rows.map(({ action }) => action);
const schedules = async () =>
  (
    await database.admin.query("select * from schedules where provider_id = $1 order by created_at, id", [
      made.provider_id,
    ])
  ).rows;

describe("the week", () => {
  test("saves several intervals, joined where they touch, and says so", async () => {
    const form = await formOf();
    const answer = await send(here, {
      ...form,
      to_1_0: "12:00",
      from_1_1: "12:00",
      to_1_1: "14:00",
      from_1_2: "20:00",
      to_1_2: "24:00",
    });
    expect([answer.status, answer.headers.location]).toEqual([303, `${here}?just=saved&merged=Monday`]);
    expect((await hours()).filter((row) => row.startsWith("0 1 "))).toEqual(["0 1 540 840", "0 1 1200 1440"]);
    expect((await open(answer.headers.location as string)).text).toContain("joined to one: Monday");
    expect(await acts()).toEqual(["schedule.changed"]);
  });

  test("comes back with everything typed for a row more, and with what is wrong", async () => {
    const typed = { ...(await formOf()), from_2_0: "10:15", to_2_0: "zz" };
    const more = await send(here, { ...typed, edit: "add:2" });
    expect(more.status).toBe(200);
    expect(more.text).toMatch(/name="from_2_1"/);
    expect(more.text).toMatch(/name="from_2_0"[^>]*value="10:15"/);
    const wrong = await send(here, typed);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("until when?");
    expect(wrong.text).toMatch(/name="from_2_0"[^>]*value="10:15"/);
    expect(await acts()).toEqual([]);
  });

  test("two people: the second sees both and chooses; other days are no conflict", async () => {
    const [mine, other] = [await formOf(), await formOf()];
    expect((await send(here, { ...other, from_1_0: "10:00", from_3_0: "11:00" })).status).toBe(303);
    const stale = await send(here, { ...mine, from_1_0: "08:00", from_2_0: "07:00" });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("10:00–17:00");
    expect(stale.text).toContain("08:00–17:00");
    // Wednesday I never touched: theirs is proposed, nothing is lost unseen.
    expect((await hours()).filter((row) => / [123] /.test(row.slice(1)))).toContain("0 1 600 1020");
    const again = {
      ...mine,
      ...Object.fromEntries(
        Object.entries(hiddenFields(stale.text)).map(([name, value]) => [name, plain(value)]),
      ),
      ...{ from_1_0: "08:00", from_2_0: "07:00", keep_w0_1: "mine", keep_w0_3: "theirs" },
    };
    expect((await send(here, again)).status).toBe(303);
    expect((await hours()).slice(0, 3)).toEqual(["0 1 480 1020", "0 2 420 1020", "0 3 660 1020"]);
  });

  test("bookings stay, and those outside are counted", async () => {
    const during = rangeText("2030-01-07T09:00:00Z", "2030-01-07T09:30:00Z");
    const soon = new Date(Date.now() + 20 * 86_400_000);
    soon.setUTCHours(2, 0, 0, 0);
    const near = rangeText(soon.toISOString(), new Date(soon.getTime() + 1_800_000).toISOString());
    await createBooking(database.admin, made.keys, { during: near });
    await createBooking(database.admin, made.keys, { during });
    const { text } = await open(`${here}?just=saved`);
    expect(text.replaceAll("<!-- -->", "")).toContain("1 coming booking lies outside these hours");
    expect((await open(here)).text).not.toContain("outside these hours");
  });
});

/** Sends the form of weeks A and B as its page shows it, with what is chosen. */
const alternate = async (of: string, chosen: Record<string, string>) => {
  const { version } = hiddenFields((await open(`${of}/alternation`)).text);
  return send(`${of}/alternation`, { version: version!, ...chosen });
};

test("a week B that a colleague writes meanwhile does not go unseen", async () => {
  await alternate(here, { alternates: "yes", from_date: "2026-12-02" });
  const mine = hiddenFields((await open(`${here}/alternation`)).text);
  const theirs = await formOf();
  expect((await send(here, { ...theirs, b_from_1_0: "13:00" })).status).toBe(303);
  const stale = await send(`${here}/alternation`, { version: mine.version!, alternates: "no" });
  expect(stale.status).toBe(409);
  expect(stale.text).toContain("Somebody else changed these hours meanwhile");
  expect(await hours()).toContain("2 1 780 1020");
  expect((await alternate(here, { alternates: "no" })).status).toBe(303);
});

test("weeks A and B: both begin the same, are changed apart, and end as A", async () => {
  expect((await alternate(here, { alternates: "yes", from_date: "31-12-2026" })).status).toBe(422);
  expect((await alternate(here, { alternates: "yes", from_date: "2026-12-02" })).status).toBe(303);
  expect((await hours()).length).toBe(10);
  const page = await open(here);
  expect(page.text).toMatch(/This is week (<!-- -->)?[AB]/);
  const form = await formOf();
  expect((await send(here, { ...form, b_from_1_0: "13:00" })).status).toBe(303);
  const rows = await hours();
  expect([rows[0], rows[5]]).toEqual(["1 1 540 1020", "2 1 780 1020"]);
  expect((await alternate(here, { alternates: "no" })).status).toBe(303);
  expect((await hours()).length).toBe(5);
  expect((await hours())[0]).toBe("0 1 540 1020");
});

test("a form from before the weeks alternated loses nothing unseen", async () => {
  const old = await formOf();
  await alternate(here, { alternates: "yes", from_date: "2026-12-02" });
  const answer = await send(here, { ...old, from_1_0: "06:00" });
  expect(answer.status).toBe(409);
  expect(answer.text).toContain("Monday in week b");
});

describe("several schedules", () => {
  test("made, renamed, copied with all, made the default, deleted", async () => {
    expect((await send(base, { name: "", time_zone: "Mars/Olympus" })).status).toBe(422);
    const created = await send(base, { name: "Evenings", time_zone: "Asia/Tokyo" });
    expect(created.headers.location).toMatch(/hours\/[0-9a-f-]+\?just=created$/);
    expect((await send(base, { name: "Evenings", time_zone: "Asia/Tokyo" })).text).toContain(
      "with this name already",
    );
    const second = (created.headers.location as string).split("?")[0]!;
    expect((await open(second)).text).toContain("not on your clock");

    await send(`${second}/override`, { from_date: "2030-05-01", kind: "closed", note: "May" });
    await alternate(second, { alternates: "yes", from_date: "2026-12-02" });
    const copied = (await send(`${second}/copy`, {})).headers.location as string;
    const copy = (await schedules())[2];
    expect(copied).toContain(copy.id);
    expect([copy.name, copy.time_zone, copy.is_default]).toEqual(["Evenings (copy)", "Asia/Tokyo", false]);
    const text = (await open(copied)).text;
    expect(text).toContain("May");
    expect(text).toMatch(/name="b_from_1_0"[^>]*value="09:00"/);

    const details = await formOf(`${second}/details`);
    const renamed = await send(`${second}/details`, { ...details, name: "Late", time_zone: "Asia/Tokyo" });
    expect(renamed.status).toBe(303);
    // The same page, sent from another tab that did not see it.
    const stale = await send(`${second}/details`, { ...details, name: "Nights", time_zone: "Asia/Tokyo" });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("Late");

    expect((await send(`${second}/default`, {})).status).toBe(303);
    expect((await schedules()).filter(({ is_default }) => is_default).map(({ name }) => name)).toEqual([
      "Late",
    ]);
    expect((await send(`${second}/removal`, {})).status).toBe(409);
    expect((await send(`${copied.split("?")[0]}/removal`, {})).status).toBe(303);
    expect(await acts()).toEqual(
      expect.arrayContaining([
        "schedule.created",
        "schedule.renamed",
        "schedule.made_default",
        "schedule.deleted",
      ]),
    );
  });

  test("one that a service follows stays, with words", async () => {
    const created = (await send(base, { name: "Room", time_zone: "Europe/Berlin" })).headers
      .location as string;
    const second = created.split("?")[0]!;
    await createService(database.admin, made.provider_id, { schedule_id: second.split("/").at(-1) });
    expect((await open(`${second}/removal`)).text).toContain("A service follows these hours");
    expect((await send(`${second}/removal`, {})).status).toBe(409);
    expect((await schedules()).length).toBe(2);
  });
});

describe("dates", () => {
  const there = async () =>
    (
      await database.admin.query(
        "select date::text, starts_min, ends_min, note from date_overrides where provider_id = $1 order by 1, 2",
        [made.provider_id],
      )
    ).rows.map((row) => Object.values(row).join(" "));

  test("a range is closed, a day has other hours; nothing there is overwritten unseen; removing is undone", async () => {
    const range = { from_date: "2030-12-30", to_date: "2031-01-01", kind: "closed", note: "Off" };
    expect((await send(`${here}/override`, range)).status).toBe(303);
    expect(await there()).toEqual(["2030-12-30   Off", "2030-12-31   Off", "2031-01-01   Off"]);
    const day = {
      from_date: "2030-12-31",
      kind: "hours",
      from_0_0: "10:00",
      to_0_0: "12:00",
      from_0_1: "11:00",
      to_0_1: "14:00",
    };
    const asked = await send(`${here}/override`, day);
    expect([asked.status, (await there()).length]).toEqual([409, 3]);
    expect(asked.text).toContain("Other hours are set there already");
    expect((await send(`${here}/override`, { ...day, replace: "yes" })).status).toBe(303);
    expect((await there())[1]).toBe("2030-12-31 600 840 ");

    const removed = await send(`${here}/override/removal`, { date: "2030-12-31" });
    expect((await there()).length).toBe(2);
    const { text } = await open(removed.headers.location as string);
    expect(text).toContain("Undo");
    const undo = Object.fromEntries(
      [
        ...text.matchAll(
          /<input type="hidden" name="(from_date|kind|note|undo|from_0_0|to_0_0)" value="([^"]*)"/g,
        ),
      ].map(([, name, value]) => [name!, value!]),
    );
    expect((await send(`${here}/override`, undo)).headers.location).toBe(`${here}?just=restored`);
    expect((await there())[1]).toBe("2030-12-31 600 840 ");
  });

  test("two people change one day: the second sees what it is now", async () => {
    const day = { from_date: "2030-05-02", kind: "closed" };
    await send(`${here}/override`, day);
    const shown = await formOf(`${here}/override?date=2030-05-02`);
    await send(`${here}/override`, { ...shown, ...day, note: "Theirs" });
    const stale = await send(`${here}/override`, { ...shown, ...day, note: "Mine" });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("Theirs");
    expect(await there()).toEqual(["2030-05-02   Theirs"]);
  });
});

test("rubbish in addresses and forms is no failure of ours; another's hours are not there", async () => {
  const other = await createPractice(database.admin);
  for (const id of ["x", uuid(), other.schedule.id])
    for (const path of ["", "/details", "/alternation", "/override", "/removal"]) {
      expect((await open(`${base}/${id}${path}`)).status).toBe(404);
    }
  for (const path of ["/copy", "/default", "/removal"])
    expect((await send(`${base}/${other.schedule.id}${path}`, {})).status).toBe(404);
  expect((await open(`${here}/override?date=2026-02-31`)).status).toBe(200);
  expect((await open(`${here}?just=removed&date=x&hours=9999-1,-&note=<script>`)).status).toBe(200);
  expect((await open(`${here}?just=saved&merged=<script>alert(1)</script>`)).text).not.toContain(
    "<script>alert",
  );
  expect((await send(`${here}/override/removal`, { date: "2200-12-31" })).status).toBe(400);
  const odd = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
  const created = (await send(base, { name: odd, time_zone: "Europe/Berlin" })).headers.location as string;
  for (const where of [base, created, `${created.split("?")[0]}/removal`])
    expect((await open(where)).text).not.toMatch(/<script>alert|<img src=x/);
});

/** The start over HTTP: three forms and their end, as a browser sends them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { presetWeek, weekValues } from "#app/domain/setup/hours.ts";
import { tradeValues } from "#app/domain/setup/service.ts";
import { TRADES } from "#app/domain/setup/trades.ts";
import { createProvider } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, PUBLIC_URL, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

let account_id: string;
let Cookie: string;
beforeEach(async () => {
  account_id = (await createAccount(database.admin, { name: "Nora Lindqvist" })).id;
  Cookie = (await signIn(database.admin, account_id)).cookie;
});

let made = 0;
const newName = () => `nora-${++made}`;
const get = (where: string, headers: Record<string, string> = {}) =>
  ask(app, where, { headers: { Cookie, ...headers } });
const send = (where: string, fields: Record<string, string>) => post(app, where, fields, { Cookie });
const identity = (username: string) => ({ name: "Nora Lindqvist", username, time_zone: "Europe/Stockholm" });
const WEEK = weekValues(presetWeek("daily")!);
const LESSON = tradeValues(TRADES[0]!, "SEK");
const shownIn = (html: string, name: string) => {
  const field = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? "";
  return /value="([^"]*)"/.exec(field)?.[1];
};

test("from nothing to a page that can be booked", async () => {
  expect((await get("/dashboard")).headers.location).toBe("/welcome");
  const username = newName();
  const created = await send("/welcome", identity(username));
  const setup = `/dashboard/${username}/setup`;
  expect([created.status, created.headers.location]).toEqual([303, `${setup}/hours`]);

  // Left and come back to: the first form that is not done.
  expect((await get("/dashboard")).headers.location).toBe(setup);
  expect((await get(setup)).headers.location).toBe(`${setup}/hours`);
  expect((await get(`${setup}/live`)).headers.location).toBe(setup);
  const closed = await ask(app, `/book/${username}`);
  expect(closed.status).toBe(404);
  expect(closed.headers["x-robots-tag"]).toBe("noindex");
  expect(closed.text).toContain("is not open yet");
  expect(closed.text).not.toContain("Error 404");

  const hours = await send(`${setup}/hours`, WEEK);
  expect([hours.status, hours.headers.location]).toEqual([303, `${setup}/service`]);
  expect((await ask(app, `/book/${username}`)).status).toBe(404);
  const service = await send(`${setup}/service`, { ...LESSON, price: "450" });
  expect([service.status, service.headers.location]).toEqual([303, `${setup}/live`]);

  const live = await get(`${setup}/live`);
  expect(live.status).toBe(200);
  expect(live.text).toContain(`${PUBLIC_URL}/book/${username}`);
  expect((await get("/dashboard")).headers.location).toBe(`/dashboard/${username}`);
  const page = await ask(app, `/book/${username}/lesson`);
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/details\?start=/);
  // Open, and in no list until its owner wants that.
  expect((await ask(app, "/sitemap.xml")).text).not.toContain(username);
});

describe("who you are", () => {
  test("is for people who are signed in", async () => {
    const nobody = await ask(app, "/welcome");
    expect([nobody.status, nobody.headers.location]).toEqual([302, "/sign-in?next=%2Fwelcome"]);
    expect((await post(app, "/welcome", identity(newName()))).status).toBe(401);
    expect((await ask(app, "/welcome/username-check?username=x")).status).toBe(302);
  });

  test("proposes the account's name, a free link, and a zone", async () => {
    await createProvider(database.admin, { username: "nora-lindqvist" });
    const { text } = await get("/welcome", { "Accept-Language": "sv-SE" });
    expect(shownIn(text, "name")).toBe("Nora Lindqvist");
    expect(shownIn(text, "username")).toBe("nora-lindqvist-2");
    expect(text).toContain('<option value="Europe/Stockholm" selected="">');
    const remembered = await get("/welcome", { Cookie: `${Cookie}; tz=Asia%2FKolkata` });
    expect(remembered.text).toContain('<option value="Asia/Kolkata" selected="">');
  });

  test("says whether a name is free, without sending the form", async () => {
    const username = newName();
    const asked = `/welcome?${new URLSearchParams({ ...identity(username), name: "Studio <N>" })}`;
    const free = await get(asked);
    expect(free.text).toContain("is free.");
    expect(shownIn(free.text, "name")).toBe("Studio &lt;N&gt;");
    await createProvider(database.admin, { username });
    const taken = await get(asked);
    expect(taken.text).toContain("This name is taken.");
    expect(taken.text).toMatch(new RegExp(`href="/welcome\\?[^"]*username=${username}-2`));
  });

  test("the script's question gets the same answer", async () => {
    const username = newName();
    const check = async (query: Record<string, string>) =>
      JSON.parse((await get(`/welcome/username-check?${new URLSearchParams(query)}`)).text);
    expect(await check({ username })).toEqual({ username, is_free: true, problem: "", alternatives: [] });
    expect(await check({ name: "Ölwerk Süd" })).toMatchObject({ username: "oelwerk-sued", is_free: true });
    expect(await check({ username: "Admin" })).toMatchObject({
      is_free: false,
      alternatives: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(await check({ username: "-" })).toMatchObject({ is_free: false });
    expect(await check({})).toMatchObject({ is_free: true });
  });

  test("a taken name is 409 beside its field, with what was typed and free ones", async () => {
    const username = newName();
    await createProvider(database.admin, { username });
    const { status, text } = await send("/welcome", { ...identity(username), name: "Nora’s Studio" });
    expect(status).toBe(409);
    expect(text).toMatch(/id="username-error"[^>]*>.*This name is taken/s);
    expect(shownIn(text, "name")).toBe("Nora’s Studio");
    expect(text).toContain(`${username}-2`);
  });

  test.each([
    ["no name", { name: " " }, "name-error"],
    ["a reserved link", { username: "admin" }, "username-error"],
    ["a link that is none", { username: "a b" }, "username-error"],
    ["a zone that is none", { time_zone: "Mars/Base" }, "time_zone-error"],
  ])("%s is 422 beside its field", async (_what, fields, error) => {
    const { status, text } = await send("/welcome", { ...identity(newName()), ...fields });
    expect(status).toBe(422);
    expect(text).toContain(`id="${error}"`);
  });

  test("sent twice it is one page", async () => {
    const username = newName();
    await send("/welcome", identity(username));
    const again = await send("/welcome", identity(username));
    expect([again.status, again.headers.location]).toEqual([303, `/dashboard/${username}/setup`]);
    const { rows } = await database.admin.query("select from memberships where account_id = $1", [
      account_id,
    ]);
    expect(rows).toHaveLength(1);
  });

  test("what the form does not ask cannot be set by it", async () => {
    const username = newName();
    const sent = {
      ...identity(username),
      setup_finished_at: "2026-01-01",
      role: "viewer",
      provider_id: account_id,
    };
    await send("/welcome", { ...sent, listed_at: "2026-01-01", email: "evil@example.org", account_id: "x" });
    const { rows } = await database.admin.query(
      `select setup_finished_at, listed_at, role, email::text <> 'evil@example.org' as own_email, m.provider_id <> $2 as own_id
       from memberships m join providers p on p.id = m.provider_id join usernames u on u.provider_id = p.id
       where m.account_id = $1`,
      [account_id, account_id],
    );
    expect(rows).toEqual([
      { setup_finished_at: null, listed_at: null, role: "owner", own_email: true, own_id: true },
    ]);
  });

  test("going back changes name and zone, and keeps the hours as they are written", async () => {
    const username = newName();
    await send("/welcome", identity(username));
    await send(`/dashboard/${username}/setup/hours`, WEEK);
    const back = await send(`/dashboard/${username}/setup/profile`, {
      name: "Studio Nora",
      time_zone: "Asia/Tokyo",
    });
    expect([back.status, back.headers.location]).toEqual([303, `/dashboard/${username}/setup`]);
    const { rows } = await database.admin.query(
      `select p.name, p.time_zone, s.time_zone as schedule_zone, (select min(starts_min) from weekly_hours h where h.provider_id = p.id) as first
       from providers p join usernames u on u.provider_id = p.id join schedules s on s.provider_id = p.id where u.username = $1`,
      [username],
    );
    expect(rows).toEqual([
      { name: "Studio Nora", time_zone: "Asia/Tokyo", schedule_zone: "Asia/Tokyo", first: 600 },
    ]);
  });
});

describe("the forms behind it", () => {
  let setup: string;
  let username: string;
  beforeEach(async () => {
    username = newName();
    await send("/welcome", identity(username));
    setup = `/dashboard/${username}/setup`;
  });

  test("a wrong week is said beside its day, and what was typed is kept", async () => {
    const { status, text } = await send(`${setup}/hours`, {
      day_3: "yes",
      from_3_0: "17:00",
      to_3_0: "09:00",
    });
    expect(status).toBe(422);
    expect(text).toMatch(/id="day_3-error"[^>]*>.*Wednesday: the end must be later/s);
    expect(shownIn(text, "from_3_0")).toBe("17:00");
    // What was not ticked is not ticked again by what was there before.
    expect(/<input[^>]*id="day_1"[^>]*>/.exec(text)?.[0]).not.toContain("checked");
    expect((await send(`${setup}/hours`, {})).text).toContain("Open at least one day");
  });

  test("a link fills the forms", async () => {
    const evenings = await get(`${setup}/hours?preset=evenings`);
    expect(shownIn(evenings.text, "from_1_0")).toBe("17:00");
    expect((await get(`${setup}/hours?preset=nothing`)).status).toBe(200);
    const yoga = await get(`${setup}/service?trade=class`);
    expect(shownIn(yoga.text, "capacity")).toBe("10");
    expect((await get(`${setup}/service?trade=__proto__`)).status).toBe(200);
  });

  test("a wrong service is said beside its field", async () => {
    const { status, text } = await send(`${setup}/service`, { ...LESSON, title: "", price: "much" });
    expect(status).toBe(422);
    expect(text).toContain('id="title-error"');
    expect(text).toContain('id="price-error"');
    expect(shownIn(text, "price")).toBe("much");
    // Emptied is emptied: the proposal does not come back.
    expect(shownIn(text, "title")).toBe("");
  });

  test("a viewer reads no form and sends none; a stranger finds nothing", async () => {
    const { rows } = await database.admin.query("select provider_id from usernames where username = $1", [
      username,
    ]);
    const { id } = await createAccount(database.admin);
    const stranger = { Cookie: (await signIn(database.admin, id)).cookie };
    expect((await get(`${setup}/hours`, stranger)).status).toBe(404);
    await createMembership(database.admin, rows[0].provider_id, id, "viewer");
    for (const step of ["", "/profile", "/hours", "/service"])
      expect((await get(`${setup}${step}`, stranger)).status).toBe(403);
    expect((await post(app, `${setup}/hours`, WEEK, stranger)).status).toBe(403);
    expect((await post(app, `${setup}/service`, LESSON, stranger)).status).toBe(403);
  });

  test("the code to print is of the link", async () => {
    await send(`${setup}/hours`, WEEK);
    await send(`${setup}/service`, LESSON);
    const svg = await get(`${setup}/qr.svg`);
    expect([svg.status, svg.headers["content-type"]]).toEqual([200, "image/svg+xml"]);
    expect(svg.headers["content-disposition"]).toBe(`attachment; filename="${username}.svg"`);
    expect(svg.text).toContain("<svg");
    const png = await get(`${setup}/qr.png`);
    expect([png.status, png.headers["content-type"]]).toEqual([200, "image/png"]);
    expect(png.bytes).toBeGreaterThan(1_000);
    expect((await ask(app, `${setup}/qr.svg`)).status).toBe(302);
  });

  test("words to share carry no markup of a name", async () => {
    await send(`${setup}/profile`, { name: `Nora "N" <b>`, time_zone: "Europe/Stockholm" });
    await send(`${setup}/hours`, WEEK);
    await send(`${setup}/service`, LESSON);
    const { text } = await get(`${setup}/live`);
    expect(text).not.toContain("<b>");
    // Escaped for their website, then for ours.
    expect(text).toContain("Book a time with Nora &amp;quot;N&amp;quot; &amp;lt;b&amp;gt;");
  });
});

/** The settings through HTTP: forms with mistakes, two tabs, who may, and what the public page then says. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { themePath } from "#app/domain/colours.ts";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type Answer, type App, ask, outbox, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createOpenPractice, hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
const HOME = "/dashboard/lena/settings";
let app: App;
let provider_id: string;
let owner: string;
let viewer: string;

beforeAll(async () => {
  const made = await createOpenPractice(database.admin, {
    username: "lena",
    name: "Lena Hartmann",
    phone: "+49 30 5550100",
    email: "lena@example.org",
    locale: "en-GB",
    setup_finished_at: "2026-01-01T00:00:00Z",
  });
  provider_id = made.provider_id;
  await createService(database.admin, provider_id, { slug: "lesson", place_address: "Example Street 1" });
  const cookieOf = async (role: "owner" | "viewer") => {
    const account = await createAccount(database.admin);
    await createMembership(database.admin, provider_id, account.id, role);
    return (await signIn(database.admin, account.id)).cookie;
  };
  owner = await cookieOf("owner");
  viewer = await cookieOf("viewer");
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const open = (where: string, cookie = owner) => ask(app, where, { headers: { Cookie: cookie } });
const send = (where: string, fields: Record<string, string>, cookie = owner) =>
  post(app, where, fields, { Cookie: cookie });
/** What the page's form would send if nobody typed anything. */
const fieldsOf = ({ text }: Answer): Record<string, string> => {
  const plain = (value: string) =>
    value
      .replaceAll("&quot;", '"')
      .replaceAll("&#x27;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&amp;", "&");
  const fields: Record<string, string> = hiddenFields(text);
  for (const [tag] of text.matchAll(/<input\b[^>]*>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const [name, type] = [of("name"), of("type") ?? "text"];
    if (!name || type === "hidden" || ((type === "checkbox" || type === "radio") && !/\bchecked=/.test(tag)))
      continue;
    fields[name] = plain(of("value") ?? "");
  }
  for (const [, name, value] of text.matchAll(/<textarea\b[^>]*name="(\w+)"[^>]*>([^<]*)</g))
    fields[name!] = plain(value!);
  for (const [, name, options] of text.matchAll(/<select\b[^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs))
    fields[name!] = /<option value="([^"]*)" selected/.exec(options!)?.[1] ?? "";
  return fields;
};
const row = async () =>
  (await database.admin.query("select * from providers where id = $1", [provider_id])).rows[0];

describe("profile", () => {
  test("what is saved is on the public page; texts stay texts, links are https", async () => {
    const typed = {
      ...fieldsOf(await open(HOME)),
      headline: "Lessons & <b>more</b>",
      notice: "Closed at Christmas.",
      link_label_1: "My site",
      link_url_1: "www.example.org/über?a=1&b=2",
      link_label_3: "",
      link_url_3: "https://maps.example.org/x",
    };
    const answer = await send(HOME, typed);
    expect([answer.status, answer.headers.location]).toEqual([303, `${HOME}?just=saved`]);
    expect((await open(`${HOME}?just=saved`)).text).toContain("Saved.");
    const { text } = await ask(app, "/book/lena");
    expect(text).toContain("Lessons &amp; &lt;b&gt;more&lt;/b&gt;");
    expect(text).toContain("Closed at Christmas.");
    expect(text).toContain(
      'href="https://www.example.org/%C3%BCber?a=1&amp;b=2" rel="nofollow ugc noopener"',
    );
    expect((await row()).links).toEqual([
      { label: "My site", url: "https://www.example.org/%C3%BCber?a=1&b=2" },
      { label: "maps.example.org", url: "https://maps.example.org/x" },
    ]);
  });

  test.each([
    ["javascript:alert(1)", "no address we can link to"],
    ["data:text/html,x", "no address we can link to"],
    ["http://example.org", "no address we can link to"],
    ["https://user:secret@example.org", "no address we can link to"],
    ["https://localhost", "no address we can link to"],
    ["", "Where does"],
  ])("a link to %j is refused beside its field, and all that was typed is kept", async (url, words) => {
    const before = await row();
    const answer = await send(HOME, {
      ...fieldsOf(await open(HOME)),
      about: "kept <text>",
      link_label_2: "Bad",
      link_url_2: url,
      email: url ? "not-an-address" : "lena@example.org",
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toMatch(/<input[^>]*id="link_url_2"[^>]*aria-invalid="true"/);
    expect(answer.text.includes("does not look like an e-mail address")).toBe(url !== "");
    expect(answer.text).toContain("kept &lt;text&gt;");
    expect(await row()).toEqual(before);
  });

  test("hidden contact: not on public pages, but for who has booked", async () => {
    const { shows_contact, ...rest } = fieldsOf(await open(HOME));
    expect(shows_contact).toBe("yes");
    expect((await ask(app, "/book/lena")).text).toContain("+49 30 5550100");
    expect((await send(HOME, rest)).status).toBe(303);
    for (const where of ["/book/lena", "/book/lena/lesson"]) {
      const { text } = await ask(app, where);
      expect([text.includes("5550100"), text.includes("lena@example.org")]).toEqual([false, false]);
    }
    const booked = await post(app, "/book/lena/lesson/details", bookingForm(4));
    await database.admin.query(
      "update services set cancel_cutoff_min = 500000, reschedule_cutoff_min = 500000",
    );
    expect((await ask(app, booked.headers.location!)).text).toContain("+49 30 5550100");
    // A box that is not ticked stays so when something else in the form is wrong.
    const again = await send(HOME, { ...rest, name: " " });
    expect([again.status, fieldsOf(again).shows_contact]).toEqual([422, undefined]);
  });

  test("what a client adds decides nothing", async () => {
    const extra = {
      provider_id: "x",
      username: "other",
      accent: "#ff0000",
      suspended_at: "2026-01-01",
      photo_path: "/x",
      role: "owner",
      setup_finished_at: "",
    };
    const before = await row();
    expect((await send(HOME, { ...fieldsOf(await open(HOME)), ...extra, headline: "Extra" })).status).toBe(
      303,
    );
    const after = await row();
    expect(after).toEqual({
      ...before,
      headline: "Extra",
      version: before.version + 1,
      updated_at: after.updated_at,
    });
  });
});

describe("two tabs", () => {
  test("409 with both values, nothing written; the choice is then saved", async () => {
    const [one, other] = [fieldsOf(await open(HOME)), fieldsOf(await open(HOME))];
    await send(HOME, { ...one, headline: "Hers", about: "Her text" });
    const before = await row();
    const refused = await send(HOME, { ...other, headline: "His" });
    expect(refused.status).toBe(409);
    expect(await row()).toEqual(before);
    for (const words of ["Somebody else saved", "Hers", "Her text"]) expect(refused.text).toContain(words);
    const form = fieldsOf(refused);
    // What the second never touched is theirs unless they say otherwise; what both changed has no answer yet.
    expect([form.keep_headline, form.keep_about]).toEqual([undefined, "theirs"]);
    expect(form.headline).toBe("His");
    expect((await send(HOME, { ...form, keep_headline: "mine" })).status).toBe(303);
    expect(await row()).toMatchObject({ headline: "His", about: "Her text" });
  });

  test("a mistake in between does not hide what others saved", async () => {
    const [one, other] = [fieldsOf(await open(HOME)), fieldsOf(await open(HOME))];
    await send(HOME, { ...one, headline: "First to save" });
    const wrong = await send(HOME, { ...other, headline: "Second", name: "" });
    expect(wrong.status).toBe(422);
    expect((await send(HOME, { ...fieldsOf(wrong), name: "Lena Hartmann" })).status).toBe(409);
    expect((await row()).headline).toBe("First to save");
  });

  test("rubbish in place of what was shown asks, and never overwrites", async () => {
    const form = fieldsOf(await open(HOME));
    await send(HOME, { ...form, headline: "Meanwhile" });
    for (const shown of ["", "[", "null", '"x"', '{"headline":5}'])
      expect((await send(HOME, { ...form, shown, headline: "Rubbish" })).status).toBe(409);
    expect((await send(HOME, { ...form, version: "x" })).status).toBe(422);
    expect((await row()).headline).toBe("Meanwhile");
  });
});

describe("times", () => {
  const TIMES = `${HOME}/times`;
  test("12 hours: everywhere, mails too", async () => {
    const calendar = async () => (await ask(app, "/book/lena/lesson")).text;
    expect(await calendar()).not.toMatch(/\d\u00a0[ap]m/);
    expect((await send(TIMES, { ...fieldsOf(await open(TIMES)), hour_cycle: "h12" })).status).toBe(303);
    expect(await calendar()).toMatch(/\d:\d\d\u00a0[ap]m/);
    const before = new Set(outbox(app));
    const booked = await post(app, "/book/lena/lesson/details", bookingForm(9));
    expect((await ask(app, booked.headers.location!)).text).toMatch(/\d:\d\d\u00a0[ap]m/);
    const mail = await until("the mail is there", () => outbox(app).find((name) => !before.has(name)));
    const text = readFileSync(path.join(app.data_dir, "mail", mail!), "utf8").replace(
      /=C2=A0|=\r?\n|\u00a0/g,
      " ",
    );
    expect(text).toMatch(/\d:\d\d ?[ap]m/);
    expect((await open("/dashboard/lena")).status).toBe(200);
  });

  test("a zone nobody knows, a day that is none, a currency that is none", async () => {
    const form = fieldsOf(await open(TIMES));
    for (const [field, value] of [
      ["time_zone", "Mars/Base"],
      ["week_starts_on", "8"],
      ["currency", "XXQ"],
      ["hour_cycle", "h11"],
    ] as const)
      expect((await send(TIMES, { ...form, [field]: value })).status, field).toBe(422);
    expect((await row()).time_zone).toBe("Europe/Berlin");
  });
});

describe("appearance", () => {
  const LOOK = `${HOME}/appearance`;
  test("looked at, nothing is saved; saved, the public pages link its sheet", async () => {
    const form = fieldsOf(await open(LOOK));
    const looked = await send(LOOK, { ...form, choice: "own", own: "#FFD500", look: "yes" });
    expect([
      looked.status,
      looked.text.includes("not saved yet"),
      looked.text.includes("a little darker"),
    ]).toEqual([200, true, true]);
    expect((await row()).accent).toBeNull();
    expect((await ask(app, "/book/lena")).text).not.toContain("/theme/");
    expect((await send(LOOK, { ...fieldsOf(looked), choice: "own", own: "#FFD500" })).status).toBe(303);
    expect((await row()).accent).toBe("#ffd500");
    for (const where of ["/book/lena", "/book/lena/lesson"])
      expect((await ask(app, where)).text).toContain(
        `<link rel="stylesheet" href="${themePath("#ffd500")}"/>`,
      );
    const sheet = await ask(app, themePath("#ffd500"));
    expect(sheet.headers).toMatchObject({
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect((await ask(app, "/theme/1-ffd500.css.map")).status).toBe(404);
  });

  test("what is no colour is refused", async () => {
    const form = fieldsOf(await open(LOOK));
    for (const own of ["red", "#ffff", "#gggggg", "url(x)", "#ffd500;}body{display:none"])
      expect((await send(LOOK, { ...form, choice: "own", own })).status, own).toBe(422);
    expect((await send(LOOK, { ...form, choice: "own", own: "red", look: "yes" })).status).toBe(422);
    expect((await row()).accent).toBe("#ffd500");
    expect((await send(LOOK, { ...form, choice: "none" })).status).toBe(303);
    expect((await row()).accent).toBeNull();
  });
});

describe("who may", () => {
  const PAGES = ["", "/times", "/appearance", "/address", "/photo", "/photo/removal"];
  test.each(PAGES)("%s: a viewer reads and cannot write; nobody else gets in", async (path) => {
    const page = await open(HOME + path, viewer);
    expect([page.status, page.text.includes("Your role is viewer")]).toEqual([200, true]);
    expect(page.text).not.toMatch(/<button type="submit" class="btn (main|danger)"/);
    expect((await send(HOME + path, {}, viewer)).status).toBe(403);
    expect((await ask(app, HOME + path)).status).toBe(302);
    expect((await post(app, HOME + path, {})).status).toBe(401);
  });
});

// Last: it moves the address that the others use.
describe("address", () => {
  test("see if it is free, change it, and every old link leads on", async () => {
    const page = `${HOME}/address`;
    expect((await open(`${page}?name=Lena-H`)).text).toContain("lena-h is free");
    expect((await open(`${page}?name=admin`)).text).toContain("kept for Daybook");
    expect((await open(`${page}?name=lena`)).text).toContain("your address already");
    expect((await open(`${page}?name=%3Cscript%3E`)).text).toContain("&lt;script&gt;");
    const booked = await post(app, "/book/lena/lesson/details", bookingForm(14));
    const link = booked.headers.location!.replace(/\?.*/, "");
    for (const [fields, status] of [
      [{ from: "lena", to: "admin" }, 422],
      [{ from: "lena", to: "lena" }, 409],
      [{ from: "other", to: "lena-h" }, 409],
      [{ to: "lena-h" }, 400],
    ] as const)
      expect((await send(page, fields)).status).toBe(status);
    const changed = await send(page, { from: "lena", to: "lena-h" });
    expect([changed.status, changed.headers.location]).toEqual([
      303,
      "/dashboard/lena-h/settings/address?just=renamed",
    ]);
    for (const where of [
      "/book/lena",
      "/book/lena/lesson?date=2026-12-01",
      link,
      "/dashboard/lena/settings",
    ]) {
      const answer = await open(where);
      expect([where, answer.status, answer.headers.location]).toEqual([
        where,
        301,
        where.replace("/lena", "/lena-h"),
      ]);
      // Browsers keep a 301 for good otherwise, and taking the old name again would send them in a circle.
      expect(answer.headers["cache-control"]).toBe("no-cache");
    }
    // A form that was open before the change still books.
    expect((await post(app, "/book/lena/lesson/details", bookingForm(18))).status).toBe(303);
    expect((await open("/dashboard/lena-h/settings/address?just=renamed")).text).toContain("its new address");
    const back = await send("/dashboard/lena-h/settings/address", { from: "lena-h", to: "lena" });
    expect(back.headers.location).toBe("/dashboard/lena/settings/address?just=renamed");
    expect((await ask(app, "/book/lena-h")).headers.location).toBe("/book/lena");
    expect((await ask(app, "/book/lena")).status).toBe(200);
  });
});

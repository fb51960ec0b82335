import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type Answer, type App, ask, post, startApp } from "#tests/support/web.ts";
import {
  bookingForm,
  createFullService,
  createOpenPractice,
  hiddenFields,
  startAt,
} from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
let app: App;
let field: Awaited<ReturnType<typeof createFullService>>["fieldOf"];

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, {
    username: "lena",
    phone: "+49 30 5550100",
  });
  field = (await createFullService(database.admin, provider_id)).fieldOf;
  await database.admin.query("update service_questions set is_required = true where kind = 'choice'");
  const plain = { place_address: "Example Street 1" };
  await createService(database.admin, provider_id, { ...plain, slug: "ask", requires_approval: true });
  await createService(database.admin, provider_id, { ...plain, slug: "group", capacity: 2 });
  await createService(database.admin, provider_id, {
    ...plain,
    slug: "strict",
    cancel_cutoff_min: 500_000,
    reschedule_cutoff_min: 500_000,
  });
  await createService(database.admin, provider_id, { ...plain, slug: "phone", phone_field: "required" });
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const full = (n: number, values = {}) => bookingForm(n, { [field.choice]: "Green", ...values });
const count = async () => Number((await database.admin.query("select count(*) from bookings")).rows[0].count);
const linkOf = (answer: Answer) => answer.headers.location!.replace(/\?.*/, "");
/** The tag of a control, whatever the order of its attributes. */
const control = (html: string, name: string) =>
  [...html.matchAll(/<(?:input|textarea|select|fieldset)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(`name="${name}"`));

describe("booking", () => {
  test("is a redirect to the booking's own page, which says so", async () => {
    const answer = await post(app, FORM, full(0, { note: "Grüße 😀", [field.several]: ["Red", "Blue"] }));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/book\/lena\/bookings\/[\w-]{32}\?just=booked$/);
    const page = await ask(app, answer.headers.location!);
    expect(page.status).toBe(200);
    for (const text of [
      "You’re booked",
      "Full consultation",
      "Grace Hopper",
      "Grüße 😀",
      "Red, Blue",
      "Green",
      "€45",
    ])
      expect(page.text).toContain(text);
  });

  test("from the form's page itself: what its hidden fields say is enough", async () => {
    const page = await ask(app, `${FORM}?start=${startAt(2)}&duration=60&tz=America/New_York`);
    expect(page.status).toBe(200);
    const hidden = hiddenFields(page.text);
    expect(Object.keys(hidden).sort()).toEqual(["duration", "idempotency_key", "start", "tz"]);
    const form = { ...hidden, name: "Ada", email: "ada@example.org", place: "video", [field.choice]: "Red" };
    const first = await post(app, FORM, form);
    expect(first.status).toBe(303);
    const before = await count();
    // A reload, a double click: the same booking. With other content: refused, in words.
    expect((await post(app, FORM, form)).headers.location).toBe(first.headers.location);
    const other = await post(app, FORM, { ...form, name: "Eve" });
    expect([other.status, other.text.includes("used already")]).toEqual([409, true]);
    expect(await count()).toBe(before);
    expect((await ask(app, linkOf(first))).text).toContain("1 hour");
  });

  test("what a client adds decides nothing", async () => {
    const extra = {
      price_cents: "1",
      status: "cancelled",
      ends_at: "0",
      provider_id: "x",
      actor: "provider",
      capacity: "9",
    };
    const answer = await post(app, FORM, full(6, extra));
    expect(answer.status).toBe(303);
    const { rows } = await database.admin.query(
      "select status, price_cents, upper(during) - lower(during) as length from bookings order by created_at desc limit 1",
    );
    expect(rows[0]).toMatchObject({ status: "confirmed", price_cents: 4500, length: { minutes: 30 } });
  });
});

describe("a form with mistakes", () => {
  test("keeps what was typed and says at each field what is wrong", async () => {
    const before = await count();
    const typed = {
      name: 'Gr<b>"ace',
      email: "not-an-address",
      note: "My note",
      phone: "abc",
      place: "video",
      [field.choice]: "",
      [field.several]: ["Blue"],
      [field.text]: "x & y",
    };
    const answer = await post(app, FORM, full(8, typed));
    expect(answer.status).toBe(422);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(await count()).toBe(before);
    for (const name of ["email", "phone"]) {
      const [tag] = control(answer.text, name);
      expect(tag).toContain('aria-invalid="true"');
      const ids = /aria-describedby="([^"]+)"/.exec(tag!)![1]!.split(" ");
      expect(ids).toContain(`${name}-error`);
      for (const id of ids) expect(answer.text).toContain(`id="${id}"`);
    }
    expect(answer.text).toContain(`id="${field.choice}-error"`);
    expect(control(answer.text, "name")[0]).not.toContain("aria-invalid");
    expect(control(answer.text, "name")[0]).toContain('value="Gr&lt;b&gt;&quot;ace"');
    expect(control(answer.text, "email")[0]).toContain('value="not-an-address"');
    expect(answer.text).toMatch(/<textarea[^>]*name="note"[^>]*>My note</);
    expect(control(answer.text, field.several).find((tag) => tag.includes('value="Blue"'))).toContain(
      "checked",
    );
    expect(control(answer.text, "place").find((tag) => tag.includes('value="video"'))).toContain("checked");
    expect(answer.text).toContain('value="x &amp; y"');
    // Put right, the same page books: its hidden fields are still there.
    const right = {
      ...typed,
      ...hiddenFields(answer.text),
      name: "Grace",
      email: "grace@example.org",
      phone: "",
      [field.choice]: "Red",
    };
    expect((await post(app, FORM, right)).status).toBe(303);
  });

  test.each(["start", "duration", "tz"])(
    "without a readable %s there is nothing to show again: 400 with a way on",
    async (name) => {
      const answer = await post(app, FORM, full(10, { [name]: "rubbish" }));
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('href="/book/lena/full"');
    },
  );

  test("a needed phone number is asked for", async () => {
    const answer = await post(app, "/book/lena/phone/details", bookingForm(10, { phone: "" }));
    expect([answer.status, control(answer.text, "phone")[0]]).toEqual([
      422,
      expect.stringContaining("aria-invalid"),
    ]);
  });
});

describe("a time that is gone", () => {
  test("keeps what was typed and offers the nearest times as buttons that book", async () => {
    await post(app, FORM, full(20));
    const typed = {
      name: "Second Comer",
      email: "second@example.org",
      note: "kept note",
      [field.text]: "kept answer",
    };
    const answer = await post(app, FORM, full(20, typed));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("just been taken");
    for (const text of ["Second Comer", "second@example.org", "kept note", "kept answer"])
      expect(answer.text).toContain(text);
    const buttons = [...answer.text.matchAll(/<button[^>]*name="start"[^>]*value="([^"]+)"/g)].map(
      ([, at]) => at!,
    );
    expect(buttons.length).toBeGreaterThanOrEqual(3);
    expect(buttons).not.toContain(startAt(20));
    const near = buttons.map((at) => Math.abs(Date.parse(at) - Date.parse(startAt(20))));
    expect(Math.max(...near)).toBeLessThanOrEqual(6 * 1_800_000);
    const hidden = hiddenFields(answer.text);
    expect(hidden).not.toHaveProperty("start");
    const booked = await post(app, FORM, { ...full(0, typed), ...hidden, start: buttons[0]! });
    expect(booked.status).toBe(303);
    expect((await ask(app, linkOf(booked))).text).toContain("kept note");
  });

  test("already at the page of the form: 409, with links", async () => {
    const page = await ask(app, `${FORM}?start=${startAt(20)}&duration=30&tz=UTC`);
    expect(page.status).toBe(409);
    expect(page.text).toMatch(/<a class="slot" href="\?start=[^"]+tz=UTC"/);
  });
});

describe("groups and approval", () => {
  test("a group says how many seats are left, then that it is full", async () => {
    const where = "/book/lena/group/details";
    const seats = async () => (await ask(app, `${where}?start=${startAt(30)}&duration=30`)).text;
    expect(await seats()).toContain("2 seats left");
    await post(app, where, bookingForm(30));
    expect(await seats()).toContain("1 seat left");
    await post(app, where, bookingForm(30));
    const full = await post(app, where, bookingForm(30));
    expect([full.status, full.text.includes("This session is full")]).toEqual([409, true]);
  });

  test("a request says that it waits", async () => {
    const answer = await post(app, "/book/lena/ask/details", bookingForm(34));
    expect((await ask(app, answer.headers.location!)).text).toContain("Waiting for Ada Lovelace to confirm");
  });
});

describe("changing", () => {
  test("move: choose, confirm, redirect; an old form is told; cancel ends it", async () => {
    const link = linkOf(await post(app, FORM, full(40)));
    const picker = await ask(app, `${link}/time`);
    expect([picker.status, picker.text.includes(`${link}/time?start=`)]).toEqual([200, true]);
    const confirm = await ask(app, `${link}/time?start=${startAt(42)}`);
    expect(hiddenFields(confirm.text)).toMatchObject({ start: startAt(42), version: "1" });
    const moved = await post(app, `${link}/time`, hiddenFields(confirm.text));
    expect([moved.status, moved.headers.location]).toEqual([303, `${link}?just=moved`]);
    expect((await ask(app, moved.headers.location!)).text).toContain("Moved to the new time");
    const stale = await post(app, `${link}/time`, { start: startAt(44), version: "1" });
    expect([stale.status, stale.text.includes("changed meanwhile")]).toEqual([409, true]);
    expect((await post(app, `${link}/time`, { start: "x", version: "2" })).status).toBe(400);

    const asked = await ask(app, `${link}/cancellation`);
    expect(hiddenFields(asked.text)).toEqual({ version: "2" });
    const long = await post(app, `${link}/cancellation`, { version: "2", reason: "x".repeat(501) });
    expect([long.status, long.text.includes("at most 500 characters")]).toEqual([422, true]);
    const cancelled = await post(app, `${link}/cancellation`, { version: "2", reason: "Ill" });
    expect([cancelled.status, cancelled.headers.location]).toEqual([303, `${link}?just=cancelled`]);
    const page = await ask(app, link);
    expect([page.status, page.text.includes("Cancelled"), page.text.includes("Ill")]).toEqual([
      200,
      true,
      true,
    ]);
    expect((await post(app, `${link}/time`, { start: startAt(44), version: "3" })).status).toBe(409);
    for (const rest of ["time", "cancellation"])
      expect((await ask(app, `${link}/${rest}`)).status).toBeLessThan(500);
  });

  test("onto a taken time: 409 with the nearest", async () => {
    await post(app, FORM, full(50));
    const link = linkOf(await post(app, FORM, full(52)));
    const answer = await post(app, `${link}/time`, { start: startAt(50), version: "1" });
    expect([answer.status, /<button[^>]*name="start"|class="slot"/.test(answer.text)]).toEqual([409, true]);
  });

  test("after the cut-off: no buttons, and whom to call", async () => {
    const link = linkOf(await post(app, "/book/lena/strict/details", bookingForm(60)));
    const { text } = await ask(app, link);
    expect(text).not.toContain(`${link}/time`);
    expect(text).not.toContain(`${link}/cancellation`);
    expect(text).toContain("too late to change");
    expect(text).toContain("+49 30 5550100");
    for (const answer of [
      await post(app, `${link}/cancellation`, { version: "1" }),
      await post(app, `${link}/time`, { start: startAt(64), version: "1" }),
    ])
      expect([answer.status, answer.text.includes("too late")]).toEqual([409, true]);
  });
});

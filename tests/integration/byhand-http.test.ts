/** Booking and moving by hand through HTTP: addresses, forms, warnings, and what nobody may reach. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, localDate, wallToInstant } from "#app/domain/zones.ts";
import {
  createBlockedTime,
  createCustomer,
  createPractice,
  createService,
  rangeText,
  uuid,
} from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import {
  bookingForm,
  createFullService,
  createOpenPractice,
  hiddenFields,
  startAt,
} from "#tests/support/web-practice.ts";

const database = testDatabase();
const BASE = "/dashboard/lena/bookings";
const NEW = `${BASE}/new`;
const SCRIPT = `"><script>alert(1)</script>`;
let app: App;
let Cookie: string;
let provider_id: string;
let fieldOf: Awaited<ReturnType<typeof createFullService>>["fieldOf"];
let keys = 0;

beforeAll(async () => {
  const { admin } = database;
  const practice = await createOpenPractice(admin, { username: "lena", phone: "+49 30 5550100" });
  provider_id = practice.provider_id;
  ({ fieldOf } = await createFullService(admin, provider_id));
  await admin.query("update service_questions set is_required = true");
  const office = {
    slug: "office",
    title: "Office hour",
    min_notice_min: 525_600,
    place_address: "Example Street 1",
  };
  await createService(admin, provider_id, office);
  const account = await createAccount(admin);
  await createMembership(admin, provider_id, account.id, "manager");
  ({ cookie: Cookie } = await signIn(admin, account.id));
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const look = (where: string) => ask(app, where, { headers: { Cookie } });
const send = (fields: Record<string, string | string[]>, where = NEW) => post(app, where, fields, { Cookie });
const form = (n: number, values: Record<string, string | string[]> = {}) => ({
  ...{ service: "full", duration: "30", start: startAt(n), place: "phone" },
  idempotency_key: `by-hand-form-${++keys}`,
  ...{ name: "Grace Hopper", email: "grace@example.org" },
  ...values,
});
const idIn = (location: string | undefined) => /bookings\/([0-9a-f-]{36})\?/.exec(location ?? "")?.[1] ?? "";
const rowOf = async (id: string) =>
  (await database.admin.query("select * from bookings where id = $1", [id])).rows[0];
const bookings = async () =>
  Number((await database.admin.query("select count(*) from bookings")).rows[0].count);
/** Books by hand and insists on it; the booking's id. */
const made = async (fields: Record<string, string | string[]>) => {
  const answer = await send(fields);
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/\?just=booked$/)]);
  return idIn(answer.headers.location);
};
const block = (n: number) =>
  createBlockedTime(database.admin, provider_id, rangeText(startAt(n), startAt(n + 1)));

describe("the way to a new booking", () => {
  test("what, when, for whom: each an address of its own, and nothing is stored by browsers", async () => {
    const what = await look(NEW);
    expect([what.status, what.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(what.text).toContain(`href="${NEW}?service=full&amp;duration=60"`);
    const when = await look(`${NEW}?service=full&duration=60`);
    expect(when.text).toContain("When will it be?");
    expect(when.text).toContain(`name="duration" value="60"`);
    const start = startAt(0).replace(/:/g, "%3A");
    const whom = await look(`${NEW}?service=full&duration=60&start=${start}`);
    expect(whom.text).toContain("For whom?");
    expect(hiddenFields(whom.text)).toMatchObject({ service: "full", duration: "60", start: startAt(0) });
    // Nothing is asked of the provider that they may not know.
    expect(whom.text).not.toMatch(new RegExp(`name="${fieldOf.choice}"[^>]*required`));
    // The calendar knows a time and no service yet: it is carried on.
    const from_calendar = await look(`${NEW}?start=${start}`);
    expect(from_calendar.text).toContain(`?start=${startAt(0)}&amp;service=full`);
  });

  test("a day's free times are links, and a typed time leads on as they do", async () => {
    const date = localDate(Date.parse(startAt(0)), "Europe/Berlin");
    const page = await look(`${NEW}?service=full&duration=30&date=${date}`);
    expect(page.text).toContain(`start=${startAt(0)}`);
    const at = new Date(wallToInstant("Europe/Berlin", date, 617)).toISOString();
    const typed = await look(`${NEW}?service=full&duration=30&date=${date}&time=10:17`);
    expect(hiddenFields(typed.text).start).toBe(at);
  });

  test("a time that is not, or is twice, is explained and asked", async () => {
    const gap = await look(`${NEW}?service=full&duration=30&date=2030-03-31&time=02:30`);
    expect([gap.status, gap.text.includes("does not exist on that day")]).toEqual([200, true]);
    for (const start of ["2030-03-31T00:30:00.000Z", "2030-03-31T01:30:00.000Z"])
      expect(gap.text).toContain(`start=${start}`);
    const fold = await look(`${NEW}?service=full&duration=30&date=2030-10-27&time=02:30`);
    expect(fold.text).toContain("comes twice on that day");
    for (const start of ["2030-10-27T00:30:00.000Z", "2030-10-27T01:30:00.000Z"])
      expect(fold.text).toContain(`start=${start}`);
    expect(gap.text).not.toContain('name="start"');
  });

  test("rubbish in the address: a clear answer, never a fault", async () => {
    const expected: [string, number][] = [
      ["service=..%2Fx", 200],
      ["service=none", 200],
      ["service=full&duration=x", 200],
      ["service=full&duration=30&date=2030-02-30&time=10:00", 422],
      ["service=full&duration=30&date=2030-01-07&time=25:00", 422],
      ["service=full&duration=30&date=9999-01-01", 200],
      ["service=full&duration=30&date=2189-12-31", 200],
      ["service=full&duration=30&start=2189-12-31T00:00:00Z", 200],
      ["service=full&duration=30&start=2195-01-01T00:00:00Z", 400],
      ["start=yesterday", 400],
      ["customer=x", 404],
      [`customer=${uuid()}`, 404],
      ["repeat=x", 404],
      [`repeat=${uuid()}`, 404],
      [`service=full&duration=30&start=${startAt(0)}&q=%00%01%ED%A0%80`, 200],
      [`service=full&duration=30&start=${startAt(0)}&q=${"x".repeat(5000)}`, 200],
    ];
    const seen: [string, number][] = [];
    for (const [query] of expected) seen.push([query, (await look(`${NEW}?${query}`)).status]);
    expect(seen).toEqual(expected);
  });
});

describe("for whom", () => {
  const search = async (q: string) => {
    const { text } = await look(
      `${NEW}?service=full&duration=30&start=${startAt(0)}&q=${encodeURIComponent(q)}`,
    );
    return [...text.matchAll(/customer=([0-9a-f-]{36})/g)].map(([, id]) => id);
  };

  test("by the beginning of a name, of the last name, of the address, by a phone number's end", async () => {
    const { admin } = database;
    const mary = await createCustomer(admin, provider_id, {
      ...{ name: "Mary Ångström", email: "m.ang@example.net", phone: "+49 (30) 777-1234" },
    });
    const other = await createPractice(admin);
    await createCustomer(admin, other.provider_id, { name: "Mary Elsewhere" });
    await createCustomer(admin, provider_id, { name: "Mary Erased", erased_at: new Date() });
    for (const q of ["mary", "MARY Å", "ång", "m.ang@", "030 777 1234", "771234", "+49 30 7771234"])
      expect([q, await search(q)]).toEqual([q, [mary.id]]);
    for (const q of ["ary", "%", "_", "1234 5", "'; --"]) expect([q, await search(q)]).toEqual([q, []]);
  });

  test("who is found is booked for without typing anything again; blocked ones with a word about it", async () => {
    const blocked = await createCustomer(database.admin, provider_id, {
      ...{ name: "Bert Blocked", email: "bert@example.net", blocked_at: new Date() },
    });
    const page = await look(`${NEW}?service=full&duration=30&start=${startAt(1)}&customer=${blocked.id}`);
    expect(page.text).toContain("from booking online. You can still book for them yourself.");
    const { name: _n, email: _e, ...rest } = form(1, { customer: blocked.id });
    expect(await rowOf(await made(rest))).toMatchObject({ customer_id: blocked.id, booked_by: "provider" });
    // Online they hear where to turn, and no more than that.
    const before = await bookings();
    const online = await post(
      app,
      "/book/lena/full/details",
      bookingForm(3, { email: "Bert@example.net", [fieldOf.choice]: "Red", ...answered() }),
    );
    expect([online.status, await bookings()]).toEqual([409, before]);
    expect(online.text).toContain("cannot take this booking online");
    expect(online.text).toContain("+49 30 5550100");
    expect(online.text).not.toMatch(/blocked/i);
  });

  const answered = () => ({
    [fieldOf.text]: "x",
    [fieldOf.long_text]: "x",
    [fieldOf.several]: "Red",
    [fieldOf.checkbox]: "yes",
    [fieldOf.number]: "1",
  });

  test("another provider's customer is nobody here", async () => {
    const other = await createPractice(database.admin);
    const before = await bookings();
    expect((await send(form(5, { customer: other.customer.id }))).status).toBe(404);
    expect(await bookings()).toBe(before);
  });
});

describe("the form", () => {
  test("books, confirmed, with everything that was said, and the customer's own page opens", async () => {
    const id = await made(
      form(10, {
        [fieldOf.several]: ["Red", "Blue"],
        ...{ note: "Bring the X-ray", internal_note: `secret ${SCRIPT}`, phone: "+49 30 1" + "23456" },
      }),
    );
    expect(await rowOf(id)).toMatchObject({
      ...{ status: "confirmed", booked_by: "provider", note: "Bring the X-ray", place: "phone" },
      ...{ internal_note: `secret ${SCRIPT}`, price_cents: 4500, customer_phone: "+49 30 123456" },
      answers: [{ label: "Question several", value: "Red, Blue" }],
    });
  });

  test("errors stand beside their field, what was typed is kept, and no script comes out of it", async () => {
    const before = await bookings();
    const answer = await send(form(12, { name: "", email: SCRIPT, note: SCRIPT, internal_note: SCRIPT }));
    expect([answer.status, await bookings()]).toEqual([422, before]);
    expect(answer.text).toContain("2 things need your attention");
    expect(answer.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(answer.text).not.toContain(SCRIPT);
    for (const fields of [{}, { ...form(12), start: "x" }, { ...form(12), service: "none" }])
      expect((await send(fields)).status).toBe(400);
  });

  test("outside the rules: a warning that names them, then Book anyway, and a new rule asks again", async () => {
    await block(20);
    const before = await bookings();
    const fields = form(20, { service: "office", note: "kept" });
    const asked = await send(fields);
    expect([asked.status, await bookings()]).toEqual([409, before]);
    expect(asked.text).toContain("It lies in a time that you blocked");
    expect(asked.text).toContain("It is sooner than the notice of");
    expect(asked.text).toContain(">kept</textarea>");
    const hidden = hiddenFields(asked.text);
    expect(hidden).toMatchObject({ confirmed: "notice,blocked", idempotency_key: fields.idempotency_key });
    // What was confirmed is less than what is broken.
    const again = await send({ ...fields, anyway: "yes", confirmed: "notice" });
    expect([again.status, await bookings()]).toEqual([409, before]);
    await made({ ...fields, ...hidden, anyway: "yes" });
    // Who looks before sending sees it already.
    await block(22);
    const seen = await look(`${NEW}?service=full&duration=30&start=${startAt(22)}`);
    expect([seen.status, hiddenFields(seen.text).confirmed]).toEqual([200, "blocked"]);
  });

  test("overlap is refused even anyway; near times, and what was typed is kept", async () => {
    await made(form(30));
    const before = await bookings();
    const fields = form(30, {
      ...{ anyway: "yes", confirmed: "outside_hours,blocked,notice,buffer" },
      note: "kept",
    });
    const refused = await send(fields);
    expect([refused.status, await bookings()]).toEqual([409, before]);
    expect(refused.text).toContain("That time is taken");
    expect(refused.text).toContain(">kept</textarea>");
    expect(refused.text).toMatch(/<button[^>]*form="byhand"[^>]*name="start"/);
    expect(refused.text).not.toMatch(/type="hidden" name="start"/);
    const look_first = await look(`${NEW}?service=full&duration=30&start=${startAt(30)}`);
    expect([look_first.status, look_first.text.includes("That time is taken")]).toEqual([409, true]);
  });

  test("a double submit books once and leads to the same page; other words with its key do not", async () => {
    const fields = form(40);
    const before = await bookings();
    const [one, two] = await Promise.all([send(fields), send(fields)]);
    expect([one.status, one.headers.location]).toEqual([303, two.headers.location]);
    expect(await bookings()).toBe(before + 1);
    const other = await send({ ...fields, internal_note: "other" });
    expect([other.status, other.text.includes("used already")]).toEqual([409, true]);
  });
});

describe("again", () => {
  test("the same service, length, place, answers and customer, a week later on the wall clock", async () => {
    const id = await made(form(50, { duration: "60", place: "video", [fieldOf.several]: ["Green", "Blue"] }));
    const page = await look(`${NEW}?repeat=${id}`);
    const { starts_at } = await rowOf(id);
    const day = addDays(localDate(starts_at.getTime(), "Europe/Berlin"), 7);
    const { start, ...hidden } = hiddenFields(page.text);
    expect(localDate(Date.parse(start!), "Europe/Berlin")).toBe(day);
    expect(hidden).toMatchObject({ service: "full", duration: "60", repeat: id });
    expect(hidden.customer).toBe((await rowOf(id)).customer_id);
    const checked = [...page.text.matchAll(/<input[^>]*checked[^>]*>/g)].map(
      ([tag]) => /value="([^"]+)"/.exec(tag)?.[1],
    );
    expect(checked.sort()).toEqual(["Blue", "Green", "video"]);
    const again = await send({ ...hidden, start: start!, place: "video" });
    expect([again.status, again.headers.location]).toEqual([303, expect.stringMatching(/\?just=repeated$/)]);
    expect(await rowOf(idIn(again.headers.location))).toMatchObject({ customer_id: hidden.customer });
  });

  test("every week: a page that says which were made, which not, and why; the same form again adds nothing", async () => {
    await block(60 + 2 * 336);
    const fields = form(60, { weeks: "4" });
    const before = await bookings();
    const answer = await send(fields);
    expect([answer.status, await bookings()]).toEqual([303, before + 3]);
    const where = answer.headers.location!;
    expect(where).toMatch(
      /^\/dashboard\/lena\/bookings\/series\?first=[0-9a-f-]{36}&weeks=4&missed=2%3Ablocked$/,
    );
    const page = await look(where);
    expect([page.status, page.text.includes("3 of 4 are booked.")]).toEqual([200, true]);
    expect(page.text).toContain("It lies in a time that you blocked");
    expect(page.text.match(/href="\/dashboard\/lena\/bookings\/[0-9a-f-]{36}"/g)).toHaveLength(3);
    const twice = await send(fields);
    expect([twice.headers.location, await bookings()]).toEqual([where, before + 3]);
    // The address is anybody's to write.
    const first = new URL(where, "http://x").searchParams.get("first");
    for (const query of [
      "",
      `?first=${first}`,
      `?first=${first}&weeks=99`,
      `?first=${uuid()}&weeks=4`,
      "?first=x&weeks=4",
    ])
      expect((await look(`${BASE}/series${query}`)).status).toBe(404);
    const odd = await look(
      `${BASE}/series?first=${first}&weeks=4&missed=2:${encodeURIComponent(SCRIPT)},x,9:gap`,
    );
    expect([odd.status, odd.text.includes(SCRIPT)]).toEqual([200, false]);
    const foreign = await createPractice(database.admin);
    const other = await createAccount(database.admin);
    await createMembership(database.admin, foreign.provider_id, other.id);
    const { cookie } = await signIn(database.admin, other.id);
    const theirs = `/dashboard/${foreign.provider.username}/bookings/series?first=${first}&weeks=4`;
    expect((await ask(app, theirs, { headers: { Cookie: cookie } })).status).toBe(404);
  });
});

describe("moving", () => {
  const moveTo = (id: string, n: number, values: Record<string, string> = {}) =>
    send({ start: startAt(n), version: "1", ...values }, `${BASE}/${id}/time`);

  test("choose, confirm, told; then the form is old", async () => {
    const id = await made(form(70));
    const page = await look(`${BASE}/${id}/time`);
    expect([page.status, page.text.includes("Choose a new time")]).toEqual([200, true]);
    const confirm = await look(`${BASE}/${id}/time?start=${startAt(72)}`);
    expect(hiddenFields(confirm.text)).toMatchObject({ start: startAt(72), version: "1" });
    const moved = await moveTo(id, 72);
    expect([moved.status, moved.headers.location]).toEqual([303, `${BASE}/${id}?just=moved`]);
    expect((await rowOf(id)).starts_at.toISOString()).toBe(startAt(72));
    const { rows } = await database.admin.query(
      "select actor, details from audit_events where booking_id = $1 and action = 'booking.moved'",
      [id],
    );
    expect(rows).toMatchObject([{ actor: "provider", details: { to: Date.parse(startAt(72)) } }]);
    const stale = await moveTo(id, 74);
    expect([stale.status, stale.text.includes("changed in the meantime")]).toEqual([409, true]);
    expect(hiddenFields(stale.text)).toMatchObject({ start: startAt(74), version: "2" });
  });

  test("outside the rules asks; onto another booking never; into the past never", async () => {
    const id = await made(form(80));
    await made(form(84));
    await block(86);
    const asked = await moveTo(id, 86);
    expect([asked.status, asked.text.includes("Move anyway")]).toEqual([409, true]);
    const taken = await moveTo(id, 84, { anyway: "yes", confirmed: "blocked" });
    expect([taken.status, taken.text.includes("That time is taken")]).toEqual([409, true]);
    const past = await moveTo(id, -200, { anyway: "yes", confirmed: "past" });
    expect([past.status, past.text.includes("That time has passed")]).toEqual([409, true]);
    expect((await moveTo(id, 86, { anyway: "yes", confirmed: "blocked" })).status).toBe(303);
    expect((await moveTo(id, 80, { start: "x" })).status).toBe(400);
  });

  test("what is over is not moved, and what is not ours is not there", async () => {
    const id = await made(form(90));
    await database.admin.query(
      "update bookings set during = tstzrange(now() - interval '2 hours', now() - interval '1 hour', '[)') where id = $1",
      [id],
    );
    const [page, sent] = [await look(`${BASE}/${id}/time`), await moveTo(id, 92)];
    expect([page.status, sent.status, sent.text.includes("This booking is over")]).toEqual([409, 409, true]);
    for (const other of [uuid(), "x"])
      expect([(await look(`${BASE}/${other}/time`)).status, (await moveTo(other, 92)).status]).toEqual([
        404, 404,
      ]);
  });
});

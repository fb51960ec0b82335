/** Services and their questions through HTTP: acts, mistakes, two editors, whose they are, and what bookings keep. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createBooking,
  createPractice,
  createQuestion,
  createReservation,
  rangeText,
  uuid,
} from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { createOpenPractice, hiddenFields, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** A practice with one service and its owner, who is signed in. */
async function createOwn() {
  const { admin } = database;
  const made = await createPractice(admin);
  const { id } = await createAccount(admin);
  await createMembership(admin, made.provider_id, id, "owner");
  const { cookie } = await signIn(admin, id);
  const base = `/dashboard/${made.provider.username}/services`;
  const one = async (service_id = made.service.id) => {
    const { rows } = await admin.query(
      `select s.*, (select json_agg(d.duration_min order by 1) from service_durations d where d.service_id = s.id) as lengths
       from services s where s.id = $1`,
      [service_id],
    );
    return rows[0];
  };
  const open = (where = "") => ask(app, base + where, { headers: { Cookie: cookie } });
  const send = (where: string, fields: Record<string, string> = {}) =>
    post(app, base + where, fields, { Cookie: cookie });
  const acts = async () =>
    (
      await admin.query(
        "select action, details from audit_events where provider_id = $1 and action like 'service.%' order by at, id",
        [made.provider_id],
      )
    ).rows;
  return { ...made, id: made.service.id, open, send, one, acts };
}

const FIELDS = {
  title: "Lesson",
  slug: "lesson",
  currency: "EUR",
  length_1: "45 minutes",
  price_1: "40",
  place: "in_person",
  phone_field: "hidden",
  horizon_days: "60",
};

const versionOf = (text: string) => {
  const { version, shown } = hiddenFields(text);
  return { version: version!, shown: shown! };
};

test("created from a preset, changed, hidden, archived, restored, copied; each is in the history", async () => {
  const own = await createOwn();
  expect((await own.send("/new", { trade: "pirate" })).status).toBe(422);
  const made = await own.send("/new", { trade: "class" });
  expect(made.status).toBe(303);
  const id = /services\/([0-9a-f-]{36})/.exec(made.headers.location ?? "")![1]!;
  expect(await own.one(id)).toMatchObject({ title: "Yoga class", capacity: 10, lengths: [75] });
  expect((await own.one(id)).hidden_at).not.toBeNull();

  const form = versionOf((await own.open(`/${id}`)).text);
  const saved = await own.send(`/${id}`, {
    ...form,
    ...FIELDS,
    length_2: "1 h 30 min",
    buffer_after_min: "10",
  });
  expect(saved.headers.location).toMatch(/just=saved$/);
  expect(await own.one(id)).toMatchObject({ title: "Lesson", buffer_after_min: 10, lengths: [45, 90] });

  for (const [act, column, is_set] of [
    ["show", "hidden_at", false],
    ["hide", "hidden_at", true],
    ["archive", "archived_at", true],
    ["archive", "archived_at", true],
    ["restore", "archived_at", false],
  ] as const) {
    expect((await own.send(`/${id}/${act}`)).status).toBe(303);
    expect((await own.one(id))[column] !== null, act).toBe(is_set);
  }
  await createQuestion(database.admin, own.provider_id, id, { label: "Mats?" });
  const copied = /services\/([0-9a-f-]{36})/.exec(
    (await own.send(`/${id}/copy`)).headers.location ?? "",
  )![1]!;
  expect(await own.one(copied)).toMatchObject({
    title: "Lesson (copy)",
    slug: "lesson-2",
    lengths: [45, 90],
  });
  expect((await own.open(`/${copied}/questions`)).text).toContain("Mats?");

  const acts = await own.acts();
  expect(acts.map(({ action }) => action)).toEqual(
    ["created", "changed", "shown", "hidden", "archived", "restored", "created"].map(
      (act) => `service.${act}`,
    ),
  );
  expect(acts[1].details.fields).toContain("buffer_after_min");
  expect(acts[1].details.fields).not.toContain("limit_per_day");
});

test("up and down; at the ends and for nonsense nothing happens", async () => {
  const own = await createOwn();
  for (const trade of ["tutor", "class"]) await own.send("/new", { trade });
  const order = async () =>
    [...(await own.open()).text.matchAll(/<h3[^>]*><a[^>]*>([^<]*)</g)].map(([, title]) => title);
  expect(await order()).toEqual(["Consultation", "Lesson", "Yoga class"]);
  await own.send(`/${own.id}/move`, { direction: "up" });
  expect(await order()).toEqual(["Consultation", "Lesson", "Yoga class"]);
  await own.send(`/${own.id}/move`, { direction: "down" });
  expect(await order()).toEqual(["Lesson", "Consultation", "Yoga class"]);
  expect((await own.send(`/${own.id}/move`, { direction: "left" })).status).toBe(400);
});

test("what is wrong stands beside its field with all that was typed; a taken name is refused", async () => {
  const own = await createOwn();
  await own.send("/new", { trade: "tutor" });
  const form = versionOf((await own.open(`/${own.id}`)).text);
  const { status, text } = await own.send(`/${own.id}`, {
    ...form,
    ...FIELDS,
    title: '"><img src=x onerror=alert(1)>',
    length_3: "some time",
    price_3: "77",
  });
  expect(status).toBe(422);
  for (const typed of ["some time", "77", "45 minutes"]) expect(text).toContain(`value="${typed}"`);
  expect(text).not.toContain("<img src=x");
  const taken = await own.send(`/${own.id}`, { ...form, ...FIELDS });
  expect(taken.status).toBe(422);
  expect(taken.text).toContain("Another service of yours has this name");
  expect((await own.one()).title).toBe("Consultation");
  const foreign = await own.send(`/${own.id}`, { ...form, ...FIELDS, slug: "other", schedule_id: uuid() });
  expect(foreign.status).toBe(422);
});

test("two editors: the second chooses, and nothing is overwritten", async () => {
  const own = await createOwn();
  const form = versionOf((await own.open(`/${own.id}`)).text);
  expect((await own.send(`/${own.id}`, { ...form, ...FIELDS, title: "Hers" })).status).toBe(303);
  const late = await own.send(`/${own.id}`, { ...form, ...FIELDS, title: "His" });
  expect(late.status).toBe(409);
  expect(late.text).toContain("Hers");
  expect((await own.one()).title).toBe("Hers");
  const again = versionOf(late.text);
  const choice = { keep_title: "theirs", ...FIELDS, title: "His", capacity: "3" };
  expect((await own.send(`/${own.id}`, { ...again, ...choice })).status).toBe(303);
  expect(await own.one()).toMatchObject({ title: "Hers", capacity: 3 });
});

test("questions: added, ordered, removed; two editors choose here too", async () => {
  const own = await createOwn();
  const at = `/${own.id}/questions`;
  const form = versionOf((await own.open(at)).text);
  const wrong = await own.send(at, { ...form, label_1: "Which?", kind_1: "choice", options_1: "Only one" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("Only one");
  const two = {
    label_1: "Level?",
    kind_1: "choice",
    options_1: "A1\nB1",
    label_2: "Goals?",
    required_2: "yes",
  };
  expect((await own.send(at, { ...form, ...two })).status).toBe(303);
  const late = await own.send(at, { ...form, label_1: "Mine?" });
  expect(late.status).toBe(409);
  expect(late.text).toContain("Level?");
  const { text } = await own.open(at);
  const ids = hiddenFields(text);
  const less = { ...versionOf(text), ...two, id_1: ids.id_1!, id_2: ids.id_2!, remove_1: "yes" };
  expect((await own.send(at, less)).status).toBe(303);
  const { rows } = await database.admin.query(
    "select id, label, is_required from service_questions where service_id = $1",
    [own.id],
  );
  expect(rows).toEqual([{ id: ids.id_2, label: "Goals?", is_required: true }]);
});

test("bookings keep what was promised, and their reservations", async () => {
  const own = await createOwn();
  const { admin } = database;
  const booking = await createBooking(admin, own.keys, { service_title: "As promised" });
  const rows = async () => [
    (await admin.query("select * from bookings where id = $1", [booking.id])).rows,
    (await admin.query("select * from reservations where booking_id = $1", [booking.id])).rows,
  ];
  const before = await rows();
  const form = versionOf((await own.open(`/${own.id}`)).text);
  const changed = { ...FIELDS, title: "Other", price_1: "99", place: "video", buffer_after_min: "2 h" };
  expect((await own.send(`/${own.id}`, { ...form, ...changed })).status).toBe(303);
  expect(await rows()).toEqual(before);
});

test("fewer seats: nobody who is booked loses theirs, and the form says how many are beyond", async () => {
  const own = await createOwn();
  const { admin } = database;
  await admin.query("update services set capacity = 3 where id = $1", [own.id]);
  const session = { session_id: uuid(), capacity: 3 };
  const occupied = rangeText("2030-01-07T09:00:00Z", "2030-01-07T09:30:00Z");
  for (const seat of [1, 2, 3]) {
    const booking = await createBooking(admin, own.keys);
    const keys = { provider_id: own.provider_id, service_id: own.id, booking_id: booking.id };
    await createReservation(admin, keys, occupied, { ...session, seat });
  }
  const taken = async () => [
    (await admin.query("select * from bookings where service_id = $1 order by id", [own.id])).rows,
    (await admin.query("select * from reservations where service_id = $1 order by id", [own.id])).rows,
  ];
  const before = await taken();
  const lower = async (capacity: string) => {
    const form = versionOf((await own.open(`/${own.id}`)).text);
    expect((await own.send(`/${own.id}`, { ...form, ...FIELDS, capacity })).status).toBe(303);
    const words = (await own.open(`/${own.id}`)).text.replaceAll("<!-- -->", "");
    return /[^<>]*booked on seats beyond[^<>]*/.exec(words)?.[0] ?? null;
  };
  expect(await lower("3")).toBeNull();
  expect(await lower("2")).toContain("One person to come is booked on seats beyond");
  expect(await lower("1")).toContain("2 people to come are booked on seats beyond");
  expect(await taken()).toEqual(before);
  expect(before.map(({ length }) => length)).toEqual([3, 3]);
});

test("the example is of what is typed, and saves nothing", async () => {
  const own = await createOwn();
  const form = versionOf((await own.open(`/${own.id}`)).text);
  const { status, text } = await own.send(`/${own.id}/example`, { ...form, ...FIELDS, title: "Only tried" });
  expect(status).toBe(200);
  expect(text).toContain("Next free times for 45 minutes");
  const none = await own.send(`/${own.id}/example`, { ...form, ...FIELDS, bookable_until: "2020-01-01" });
  expect(none.text).toContain("No free time within a year");
  const wrong = await own.send(`/${own.id}/example`, { ...form, ...FIELDS, length_1: "soon" });
  expect(wrong.status).toBe(422);
  expect((await own.one()).title).toBe("Consultation");
});

test("what is another's, or no id at all, is not there", async () => {
  const [own, other] = [await createOwn(), await createOwn()];
  for (const id of [other.id, "x", uuid()]) {
    for (const page of ["", "/questions"]) expect((await own.open(`/${id}${page}`)).status, page).toBe(404);
    for (const act of ["hide", "show", "archive", "restore", "copy"])
      expect((await own.send(`/${id}/${act}`)).status, act).toBe(404);
    expect((await own.send(`/${id}/move`, { direction: "up" })).status).toBe(404);
    const sent = { version: "1", ...FIELDS };
    expect((await own.send(`/${id}`, sent)).status).toBe(404);
    expect((await own.send(`/${id}/example`, sent)).status).toBe(404);
    expect((await own.send(`/${id}/questions`, { version: "1", label_1: "Why?" })).status).toBe(404);
  }
  expect((await other.one()).title).toBe("Consultation");
});

test("a length that is removed while a customer looks at it is refused politely", async () => {
  const { provider_id, provider } = await createOpenPractice(database.admin, {
    setup_finished_at: "2026-01-01T00:00:00Z",
  });
  const service_id = uuid();
  await database.admin.query(
    `insert into services (provider_id, id, slug, title, currency, place) values ($1, $2, 'lesson', 'Lesson', 'EUR', 'phone')`,
    [provider_id, service_id],
  );
  await database.admin.query(
    "insert into service_durations (provider_id, service_id, duration_min) values ($1, $2, 60)",
    [provider_id, service_id],
  );
  const where = `/book/${provider.username}/lesson/details?start=${startAt(0)}&duration=30`;
  const { status } = await post(app, where, {
    start: startAt(0),
    duration: "30",
    tz: "Europe/Berlin",
    idempotency_key: "key-of-a-gone-length",
    name: "Grace Hopper",
    email: "grace@example.org",
    phone: "+49 30 1234567",
    place: "phone",
  });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});

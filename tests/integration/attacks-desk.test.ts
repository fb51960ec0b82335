/** What the desk's forms and addresses never meant, sent all the same: no 500, nothing lost, nothing of anybody else's. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createBooking,
  createCustomer,
  createPractice,
  createSchedule,
  uuid,
} from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type Answer, type App, ask, type Fields, post, startApp, until } from "#tests/support/web.ts";
import { hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** A practice with its owner, who is signed in. */
async function createDesk() {
  const { admin } = database;
  const made = await createPractice(admin);
  const { id } = await createAccount(admin);
  await createMembership(admin, made.provider_id, id, "owner");
  const { cookie } = await signIn(admin, id);
  const base = `/dashboard/${made.provider.username}`;
  return {
    ...made,
    base,
    open: (where: string) => ask(app, base + where, { headers: { Cookie: cookie } }),
    send: (where: string, fields: Fields = {}) => post(app, base + where, fields, { Cookie: cookie }),
  };
}

const SERVICE = {
  title: "Lesson",
  slug: "lesson",
  currency: "EUR",
  length_1: "45 minutes",
  place: "in_person",
  phone_field: "hidden",
};

const TIME_OFF = { from_date: "2027-03-01", to_date: "2027-03-05", reason: "", public_text: "" };

/** One absence of the desk's own. */
async function addTimeOff(desk: Awaited<ReturnType<typeof createDesk>>, fields: Record<string, string> = {}) {
  const key = uuid();
  const answer = await desk.send("/hours/time-off", { ...TIME_OFF, key, ...fields });
  expect(answer.status).toBe(303);
  return key;
}

test.each(["__proto__", "constructor", "toString", `__proto__.${uuid()}`, "blocked.x", "\0"])(
  "?just=%j is nobody's word: each page answers as if nothing had been done",
  async (just) => {
    const desk = await createDesk();
    const customer = await createCustomer(database.admin, desk.provider_id);
    const absence = await addTimeOff(desk);
    const said = encodeURIComponent(just);
    for (const where of [
      ...[
        "",
        "/bookings",
        "/calendar",
        "/hours",
        `/hours/${desk.schedule.id}`,
        "/hours/time-off",
        "/hours/holidays",
      ],
      ...[
        `/hours/time-off/${absence}/bookings`,
        `/calendar/blocked/${absence}`,
        "/customers/retention",
        "/members",
      ],
      ...[
        "/services",
        `/services/${desk.service.id}`,
        `/services/${desk.service.id}/questions`,
        "/settings/photo",
      ],
      ...["/customers", `/customers/${customer.id}`, `/customers/${customer.id}/erasure`],
    ]) {
      const { status, text } = await desk.open(`${where}?just=${said}`);
      expect([where, status]).toEqual([where, 200]);
      expect(text, where).not.toContain("native code");
    }
  },
);

test.each([`${"-".repeat(36)}.1`, `${uuid()}.9999999999`, `${uuid()}.0`, `${uuid()}.1`])(
  "bookings to cancel for time off: %s is none of this provider's, and no 500",
  async (cancel) => {
    const desk = await createDesk();
    const absence = await addTimeOff(desk);
    const { status } = await desk.send(`/hours/time-off/${absence}/bookings`, { cancel, reason: "" });
    expect([303, 404, 422]).toContain(status);
  },
);

test("a customer is not merged with themselves, however their id is written", async () => {
  const desk = await createDesk();
  const { id } = await createCustomer(database.admin, desk.provider_id);
  const choice = { version: "1", other_version: "1", name: "one", email: "one", phone: "one" };
  for (const [path, other] of [
    [id, String(id).toUpperCase()],
    [String(id).toUpperCase(), id],
  ]) {
    const answer = await desk.send(`/customers/${path}/merge`, { with: other as string, ...choice });
    expect(answer.status).toBe(422);
    const { rows } = await database.admin.query("select version from customers where id = $1", [id]);
    expect(rows).toEqual([{ version: 1 }]);
  }
});

test("fields that somebody leaves to the other person must still fit the rest of a service's form", async () => {
  const desk = await createDesk();
  const { admin } = database;
  await admin.query("update services set bookable_until = '2027-01-31' where id = $1", [desk.service.id]);
  const { text } = await desk.open(`/services/${desk.service.id}`);
  const { version, shown } = hiddenFields(text);
  const sent = { ...SERVICE, slug: desk.service.slug as string, version: version!, shown: shown! };
  const answer = await desk.send(`/services/${desk.service.id}`, {
    ...sent,
    bookable_from: "2027-06-01",
    keep_bookable_until: "theirs",
  });
  expect(answer.status).toBe(422);
});

test.each(["2200-01-01", "2200-12-31"])("a service that can be booked from or until %s on", async (date) => {
  const desk = await createDesk();
  for (const field of ["bookable_until", "bookable_from"]) {
    const path = `/services/${desk.service.id}`;
    const { version, shown } = hiddenFields((await desk.open(path)).text);
    const sent = { ...SERVICE, slug: desk.service.slug as string, version: version!, shown: shown! };
    expect([200, 422]).toContain((await desk.send(`${path}/example`, { ...sent, [field]: date })).status);
    expect([303, 422]).toContain((await desk.send(path, { ...sent, [field]: date })).status);
    expect((await desk.open(path)).status).toBe(200);
    expect((await ask(app, `/book/${desk.provider.username}/${desk.service.slug}`)).status).toBeLessThan(500);
  }
});

test("hours that a service takes at the very moment when they are deleted stay, and nobody sees a 500", async () => {
  const desk = await createDesk();
  const { admin } = database;
  const { id } = await createSchedule(admin, desk.provider_id, { name: "Evenings" });
  await admin.query("begin");
  await admin.query("update services set schedule_id = $1 where id = $2", [id, desk.service.id]);
  const removal = desk.send(`/hours/${id}/removal`);
  await until("the removal waits for the service", async () => {
    const { rows } = await admin.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });
  await admin.query("commit");
  expect((await removal).status).toBe(409);
});

test("two who take the same name at once: the second is told so", async () => {
  const desk = await createDesk();
  const made = await meanwhile(
    desk,
    "select name from schedules where provider_id = $1",
    `insert into schedules (provider_id, id, name, time_zone, is_default)
     values ($1, gen_random_uuid(), 'Evenings', 'Europe/Berlin', false)`,
    () => desk.send("/hours", { name: "Evenings", time_zone: "Europe/Berlin" }),
  );
  expect(made.status).toBe(422);
});

/** Runs a statement that keeps the desk's own request waiting, as another member's would, and lets it go on. */
async function meanwhile(
  desk: Awaited<ReturnType<typeof createDesk>>,
  read: string,
  write: string,
  request: () => Promise<Answer>,
) {
  const { admin } = database;
  await admin.query("begin isolation level serializable");
  await admin.query(read, [desk.provider_id]);
  await admin.query(write, [desk.provider_id]);
  const answer = request();
  await until("the request waits for the other's", async () => {
    const { rows } = await admin.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });
  await admin.query("commit");
  return answer;
}

test("nobody books with the address of somebody who was erased", async () => {
  const desk = await createDesk();
  const erased = { name: "Erased customer", erased_at: new Date() };
  const { id } = await createCustomer(database.admin, desk.provider_id, erased);
  const email = `erased-${id}@erased.invalid`;
  await database.admin.query("update customers set email = $1 where id = $2", [email, id]);
  const start = "2027-03-02T10:00:00Z";
  const terms = { service: desk.service.slug as string, duration: "30", start };
  const asked = await desk.open(`/bookings/new?${new URLSearchParams(terms)}`);
  const form = { ...hiddenFields(asked.text), ...terms, anyway: "yes", name: "Eve Example" };
  const confirmed = "past,horizon,outside_hours,override,notice,blocked,buffer";
  const refused = await desk.send("/bookings/new", { ...form, confirmed, email });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Nothing can be sent to this address.");
  const page = `/book/${desk.provider.username}/${desk.service.slug}/details`;
  const mine = {
    start,
    duration: "30",
    tz: "Europe/Berlin",
    idempotency_key: uuid(),
    name: "Eve Example",
    email,
  };
  expect((await post(app, page, mine)).status).toBe(409);
  // The same form with another address is booked: it was the address that was refused.
  expect((await desk.send("/bookings/new", { ...form, confirmed, email: "eve@example.org" })).status).toBe(
    303,
  );
  const { rows } = await database.admin.query("select id from bookings where customer_id = $1", [id]);
  expect(rows).toEqual([]);
});

test("ids of another provider's: each address and each hidden field answers as if there were none", async () => {
  const [desk, other] = [await createDesk(), await createDesk()];
  const { admin } = database;
  const customer = await createCustomer(admin, desk.provider_id);
  const theirs = await createCustomer(admin, other.provider_id);
  const { id: booking } = await createBooking(admin, {
    provider_id: other.provider_id,
    service_id: other.service.id as string,
    customer_id: theirs.id as string,
  });
  const absence = await addTimeOff(other);
  for (const where of [
    ...[`/customers/${theirs.id}`, `/customers/${theirs.id}/edit`, `/customers/${theirs.id}/erasure`],
    ...[`/customers/${customer.id}/merge?with=${theirs.id}`, `/customers/${theirs.id}/export.json`],
    ...[`/customers/${theirs.id}/bookings.csv`, `/bookings/${booking}`, `/bookings/${booking}/note`],
    ...[
      `/bookings/${booking}/time`,
      `/bookings/new?customer=${theirs.id}`,
      `/bookings/new?repeat=${booking}`,
    ],
    ...[
      `/bookings/series?first=${booking}&weeks=2`,
      `/services/${other.service.id}`,
      `/hours/${other.schedule.id}`,
    ],
    ...[`/hours/${other.schedule.id}/override`, `/hours/time-off/${absence}`, `/calendar/blocked/${absence}`],
    ...[`/calendar/sessions/${booking}`, `/services/${other.service.id}/questions`],
  ])
    expect([where, (await desk.open(where)).status]).toEqual([where, 404]);
  const form = { version: "1", came: "yes", date: "2027-03-01", name: "x", direction: "up" };
  for (const where of [
    ...["block", "unblock", "cancellations", "erasure"].map((act) => `/customers/${theirs.id}/${act}`),
    ...["approval", "decline", "cancellation", "no-show", "time"].map((act) => `/bookings/${booking}/${act}`),
    ...["copy", "default", "removal", "override/removal"].map((act) => `/hours/${other.schedule.id}/${act}`),
    ...["hide", "show", "archive", "restore", "copy", "move"].map(
      (act) => `/services/${other.service.id}/${act}`,
    ),
    `/hours/time-off/${absence}/bookings`,
  ])
    expect([where, (await desk.send(where, form)).status]).toEqual([where, 404]);
  // Gone already counts as done: nothing is theirs to remove.
  await desk.send(`/hours/time-off/${absence}/removal`, form);
  const used = await desk.send("/hours/time-off", {
    ...TIME_OFF,
    key: uuid(),
    schedule: other.schedule.id as string,
  });
  expect(used.status).toBe(404);
  const merged = {
    with: theirs.id as string,
    version: "1",
    other_version: "1",
    name: "one",
    email: "other",
    phone: "one",
  };
  expect((await desk.send(`/customers/${customer.id}/merge`, merged)).status).toBe(404);
  const { rows } = await admin.query("select from blocked_times where id = $1", [absence]);
  expect(rows).toHaveLength(1);
});

test.each(["\0", "\u{10FFFF}", "-1", "1e9", "9999-12-31", "2200-12-31", "99999999999999", "a".repeat(8000)])(
  "an address that says %j is a page or a clear refusal, never a 500",
  async (text) => {
    const desk = await createDesk();
    const customer = await createCustomer(database.admin, desk.provider_id);
    const absence = await addTimeOff(desk);
    const said = encodeURIComponent(text);
    const cursor = encodeURIComponent(`99999999999999.${uuid()}`);
    for (const where of [
      ...[
        `?date=${said}`,
        `/calendar?date=${said}`,
        `/calendar?view=month&date=${said}`,
        `/bookings?q=${said}`,
      ],
      ...[`/bookings?from=${said}&to=${said}`, `/bookings?after=${said}`, `/bookings?service=${said}`],
      ...[
        `/bookings?customer=${said}`,
        `/bookings.csv?q=${said}&from=${said}`,
        `/numbers?weeks=${said}&service=${said}`,
      ],
      ...[`/numbers.csv?service=${said}`, `/customers?q=${said}&tag=${said}&after=${said}`],
      ...[
        `/customers/${customer.id}?before=${said}`,
        `/customers/${customer.id}?before=9999999999999.${uuid()}`,
      ],
      ...[`/customers/${customer.id}/merge?q=${said}`, `/customers/${customer.id}/merge?with=${said}`],
      ...[`/customers/retention?months=${said}`, `/hours/time-off?older=${said}&date=${said}`],
      ...[
        `/hours/time-off?older=${cursor}`,
        `/hours/time-off/${absence}/bookings?after=${cursor}&cancelled=${said}`,
      ],
      ...[`/hours/holidays?country=${said}&region=${said}`, `/hours/holidays?country=DE&region=${said}`],
      ...[`/hours/why?for=${said}&date=${said}&time=${said}`],
      ...[
        `/hours/why?for=${desk.service.id}.60&date=${said}&time=10:00`,
        `/hours/${desk.schedule.id}?just=saved&merged=${said}`,
      ],
      ...[`/hours/${desk.schedule.id}?just=removed&date=${said}&hours=${said}&note=${said}`],
      ...[
        `/hours/${desk.schedule.id}/override?date=${said}`,
        `/bookings/new?q=${said}&service=${said}&duration=${said}`,
      ],
      ...[`/bookings/new?service=${desk.service.slug}&duration=60&date=${said}&time=${said}`],
      ...[`/bookings/new?start=${said}`, `/bookings/series?first=${uuid()}&weeks=${said}&missed=${said}`],
      ...[`/calendar/block?start=${said}&end=${said}&date=${said}`, `/calendar/blocked/${said}`],
    ])
      expect([where, (await desk.open(where)).status < 500]).toEqual([where, true]);
  },
  60_000,
);

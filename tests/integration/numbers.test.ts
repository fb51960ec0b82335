/** The overview of numbers: SQL beside the same counted by hand, over HTTP, as a file, and by index. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { periodOf } from "#app/domain/numbers.ts";
import { localDate, localMinutes, zoneOffsets } from "#app/domain/zones.ts";
import { selectAbsences, selectBusyHours, selectPeriodNumbers, selectWeekNumbers } from "#db/numbers.ts";
import { reading } from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { FILL_FROM, fillBookings, filledId } from "#tests/support/fill.ts";
import { explain, scannedTables, statementOf, wastedRows } from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, startApp } from "#tests/support/web.ts";

const database = testDatabase();
const ZONE = "Europe/Berlin";
const MINUTE = 60_000;
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => app?.stop());

type Booking = {
  service_id: string;
  customer_id: string;
  starts_at: number;
  minutes: number;
  status: string;
  price_cents: number | null;
  currency: string;
  no_show: boolean;
  created_at: number;
};

/** Small, and the same each time. */
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

async function createBookings(count: number, from: number, until: number) {
  const { admin } = database;
  const { provider_id, provider, service } = await make.createPractice(admin);
  const other = await make.createService(admin, provider_id, { title: "=2+2", currency: "USD" });
  const customers = await Promise.all(
    Array.from({ length: 6 }, () => make.createCustomer(admin, provider_id)),
  );
  const next = random(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const bookings: Booking[] = [];
  for (let index = 0; index < count; index++) {
    const starts_at = from + Math.floor((next() * (until - from)) / (15 * MINUTE)) * 15 * MINUTE;
    const booking: Booking = {
      service_id: pick([service.id, other.id]),
      customer_id: pick(customers).id,
      starts_at,
      minutes: pick([30, 45, 60]),
      status: pick(["confirmed", "confirmed", "confirmed", "pending", "cancelled", "declined"]),
      price_cents: pick([null, 2500, 4000]),
      currency: "EUR",
      no_show: next() < 0.2,
      created_at: starts_at - Math.floor(next() * 20_000) * MINUTE,
    };
    if (booking.service_id === other.id) booking.currency = "USD";
    bookings.push(booking);
    const at = new Date(starts_at).toISOString();
    const end = new Date(starts_at + booking.minutes * MINUTE).toISOString();
    await make.createBooking(
      admin,
      { provider_id, service_id: booking.service_id, customer_id: booking.customer_id },
      {
        during: make.rangeText(at, end),
        status: booking.status,
        confirmed_at: booking.status === "confirmed" ? at : null,
        cancelled_at: booking.status === "cancelled" ? at : null,
        cancelled_by: booking.status === "cancelled" ? "customer" : null,
        declined_at: booking.status === "declined" ? at : null,
        no_show_at: booking.no_show ? at : null,
        price_cents: booking.price_cents,
        currency: booking.currency,
        created_at: new Date(booking.created_at).toISOString(),
      },
    );
  }
  return { provider_id, username: provider.username, service, other, bookings };
}

const stands = ({ status }: Booking) => status === "confirmed" || status === "pending";
const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);

test("the figures are those of the bookings, counted one by one", async () => {
  const period = periodOf("2026-11-25", 4, 1, ZONE);
  const { boundaries } = period;
  const [from, middle, until] = [boundaries[0]!, boundaries[4]!, boundaries.at(-1)!];
  // Some before and some after the window: they must not count.
  const { provider_id, bookings } = await createBookings(220, from - 20 * 86_400_000, until + 5 * 86_400_000);
  const within = bookings.filter(({ starts_at }) => starts_at >= from && starts_at < until);
  expect(within.length).toBeGreaterThan(100);

  const rows = await reading(provider_id, (tx) => selectWeekNumbers(tx, boundaries, null));
  for (const row of rows) {
    const own = within.filter(
      ({ starts_at, service_id }) =>
        service_id === row.service_id &&
        starts_at >= boundaries[row.week]! &&
        starts_at < boundaries[row.week + 1]!,
    );
    const standing = own.filter(stands);
    const sessions = new Map(
      standing.map(({ starts_at, minutes }) => [`${starts_at} ${minutes}`, minutes] as const),
    );
    expect(row).toMatchObject({
      bookings: standing.length,
      cancelled: own.filter(({ status }) => status === "cancelled").length,
      no_shows: standing.filter(({ no_show }) => no_show).length,
      income_cents: sum(standing.map(({ price_cents }) => price_cents ?? 0)),
      minutes: sum([...sessions.values()]),
    });
  }
  expect(sum(rows.map((row) => row.bookings))).toBe(within.filter(stands).length);

  const periods = await reading(provider_id, (tx) => selectPeriodNumbers(tx, [from, middle, until], null));
  for (const [index, [start, end]] of [
    [from, middle],
    [middle, until],
  ].entries()) {
    const own = bookings.filter((one) => stands(one) && one.starts_at >= start! && one.starts_at < end!);
    const people = [...new Set(own.map(({ customer_id }) => customer_id))];
    const is_new = (id: string) =>
      !bookings.some((one) => stands(one) && one.customer_id === id && one.starts_at < start!);
    const leads = own.map((one) => (one.starts_at - one.created_at) / MINUTE).sort((a, b) => a - b);
    const half = leads.length >> 1;
    const median = leads.length % 2 ? leads[half]! : (leads[half - 1]! + leads[half]!) / 2;
    expect(periods[index]).toEqual({
      period: index,
      new_customers: people.filter(is_new).length,
      returning_customers: people.filter((id) => !is_new(id)).length,
      lead_min: median,
    });
  }

  const busy = await reading(provider_id, (tx) =>
    selectBusyHours(tx, { from, until }, zoneOffsets(ZONE, from, until), null),
  );
  for (const { weekday, hour, bookings: counted } of busy) {
    const own = within.filter(
      (one) =>
        stands(one) &&
        new Date(`${localDate(one.starts_at, ZONE)}T00:00:00Z`).getUTCDay() === weekday % 7 &&
        Math.floor(localMinutes(one.starts_at, ZONE) / 60) === hour,
    );
    expect([weekday, hour, counted]).toEqual([weekday, hour, own.length]);
  }
  expect(sum(busy.map((one) => one.bookings))).toBe(within.filter(stands).length);
});

test("a group's session is one hour of the provider's time, however many came", async () => {
  const { admin } = database;
  const { provider_id, service, keys } = await make.createPractice(admin);
  const during = make.rangeText("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z");
  for (let seat = 0; seat < 5; seat++) await make.createBooking(admin, keys, { during, price_cents: 1000 });
  const { boundaries } = periodOf("2026-11-25", 4, 1, ZONE);
  const rows = await reading(provider_id, (tx) => selectWeekNumbers(tx, boundaries, service.id));
  expect(rows).toMatchObject([{ bookings: 5, minutes: 60, income_cents: 5000 }]);
});

async function signedInAs(provider_id: string, role: "owner" | "manager" | "viewer") {
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, provider_id, id, role);
  return { Cookie: (await signIn(database.admin, id)).cookie };
}

test("page and file over HTTP: odd addresses are the plainest page, formulas are text, a viewer has no file", async () => {
  const now = Date.now();
  const { provider_id, username } = await createBookings(40, now - 14 * 86_400_000, now);
  const headers = await signedInAs(provider_id, "manager");
  const at = `/dashboard/${username}/numbers`;
  for (const query of ["", "?weeks=52", "?weeks=x&service=%00", "?service=nothing", "?weeks=4&weeks=12"]) {
    const { status, text } = await ask(app, `${at}${query}`, { headers });
    expect([query, status]).toEqual([query, 200]);
    expect(text).toContain("Bookings by week");
  }
  const file = await ask(app, `${at}.csv?weeks=12`, { headers });
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(file.headers["content-disposition"]).toContain("attachment");
  expect(file.text).toContain("week,service,bookings,cancelled,no_shows,hours_booked,income,currency\r\n");
  expect(file.text).toContain("'=2+2");
  expect(file.text).not.toMatch(/(^|,)"?=2/m);
  const viewer = await signedInAs(provider_id, "viewer");
  expect((await ask(app, at, { headers: viewer })).status).toBe(200);
  expect((await ask(app, `${at}.csv`, { headers: viewer })).status).toBe(403);
});

test("every query reads the window by its index, whatever else there is", { timeout: 60_000 }, async () => {
  await fillBookings(database.admin, { providers: 200, bookingsEach: 250 });
  const provider_id = filledId("provider 7");
  const boundaries = Array.from({ length: 9 }, (_, week) => FILL_FROM + week * 604_800_000);
  const [from, middle, until] = [boundaries[0]!, boundaries[4]!, boundaries[8]!];
  const queries = await Promise.all([
    statementOf(provider_id, (tx) => selectWeekNumbers(tx, boundaries, null)),
    statementOf(provider_id, (tx) => selectPeriodNumbers(tx, [from, middle, until], null)),
    statementOf(provider_id, (tx) =>
      selectBusyHours(tx, { from: middle, until }, zoneOffsets(ZONE, middle, until), null),
    ),
    statementOf(provider_id, (tx) => selectAbsences(tx, from, until)),
  ]);
  const client = await connect(database.appUrl);
  try {
    for (const query of queries) {
      const nodes = await explain(client, query, "json");
      expect([query.name, scannedTables(nodes)]).toEqual([query.name, []]);
      expect(wastedRows(nodes), query.name).toBeLessThan(20);
    }
  } finally {
    await client.end();
  }
});

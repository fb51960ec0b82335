/** The plans of the pages' queries on 50,000 bookings; bin/explain.ts shows the three hot ones on a million. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { selectBookingEventsSince, selectNextBookings } from "#db/agenda.ts";
import { selectOptionalLatestChange } from "#db/audit_events.ts";
import * as blocked from "#db/blocked_times.ts";
import * as bookings from "#db/bookings.ts";
import * as calendar from "#db/calendar.ts";
import { selectFailingSources } from "#db/calendar_sources.ts";
import { selectNamedBusyTimes } from "#db/external_busy_times.ts";
import * as holidays from "#db/holidays.ts";
import { selectOptionalProviderId, selectProvider } from "#db/providers.ts";
import * as reservations from "#db/reservations.ts";
import * as schedules from "#db/schedules.ts";
import * as services from "#db/services.ts";
import * as why from "#db/why.ts";
import { FILL_FROM, fillBookings, filledId } from "#tests/support/fill.ts";
import {
  explain,
  hotQueries,
  type PlannedQuery,
  scannedTables,
  statementOf,
  wastedRows,
} from "#tests/support/plans.ts";
import { connect, testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const N = 7;
const [from, until] = [FILL_FROM, FILL_FROM + 31 * 86_400_000];
const provider_id = filledId(`provider ${N}`);
const [service, booking, schedule] = [`service ${N} 1`, `booking ${N} 0`, `schedule ${N}`].map(filledId) as [
  string,
  string,
  string,
];
let app: pg.Client;

beforeAll(async () => {
  await fillBookings(database.admin, { providers: 1000, bookingsEach: 50 });
  app = await connect(database.appUrl);
});
afterAll(async () => app?.end());

/** No table from end to end, and not all of a provider's rows (50 bookings each) where a key names the one. */
const faults = async (queries: PlannedQuery[]) => {
  const found: Record<string, unknown> = {};
  for (const query of queries) {
    const nodes = await explain(app, query, "json");
    const scanned = scannedTables(nodes);
    if (scanned.length > 0) found[query.name] = scanned;
    // A window also reads the three days before it (15 rows here), because a row may reach into it; one service's
    // sessions are picked from the window of all three.
    if (wastedRows(nodes) > (query.name === "selectCountedSessions" ? 120 : 20)) found[query.name] = nodes;
  }
  return found;
};

test("the fill is what it says", async () => {
  const { rows } = await database.admin.query(`
    select (select count(*)::int from bookings) as bookings, (select count(*)::int from reservations) as reservations`);
  expect(rows).toEqual([{ bookings: 50_000, reservations: 50_000 }]);
  expect(
    (
      await database.admin.query("select from bookings where id = $1 and provider_id = $2", [
        booking,
        provider_id,
      ])
    ).rowCount,
  ).toBe(1);
});

test("the three hot queries read by index", async () => {
  const queries = await hotQueries(N);
  expect(queries.map(({ name }) => name)).toEqual(["selectOccupiedInRange", "selectAgenda", "insertBooking"]);
  expect(await faults(queries)).toEqual({});
});

test("every other query of the pages reads by index too", async () => {
  const hash = Buffer.alloc(32);
  const of = (verb: Parameters<typeof statementOf>[1]) => statementOf(provider_id, verb);
  const queries = await Promise.all([
    of((tx) => selectOptionalProviderId(tx as never, "filled-7")),
    of((tx) => selectProvider(tx)),
    of((tx) => services.selectOptionalServiceBySlug(tx, "service-1")),
    of((tx) => services.selectServiceById(tx, service)),
    of((tx) => services.selectPublicServices(tx)),
    of((tx) => services.selectQuestionsOfService(tx, service)),
    of((tx) => schedules.selectOptionalScheduleRules(tx, null, "2030-01-01", "2030-02-01")),
    of((tx) => schedules.selectOptionalScheduleRules(tx, schedule, "2030-01-01", "2030-02-01")),
    of((tx) => schedules.selectBlockedInRange(tx, schedule, from, until)),
    of((tx) => calendar.selectCalendarSchedules(tx, "2030-01-01", "2030-02-01")),
    of((tx) => calendar.selectBlockedInCalendar(tx, from, until)),
    of((tx) => calendar.selectCalendarSessions(tx, from, until)),
    of((tx) => calendar.selectGuests(tx, filledId(`session ${booking}`))),
    of((tx) => blocked.selectComingBlockedTimes(tx, from, 100)),
    of((tx) => blocked.selectPastBlockedTimes(tx, { ends_at: until, id: booking }, 20)),
    of((tx) => blocked.selectOptionalBlockedTime(tx, booking)),
    of((tx) => blocked.selectBlockedTimesTouching(tx, schedule, from, until)),
    of((tx) => blocked.selectPublicAbsences(tx, from, until)),
    of((tx) =>
      blocked.selectBookingsIn(tx, { schedule_id: null, starts_at: from, ends_at: until }, from, 50),
    ),
    of((tx) => selectNamedBusyTimes(tx, from, until, 1000)),
    of((tx) => selectFailingSources(tx, from)),
    of((tx) => holidays.selectHolidays(tx, "2030-01-01", "2032-01-01")),
    of((tx) => why.selectTakers(tx, from, until)),
    of((tx) => why.selectDayChange(tx, schedule, "2030-01-01")),
    of((tx) => bookings.selectOptionalBookingById(tx, booking)),
    of((tx) => bookings.selectOptionalBookingByToken(tx, hash)),
    of((tx) => bookings.selectOptionalBookingByKey(tx, "some-form-key")),
    of((tx) => bookings.selectPendingBookings(tx)),
    of((tx) => selectNextBookings(tx, from + 5 * 86_400_000, 20)),
    of((tx) =>
      bookings.updateBooking(tx, { id: booking, version: 1, now: from, starts_at: from, ends_at: until }),
    ),
    of((tx) => reservations.selectCountedSessions(tx, service, from, until, null)),
    of((tx) => reservations.selectTakenSeats(tx, booking)),
    of((tx) => reservations.selectOptionalReservationOfBooking(tx, booking)),
    of((tx) => reservations.deleteReservation(tx, booking)),
  ]);
  expect(await faults(queries)).toEqual({});
});

test("what others did since yesterday is found by its id, and nothing older is read", async () => {
  const { admin } = database;
  // Ids as UUIDs v7 are: the milliseconds first. 200 lines a provider, one each hour.
  await admin.query(
    `insert into audit_events (provider_id, id, booking_id, action, actor, at)
     select b.provider_id, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000'
       || '8' || substr(md5(b.id::text || n), 1, 15))::uuid, b.id, 'booking.booked', 'customer', at
     from bookings b, generate_series(1, 4) n, lateral (select $1::timestamptz
       - n * interval '50 hours' - abs(hashtext(b.id::text)) % 50 * interval '1 hour' as at) x`,
    [new Date(from).toISOString()],
  );
  await admin.query("analyze audit_events");
  const queries = [
    await statementOf(provider_id, (tx) => selectBookingEventsSince(tx, from - 3 * 86_400_000, 200)),
    await statementOf(provider_id, (tx) => selectOptionalLatestChange(tx)),
  ];
  // There are no accounts here: reading that table from end to end reads nothing.
  expect(await faults(queries)).toEqual({ selectBookingEventsSince: ["accounts"] });
  const nodes = await explain(app, queries[0]!, "json");
  expect(nodes.map((node) => node["Index Cond"] ?? "").join("\n")).toMatch(/id >= /);
});

// Under row-level security only leakproof operators may meet an index before the policy has spoken (docs/explain.md).
test("the window of the busy times is in the index condition, not a filter over all years", async () => {
  // Two of the ten days that a provider has bookings on: with all of them any index would do.
  const busy = await statementOf(provider_id, (tx) =>
    reservations.selectOccupiedInRange(tx, from + 5 * 86_400_000, from + 7 * 86_400_000),
  );
  const nodes = await explain(app, busy, "json");
  const conditions = nodes.map((node) => node["Index Cond"] ?? "");
  expect(conditions.join("\n")).toMatch(/occupied_from < .*occupied_from > /);
});

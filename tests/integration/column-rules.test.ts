/** Each column of each table: what its constraint refuses, by name, and what stands at the edge and is taken. */
import { beforeAll, expect, test } from "vitest";
import { constraintOf } from "#db/errors.ts";
import { COLUMN_RULES } from "#tests/support/column-rules.ts";
import * as make from "#tests/support/factories.ts";
import { createFeedRow } from "#tests/support/feeds.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";

const database = testDatabase();
type Values = Record<string, unknown>;
const makers: Record<string, (values: Values) => Promise<unknown>> = {};

beforeAll(async () => {
  const { admin } = database;
  const { provider_id, schedule, service, customer, keys } = await make.createPractice(admin);
  const booking = await make.createBooking(admin, keys);
  const account = await createAccount(admin);
  const ofService = { provider_id, service_id: service.id };
  const insert = (table: string, row: Values) => (values: Values) =>
    make.insertRow(admin, table, { ...row, ...values });
  Object.assign(makers, {
    providers: (values) => make.createProvider(admin, values),
    schedules: (values) => make.createSchedule(admin, provider_id, values),
    weekly_hours: insert("weekly_hours", {
      ...{ provider_id, schedule_id: schedule.id },
      ...{ weekday: 7, starts_min: 600, ends_min: 700 },
    }),
    date_overrides: (values) => make.createOverride(admin, provider_id, schedule.id, "2030-03-01", values),
    blocked_times: (values) => make.createBlockedTime(admin, provider_id, "[2030-01-01,2030-01-02)", values),
    calendar_sources: (values) => make.createCalendarSource(admin, provider_id, values),
    external_busy_times: async (values) => {
      const { id } = await make.createCalendarSource(admin, provider_id);
      const during = make.rangeText("2030-01-01", "2030-01-02");
      return make.insertRow(admin, "external_busy_times", { provider_id, source_id: id, during, ...values });
    },
    services: (values) => make.createService(admin, provider_id, { ...values, durations: [] }),
    service_durations: insert("service_durations", { ...ofService, duration_min: 45 }),
    service_questions: (values) => make.createQuestion(admin, provider_id, service.id, values),
    customers: (values) => make.createCustomer(admin, provider_id, values),
    customer_tags: insert("customer_tags", { provider_id, customer_id: customer.id, tag: "regular" }),
    holidays: insert("holidays", { provider_id, date: "2030-12-25", name: "Christmas Day" }),
    bookings: (values) => make.createBooking(admin, keys, values),
    reservations: (values) =>
      make.createReservation(admin, { ...ofService, booking_id: booking.id }, booking.during, values),
    audit_events: insert("audit_events", {
      ...{ provider_id, id: make.uuid(), booking_id: booking.id },
      ...{ action: "booking.made", actor: "system", at: "2030-01-01" },
    }),
    deliveries: insert("deliveries", {
      ...{ provider_id, id: make.uuid(), kind: "new", recipient: "customer", once: "one" },
      ...{ booking_id: booking.id, booking_version: 1, due_at: "2030-01-01", created_at: "2030-01-01" },
    }),
    account_deliveries: insert("account_deliveries", {
      ...{ id: make.uuid(), kind: "kept", once: "one", due_at: "2030-01-01", created_at: "2030-01-01" },
    }),
    message_settings: insert("message_settings", { provider_id, kind: "reminder" }),
    message_optouts: insert("message_optouts", { provider_id, recipient_id: customer.id, kind: "agenda" }),
    memberships: insert("memberships", { provider_id, account_id: account.id, role: "owner" }),
    invitations: (values) => make.createInvitation(admin, provider_id, values),
    calendar_feeds: (values) => createFeedRow(admin, provider_id, values),
    accounts: (values) => createAccount(admin, values),
    identities: insert("identities", {
      ...{ id: make.uuid(), account_id: account.id, issuer: "https://issuer.example.org", subject: "1" },
    }),
    sessions: insert("sessions", {
      ...{ id: make.uuid(), account_id: account.id, method: "password" },
      ...{ created_at: "2030-01-01", last_seen_at: "2030-01-01", expires_at: "2030-02-01" },
    }),
    verification_tokens: insert("verification_tokens", {
      ...{ id: make.uuid(), purpose: "sign_up", email: "ada@example.org", token_hash: Buffer.alloc(32, 7) },
      ...{ expires_at: "2030-01-02", created_at: "2030-01-01" },
    }),
    account_events: insert("account_events", {
      ...{ id: make.uuid(), account_id: account.id, action: "account.signed_in", at: "2030-01-01" },
    }),
    rate_limits: insert("rate_limits", { key: "one" }),
    worker_heartbeats: insert("worker_heartbeats", { worker_id: "pool-1", fresh_until: "2035-01-01" }),
  } satisfies typeof makers);
});

/** Inserts and takes it back; the name of the constraint that refused, null when none did. */
async function refusedBy(table: string, values: Values): Promise<string | null> {
  const { admin } = database;
  await admin.query("begin");
  try {
    await makers[table]!(values);
    await admin.query("set constraints all immediate");
    return null;
  } catch (error) {
    const name = constraintOf(error);
    if (name === null) throw error;
    return name;
  } finally {
    await admin.query("rollback");
  }
}

test.each(COLUMN_RULES)("$constraint: $column", async ({ table, constraint, column, bad, good, beside }) => {
  const outcomes = async (values: unknown[]) => {
    const seen: [unknown, string | null][] = [];
    for (const value of values) seen.push([value, await refusedBy(table, { ...beside, [column]: value })]);
    return seen;
  };
  expect(await outcomes(bad)).toEqual(bad.map((value) => [value, constraint]));
  expect(await outcomes(good)).toEqual(good.map((value) => [value, null]));
});

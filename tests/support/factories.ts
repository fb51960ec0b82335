/**
 * Rows for tests, each valid as it stands; pass only what the test is about. Written through the given connection:
 * with `database.admin` they skip row-level security, never the constraints. Times are ISO 8601 texts in UTC.
 */
import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { v7 as uuid } from "uuid";

export { uuid };

type Values = Record<string, unknown>;

const JSON_COLUMNS = new Set(["answers", "details", "links", "warnings"]);

/** A literal for a jsonb column; node-postgres would send an array as a PostgreSQL array. */
const encode = (column: string, value: unknown): unknown =>
  JSON_COLUMNS.has(column) && typeof value !== "string" ? JSON.stringify(value) : value;

const insertion = (table: string, row: Values, firstSlot = 0): { text: string; values: unknown[] } => {
  const columns = Object.keys(row);
  const names = columns.map((column) => `"${column}"`).join(", ");
  const slots = columns.map((_, index) => `$${firstSlot + index + 1}`).join(", ");
  const values = columns.map((column) => encode(column, row[column]));
  return { text: `insert into ${table} (${names}) values (${slots})`, values };
};

/** Inserts one row and gives it back as it was sent. */
export async function insertRow<T extends Values>(client: pg.Client, table: string, row: T): Promise<T> {
  const { text, values } = insertion(table, row);
  await client.query(text, values);
  return row;
}

/** `[starts_at, ends_at)` of two ISO texts, as text for a tstzrange column. */
export const rangeText = (starts_at: string, ends_at: string): string => `[${starts_at},${ends_at})`;

/** A provider with its username, in one statement because deferred keys tie the two. */
export async function createProvider(client: pg.Client, values: Values = {}) {
  const id = (values.id as string | undefined) ?? uuid();
  const row = {
    id,
    username: `provider-${id.slice(-12)}`,
    name: "Ada Lovelace",
    time_zone: "Europe/Berlin",
    // Without it the public page says that it is not open yet.
    setup_finished_at: "2026-01-01T00:00:00Z",
    ...values,
  };
  const username = insertion("usernames", { username: row.username, provider_id: id });
  const provider = insertion("providers", row, username.values.length);
  await client.query(`with named as (${username.text}) ${provider.text}`, [
    ...username.values,
    ...provider.values,
  ]);
  return row;
}

export const createSchedule = (client: pg.Client, provider_id: string, values: Values = {}) => {
  const id = uuid();
  const row = { provider_id, id, name: `Schedule ${id.slice(-12)}`, time_zone: "Europe/Berlin", ...values };
  return insertRow(client, "schedules", row as typeof row & { id: string });
};

/** One interval of a weekday (ISO, 1 is Monday), in minutes from midnight; default 09:00–17:00. */
export const createHours = (
  client: pg.Client,
  provider_id: string,
  schedule_id: string,
  weekday: number,
  starts_min = 540,
  ends_min = 1020,
) => insertRow(client, "weekly_hours", { provider_id, schedule_id, weekday, starts_min, ends_min });

export const createOverride = (
  client: pg.Client,
  provider_id: string,
  schedule_id: string,
  date: string,
  values: Values = {},
) => insertRow(client, "date_overrides", { provider_id, schedule_id, id: uuid(), date, ...values });

export const createBlockedTime = (
  client: pg.Client,
  provider_id: string,
  during: string,
  values: Values = {},
) => insertRow(client, "blocked_times", { provider_id, id: uuid(), during, ...values });

/** A calendar elsewhere that was never read; its sealed address opens for nobody unless the test seals one. */
export const createCalendarSource = (client: pg.Client, provider_id: string, values: Values = {}) => {
  const row = {
    ...{ provider_id, id: uuid(), name: "Private", sealed_address: "sealed", host: "calendar.example.org" },
    ...{
      ending: ".ics",
      next_fetch_at: "2030-01-01T00:00:00Z",
      created_at: "2030-01-01T00:00:00Z",
      ...values,
    },
  };
  return insertRow(client, "calendar_sources", row as typeof row & { id: string });
};

/** A service with one length (default 30 minutes, free of charge); `durations` says others. */
export async function createService(client: pg.Client, provider_id: string, values: Values = {}) {
  const { durations = [{ duration_min: 30, price_cents: null }], ...own } = values as Values & {
    durations?: { duration_min: number; price_cents: number | null }[];
  };
  const id = (own.id as string | undefined) ?? uuid();
  const row = {
    provider_id,
    id,
    slug: `service-${id.slice(-12)}`,
    title: "Consultation",
    currency: "EUR",
    place: "in_person",
    ...own,
  };
  await insertRow(client, "services", row);
  for (const duration of durations)
    await insertRow(client, "service_durations", { provider_id, service_id: id, ...duration });
  return row;
}

export const createQuestion = (
  client: pg.Client,
  provider_id: string,
  service_id: string,
  values: Values = {},
) =>
  insertRow(client, "service_questions", {
    provider_id,
    id: uuid(),
    service_id,
    label: "What brings you here?",
    kind: "text",
    ...values,
  });

export const createCustomer = (client: pg.Client, provider_id: string, values: Values = {}) => {
  const id = uuid();
  const row = { provider_id, id, email: `customer-${id.slice(-12)}@example.org`, name: "Grace Hopper" };
  return insertRow(client, "customers", { ...row, ...values } as typeof row);
};

/** A confirmed booking, without a reservation; `during` as rangeText makes it. */
export const createBooking = (
  client: pg.Client,
  keys: { provider_id: string; service_id: string; customer_id: string },
  values: Values = {},
) => {
  const row = {
    ...keys,
    id: uuid(),
    during: rangeText("2030-01-07T09:00:00Z", "2030-01-07T09:30:00Z"),
    status: "confirmed",
    confirmed_at: "2030-01-01T00:00:00Z",
    idempotency_key: randomBytes(12).toString("hex"),
    request_hash: createHash("sha256").update("request").digest(),
    manage_token_hash: randomBytes(32),
    customer_name: "Grace Hopper",
    customer_time_zone: "Europe/Berlin",
    service_title: "Consultation",
    currency: "EUR",
    place: "in_person",
    answers: [] as unknown,
  };
  return insertRow(client, "bookings", { ...row, ...values } as typeof row);
};

/** What a booking takes; a session of its own unless `session_id` says which. */
export const createReservation = (
  client: pg.Client,
  keys: { provider_id: string; service_id: string; booking_id: string },
  occupied: string,
  values: Values = {},
) => {
  const row = { ...keys, id: uuid(), session_id: uuid(), seat: 1, capacity: 1, occupied };
  return insertRow(client, "reservations", { ...row, ...values } as typeof row);
};

/** An open invitation; who invited may be anybody or nobody. */
export const createInvitation = (client: pg.Client, provider_id: string, values: Values = {}) => {
  const id = uuid();
  const row = {
    ...{ provider_id, id, email: `invited-${id.slice(-12)}@example.org`, role: "viewer" },
    ...{
      token_hash: randomBytes(32),
      created_at: "2030-01-01T00:00:00Z",
      expires_at: "2030-01-08T00:00:00Z",
    },
  };
  return insertRow(client, "invitations", { ...row, ...values } as typeof row);
};

/** A provider with a default schedule, Monday to Friday 09:00–17:00, one 30-minute service and one customer. */
export async function createPractice(client: pg.Client, values: Values = {}) {
  const provider = await createProvider(client, values);
  const time_zone = provider.time_zone;
  const schedule = await createSchedule(client, provider.id, { is_default: true, time_zone });
  for (let weekday = 1; weekday <= 5; weekday++) await createHours(client, provider.id, schedule.id, weekday);
  const service = await createService(client, provider.id);
  const customer = await createCustomer(client, provider.id);
  const keys = { provider_id: provider.id, service_id: service.id, customer_id: customer.id };
  return { provider_id: provider.id, provider, schedule, service, customer, keys };
}

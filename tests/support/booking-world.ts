/** A provider with services, for tests of the verbs: a fixed "now", and what stands in the tables. */

import { bookSlot } from "#app/domain/bookings.server.ts";
import type { BookSlotInput } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import { createHours, createProvider, createSchedule, createService } from "./factories.ts";
import type { TestDatabase } from "./postgres.ts";

const SECRETS = ["s".repeat(32)];
/** A Monday, 08:00 in Berlin. */
export const NOW = Date.parse("2030-01-07T07:00:00Z");
export const MINUTE = 60_000;

/** 09:00 in Berlin on that day, and minutes later. */
export const at = (minutes = 0) => Date.parse("2030-01-07T08:00:00Z") + minutes * MINUTE;

/** A provider who works 09:00–17:00 every day, with a service of 30 minutes (and 60) on the half hour. */
export async function createWorld(database: TestDatabase, service: Record<string, unknown> = {}) {
  const provider = await createProvider(database.admin);
  const schedule = await createSchedule(database.admin, provider.id, { is_default: true });
  for (let weekday = 1; weekday <= 7; weekday++)
    await createHours(database.admin, provider.id, schedule.id, weekday);
  const made = await addService(database, provider.id, { slug: "talk", title: "Talk", ...service });
  const row = await reading(provider.id, selectProvider);
  const context = (values: Partial<Context> = {}): Context => ({
    provider: row,
    actor: "customer",
    now: NOW,
    secrets: SECRETS,
    ...values,
  });
  return { id: provider.id, context, service: made, schedule };
}

export const addService = (database: TestDatabase, provider_id: string, values: Record<string, unknown>) =>
  createService(database.admin, provider_id, {
    place: "in_person",
    place_address: "Example Street 1",
    slot_interval_min: 30,
    durations: [
      { duration_min: 30, price_cents: 4500 },
      { duration_min: 60, price_cents: 8000 },
    ],
    ...values,
  });

let keys = 0;

export const request = (
  starts_at: number,
  values: Partial<Omit<BookSlotInput, "customer">> & { customer?: Partial<BookSlotInput["customer"]> } = {},
): BookSlotInput => ({
  starts_at,
  duration_min: 30,
  time_zone: "Europe/Berlin",
  idempotency_key: `verb-key-${++keys}`,
  place: "in_person",
  note: "",
  answers: [],
  ...values,
  customer: { name: "Grace Hopper", email: "grace@example.org", phone: null, ...values.customer },
});

/** Books, and insists on it. */
export async function mustBook(
  context: Context,
  slug: string,
  starts_at: number,
  values: Parameters<typeof request>[1] = {},
) {
  const outcome = await bookSlot(context, slug, request(starts_at, values));
  if (!outcome.ok) throw new Error(`Not booked: ${outcome.reason}`);
  return outcome;
}

/** What stands in the tables about a booking, as the superuser sees it. */
export async function stateOf({ admin }: TestDatabase, booking_id: string) {
  const { rows } = await admin.query(
    `select b.*, lower(b.during) as starts, upper(b.during) as ends,
       (select count(*)::int from reservations r where r.booking_id = b.id) as reservations,
       (select json_build_object('from', extract(epoch from lower(r.occupied)) * 1000,
                                 'until', extract(epoch from upper(r.occupied)) * 1000,
                                 'seat', r.seat, 'session_id', r.session_id, 'id', r.id)
        from reservations r where r.booking_id = b.id) as taken,
       (select coalesce(json_agg(a.action order by a.at, a.id), '[]') from audit_events a where a.booking_id = b.id) as history,
       (select coalesce(json_agg(j.payload ->> 'event' || ' ' || (j.payload ->> 'version') order by j.id), '[]')
        from graphile_worker._private_jobs j where j.payload ->> 'booking_id' = b.id::text) as jobs
     from bookings b where b.id = $1`,
    [booking_id],
  );
  const row = rows[0];
  return row && { ...row, starts_at: row.starts.getTime(), ends_at: row.ends.getTime() };
}

/** Everything that a refused verb must not have touched. */
export async function countsOf({ admin }: TestDatabase, provider_id: string) {
  const { rows } = await admin.query(
    `select (select count(*)::int from bookings where provider_id = $1) as bookings,
       (select count(*)::int from reservations where provider_id = $1) as reservations,
       (select count(*)::int from customers where provider_id = $1) as customers,
       (select count(*)::int from audit_events where provider_id = $1) as events,
       (select count(*)::int from graphile_worker._private_jobs where payload ->> 'provider_id' = $1::text) as jobs`,
    [provider_id],
  );
  return rows[0];
}

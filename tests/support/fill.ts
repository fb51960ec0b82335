/** Fills a database with many providers and bookings, in SQL: for EXPLAIN, the benchmark and races on a filled table. */
import { createHash } from "node:crypto";
import type pg from "pg";

/** The first day on which anything is booked, 00:00 UTC; five bookings a day and provider from there on. */
export const FILL_FROM = Date.UTC(2030, 0, 1);

/** An id as fillBookings makes it, out of a name: "provider 7", "service 7 1", "booking 7 0" (counted from 0). */
export const filledId = (name: string): string =>
  createHash("md5")
    .update(name)
    .digest("hex")
    // The digits of version 4 and of the variant, where they belong: rows of the application are parsed strictly.
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");

export type FillSize = { providers: number; bookingsEach: number };

/**
 * `providers` providers with a schedule, three services, 50 customers, absences and `bookingsEach` confirmed bookings
 * each: an hour, a buffer of 15 minutes after it, five a day. Needs a superuser: foreign keys are not checked while it
 * writes, all other constraints are. Vacuums and analyzes at the end. 50,000 bookings take 5 seconds, a million 3 minutes.
 */
export async function fillBookings(admin: pg.Client, { providers, bookingsEach }: FillSize): Promise<void> {
  const from = new Date(FILL_FROM).toISOString();
  const statements = [
    "set session_replication_role = replica",
    `create function pg_temp.id(name text) returns uuid language sql immutable return
       overlay(overlay(md5(name) placing '4' from 13) placing '8' from 17)::uuid`,
    `create temp table filled as
       select n, pg_temp.id('provider ' || n) as provider_id from generate_series(1, ${providers}) n`,
    `insert into providers (id, username, name, time_zone, setup_finished_at)
       select provider_id, 'filled-' || n, 'Provider ' || n, 'Europe/Berlin', now() from filled`,
    "insert into usernames (username, provider_id) select 'filled-' || n, provider_id from filled",
    `insert into schedules (provider_id, id, name, time_zone, is_default)
       select provider_id, pg_temp.id('schedule ' || n), 'Hours', 'Europe/Berlin', true from filled`,
    `insert into weekly_hours (provider_id, schedule_id, weekday, starts_min, ends_min)
       select provider_id, pg_temp.id('schedule ' || n), weekday, 540, 1080 from filled, generate_series(1, 5) weekday`,
    `insert into services (provider_id, id, slug, title, currency, place, buffer_after_min)
       select provider_id, pg_temp.id('service ' || n || ' ' || s), 'service-' || s, 'Service ' || s, 'EUR',
         'in_person', 15 from filled, generate_series(1, 3) s`,
    `insert into service_durations (provider_id, service_id, duration_min, price_cents)
       select s.provider_id, s.id, 60, 5000 from services s join filled using (provider_id)`,
    `insert into service_questions (provider_id, id, service_id, label, kind)
       select s.provider_id, pg_temp.id('question ' || s.id), s.id, 'Anything we should know?', 'long_text'
       from services s join filled using (provider_id)`,
    `insert into date_overrides (provider_id, schedule_id, id, date)
       select provider_id, pg_temp.id('schedule ' || n), pg_temp.id('override ' || n || ' ' || d), date '2030-12-24' + d
       from filled, generate_series(0, 2) d`,
    `insert into blocked_times (provider_id, id, during)
       select provider_id, pg_temp.id('blocked ' || n || ' ' || d), tstzrange(day, day + interval '14 days')
       from filled, generate_series(1, 3) d, lateral (select timestamptz '2031-01-01 00:00Z' + d * interval '60 days' as day) x`,
    `insert into calendar_sources (provider_id, id, name, sealed_address, host, ending, next_fetch_at, created_at)
       select provider_id, pg_temp.id('calendar ' || n), 'Private', 'sealed', 'example.org', '.ics', now(), now() from filled`,
    // Two an evening for two months, when nobody works.
    `insert into external_busy_times (provider_id, source_id, during)
       select provider_id, pg_temp.id('calendar ' || n), tstzrange(at, at + interval '30 minutes')
       from filled, generate_series(0, 119) d, lateral (
         select timestamptz '${from}' + d / 2 * interval '1 day' + interval '21 hours' + d % 2 * interval '45 minutes' as at) x`,
    `insert into holidays (provider_id, date, name)
       select provider_id, date '2031-01-01' + d * 30, 'Holiday ' || d from filled, generate_series(1, 20) d`,
    `insert into customers (provider_id, id, email, name)
       select provider_id, pg_temp.id('customer ' || n || ' ' || c), 'customer-' || c || '@example.org', 'Customer ' || c
       from filled, generate_series(1, 50) c`,
    `create temp table filled_bookings as
       select n, b, provider_id, pg_temp.id('booking ' || n || ' ' || b) as id,
         pg_temp.id('service ' || n || ' ' || 1 + b % 3) as service_id,
         timestamptz '${from}' + b / 5 * interval '1 day' + interval '9 hours' + b % 5 * interval '90 minutes' as starts_at
       from filled, generate_series(0, ${bookingsEach - 1}) b`,
    `insert into bookings (provider_id, id, service_id, customer_id, during, status, confirmed_at, idempotency_key,
         request_hash, manage_token_hash, customer_name, customer_time_zone, service_title, price_cents, currency, place)
       select provider_id, id, service_id, pg_temp.id('customer ' || n || ' ' || 1 + b % 50),
         tstzrange(starts_at, starts_at + interval '1 hour'), 'confirmed', starts_at - interval '7 days', id::text,
         sha256(id::text::bytea), sha256(('token ' || id)::bytea), 'Customer ' || 1 + b % 50, 'Europe/Berlin',
         'Service ' || 1 + b % 3, 5000, 'EUR', 'in_person' from filled_bookings`,
    `insert into reservations (provider_id, id, booking_id, service_id, session_id, occupied)
       select provider_id, pg_temp.id('reservation ' || n || ' ' || b), id, service_id, pg_temp.id('session ' || id),
         tstzrange(starts_at, starts_at + interval '75 minutes') from filled_bookings`,
    "drop table filled, filled_bookings",
    "set session_replication_role = origin",
    "vacuum (analyze)",
  ];
  for (const statement of statements) await admin.query(statement);
}

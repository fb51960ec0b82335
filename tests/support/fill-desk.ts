/** One provider with much behind them and one with little, both as busy these days, for the pages of the desk. */
import type pg from "pg";
import { filledId } from "#tests/support/fill.ts";

export type DeskSize = { name: string; bookings: number; customers: number };

/** Five bookings a day, the last of them ten days ahead, the others before it. */
const A_DAY = 5;
const AHEAD_DAYS = 10;

/**
 * Adds a provider `filled-<name>` in UTC with one service and an owner's membership. Needs a superuser: foreign keys are not
 * checked while it writes, all other constraints are.
 * @returns the ids that pages ask for
 */
export async function fillDesk(
  admin: pg.Client,
  { name, bookings, customers }: DeskSize,
  account_id: string,
  now: number,
) {
  const id = (what: string) => filledId(`${name} ${what}`);
  const provider_id = id("provider");
  const day = new Date(Math.floor(now / 86_400_000) * 86_400_000 + AHEAD_DAYS * 86_400_000).toISOString();
  const statements = [
    "set session_replication_role = replica",
    `create or replace function pg_temp.id(name text) returns uuid language sql immutable return
       overlay(overlay(md5(name) placing '4' from 13) placing '8' from 17)::uuid`,
    `insert into providers (id, username, name, time_zone, setup_finished_at)
       values ('${provider_id}', 'filled-${name}', 'Provider ${name}', 'UTC', now())`,
    `insert into usernames (username, provider_id) values ('filled-${name}', '${provider_id}')`,
    `insert into memberships (provider_id, account_id, role) values ('${provider_id}', '${account_id}', 'owner')`,
    `insert into schedules (provider_id, id, name, time_zone, is_default)
       values ('${provider_id}', '${id("schedule")}', 'Hours', 'UTC', true)`,
    `insert into weekly_hours (provider_id, schedule_id, weekday, starts_min, ends_min)
       select '${provider_id}', '${id("schedule")}', weekday, 540, 1080 from generate_series(1, 7) weekday`,
    `insert into services (provider_id, id, slug, title, currency, place)
       values ('${provider_id}', '${id("service")}', 'lesson', 'Lesson', 'EUR', 'in_person')`,
    `insert into service_durations (provider_id, service_id, duration_min, price_cents)
       values ('${provider_id}', '${id("service")}', 60, 5000)`,
    `insert into customers (provider_id, id, email, name, phone)
       select '${provider_id}', pg_temp.id('${name} customer ' || c), 'customer-' || c || '@example.org',
         'Customer ' || c || ' Name' || c % 977, '+49 30 ' || 100000 + c from generate_series(1, ${customers}) c`,
    `create temp table desk_bookings as select b, pg_temp.id('${name} booking ' || b) as id,
         timestamptz '${day}' - b / ${A_DAY} * interval '1 day' + interval '9 hours'
           + b % ${A_DAY} * interval '90 minutes' as starts_at,
         case b % 10 when 3 then 'cancelled' when 7 then 'pending' else 'confirmed' end as status
       from generate_series(0, ${bookings - 1}) b`,
    // What is long past waits for nobody any more.
    `update desk_bookings set status = 'confirmed' where status = 'pending' and b > 100`,
    `insert into bookings (provider_id, id, service_id, customer_id, during, status, confirmed_at, cancelled_at,
         cancelled_by, idempotency_key, request_hash, manage_token_hash, customer_name, customer_time_zone, service_title,
         price_cents, currency, place, created_at)
       select '${provider_id}', id, '${id("service")}', pg_temp.id('${name} customer ' || 1 + b % ${customers}),
         tstzrange(starts_at, starts_at + interval '1 hour'), status, case status when 'confirmed' then starts_at end,
         case status when 'cancelled' then starts_at end, case status when 'cancelled' then 'customer' end, id::text,
         sha256(id::text::bytea), sha256(('token ' || id)::bytea), 'Customer ' || 1 + b % ${customers}, 'UTC', 'Lesson',
         5000, 'EUR', 'in_person', starts_at - interval '6 days' from desk_bookings`,
    `insert into reservations (provider_id, id, booking_id, service_id, session_id, occupied)
       select '${provider_id}', pg_temp.id('${name} reservation ' || b), id, '${id("service")}',
         pg_temp.id('session ' || id), tstzrange(starts_at, starts_at + interval '1 hour')
       from desk_bookings where status <> 'cancelled'`,
    "drop table desk_bookings",
    "set session_replication_role = origin",
  ];
  for (const statement of statements) await admin.query(statement);
  return {
    username: `filled-${name}`,
    provider_id,
    booking_id: id(`booking ${A_DAY * AHEAD_DAYS}`),
    customer_id: id(`customer ${1 + ((A_DAY * AHEAD_DAYS) % customers)}`),
    service_id: id("service"),
    schedule_id: id("schedule"),
  };
}

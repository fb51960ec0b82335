/** Who takes part in a race: a fresh provider for each round, and the forms that people send. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { SECRET, type Sent } from "#tests/races/apps.ts";
import * as make from "#tests/support/factories.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** A Monday, 00:00 UTC, two to three weeks from now: the web processes go by the real clock. */
export const MONDAY = (() => {
  const today = Math.floor(Date.now() / DAY);
  // Day 0 of the epoch was a Thursday.
  return (today + 21 - ((today + 3) % 7)) * DAY;
})();

export type Service = { id: string; slug: string; duration_min: number };
export type Provider = {
  id: string;
  username: string;
  services: Service[];
  /** Of a member who is signed in and may answer requests. */
  cookie: string;
};
type ServiceValues = Record<string, unknown> & { duration_min?: number };

/** A provider who works around the clock in UTC, so that a race says its times in plain numbers. */
export async function createWorld(admin: pg.Client, services: ServiceValues[]): Promise<Provider> {
  const time_zone = "UTC";
  const provider = await make.createProvider(admin, { time_zone });
  const schedule = await make.createSchedule(admin, provider.id, { is_default: true, time_zone });
  for (let weekday = 1; weekday <= 7; weekday++)
    await make.createHours(admin, provider.id, schedule.id, weekday, 0, 1440);
  const made: Service[] = [];
  for (const { duration_min = 30, ...values } of services) {
    const durations = [{ duration_min, price_cents: null }];
    const service = await make.createService(admin, provider.id, { ...values, durations });
    made.push({ id: service.id, slug: service.slug, duration_min });
  }
  const account = await createAccount(admin);
  await createMembership(admin, provider.id, account.id, "manager");
  const { cookie } = await signIn(admin, account.id, { secret: SECRET, https: false });
  return { id: provider.id, username: provider.username, services: made, cookie };
}

/**
 * Takes everything of the earlier rounds away, so that the next one meets empty tables. First it lets every transaction
 * of theirs end: one that was answered 503 for its slowness may still be at work, and would deadlock with the TRUNCATE.
 */
export async function emptyTables(admin: pg.Client): Promise<void> {
  await admin.query("delete from graphile_worker._private_jobs where locked_at is null");
  await admin.query(`do $$ begin
    while exists (select from pg_stat_activity
                  where datname = current_database() and usename = 'daybook_app' and xact_start is not null) loop
      perform pg_sleep(0.01), pg_stat_clear_snapshot();
    end loop; end $$`);
  // In the order in which a job reads them: it may begin at any moment, and TRUNCATE locks one after the other.
  await admin.query(`truncate bookings, customers, reservations, audit_events, services, schedules, providers, usernames,
    accounts cascade`);
}

let people = 0;

/** What a person sends from the details page. */
export function bookForm(
  provider: Provider,
  service: Service,
  starts_at: number,
  values: Record<string, string | number> = {},
): Sent {
  const n = ++people;
  const start = new Date(starts_at).toISOString();
  const [duration, tz] = [String(service.duration_min), "Europe/Berlin"];
  return {
    app: n,
    // The page's own address, with the choice in it: that is where its form is sent to.
    path: `/book/${provider.username}/${service.slug}/details?${new URLSearchParams({ start, duration, tz })}`,
    fields: {
      start,
      duration,
      tz,
      idempotency_key: randomBytes(12).toString("base64url"),
      name: `Person ${n}`,
      email: `person-${n}@example.org`,
      note: "See you then",
      ...values,
    },
  };
}

/** `count` people, each with a start of their own from `startOf`. */
export const crowd = (
  provider: Provider,
  service: Service,
  count: number,
  startOf: (index: number) => number,
): Sent[] => Array.from({ length: count }, (_, index) => bookForm(provider, service, startOf(index)));

/** `page` is the booking's own address, as the answer to the booking gave it. */
export const cancelForm = (page: string, version: number, app: number): Sent => ({
  app,
  path: `${page}/cancellation`,
  fields: { version, reason: "" },
});

export const moveForm = (page: string, version: number, starts_at: number, app: number): Sent => ({
  app,
  path: `${page}/time`,
  fields: { version, start: new Date(starts_at).toISOString() },
});

export const answerForm = (
  provider: Provider,
  booking_id: string,
  answer: "approval" | "decline",
  app: number,
): Sent => ({
  app,
  path: `/dashboard/${provider.username}/bookings/${booking_id}/${answer}`,
  fields: { version: 1, reason: "" },
  cookie: provider.cookie,
});

/** Shuffled, so that no order of sending decides a race. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

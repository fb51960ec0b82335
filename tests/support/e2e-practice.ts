/** Providers for the browser tests, written straight into the database: open soon, every day, and nobody else's. */
import type pg from "pg";
import { addDays, localDate } from "#app/domain/zones.ts";
import { instantOf } from "#db/seed/calendar.ts";
import {
  createHours,
  createProvider,
  createQuestion,
  createSchedule,
  createService,
} from "#tests/support/factories.ts";

type Values = Record<string, unknown>;

export type PracticeValues = {
  provider?: Values;
  /** Columns of the service, and its `durations`. */
  service?: Values;
  questions?: Values[];
  /** Minutes from midnight, the same each day. */
  hours?: [from: number, to: number];
};

export type Practice = {
  provider_id: string;
  service_id: string;
  username: string;
  /** The service's calendar. */
  path: string;
  /** Its nth bookable day, "YYYY-MM-DD". */
  day: (n?: number) => string;
  /** The calendar on that day. */
  on: (n?: number) => string;
  /** Its nth time (each half hour) of the nth bookable day. */
  start: (nth?: number, day?: number) => string;
};

export async function createPractice(client: pg.Client, values: PracticeValues = {}): Promise<Practice> {
  const { provider: own = {}, service: offered = {}, questions = [], hours = [540, 1020] } = values;
  const provider = await createProvider(client, {
    phone: "+49 30 1234567",
    email: "ada@example.org",
    ...own,
  });
  const { time_zone } = provider;
  const schedule = await createSchedule(client, provider.id, {
    name: "Working hours",
    is_default: true,
    time_zone,
  });
  for (let weekday = 1; weekday <= 7; weekday++) {
    await createHours(client, provider.id, schedule.id, weekday, ...hours);
  }
  // A fixed first day: "now and some minutes" would be another time when the form is sent than when it was shown.
  const first = addDays(localDate(Date.now(), time_zone), 2);
  const service = await createService(client, provider.id, {
    place_address: "Example Street 1",
    bookable_from: first,
    ...offered,
  });
  for (const [position, question] of questions.entries()) {
    await createQuestion(client, provider.id, service.id, { position, ...question });
  }
  const { username } = provider;
  const path = `/book/${username}/${service.slug}`;
  const day = (n = 0) => addDays(first, n);
  const on = (n = 0) => `${path}?date=${day(n)}`;
  const start = (nth = 0, n = 0) => new Date(instantOf(day(n), hours[0] + nth * 30, time_zone)).toISOString();
  return { provider_id: provider.id, service_id: service.id, username, path, day, on, start };
}

/** How many bookings of this provider the database has, whatever any page says. */
export async function countBookings(client: pg.Client, { provider_id }: Practice): Promise<number> {
  const { rows } = await client.query(
    "select count(*)::int as n from bookings where provider_id = $1 and status in ('confirmed', 'pending')",
    [provider_id],
  );
  return rows[0].n;
}

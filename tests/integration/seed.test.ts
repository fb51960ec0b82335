/** The demo data obey the rules that everybody else's bookings obey, whatever day it is. */
import { describe, expect, test } from "vitest";
import { loadAvailability } from "#app/domain/availability.server.ts";
import { explainSlot } from "#app/domain/availability.ts";
import type { Context } from "#app/domain/context.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { selectProvider } from "#db/providers.ts";
import {
  DEMO_ACCOUNT,
  DEMO_PROVIDERS,
  isEmpty,
  readDemoAccount,
  seedDemo,
  seedDemoAccount,
} from "#db/seed.ts";
import { selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const DAY = 86_400_000;

/** Days before and amid clock changes of Berlin, New York and Auckland, and an ordinary one. */
const NOWS = ["2026-11-22T10:10:00Z", "2027-03-20T23:30:00Z", "2027-09-20T12:00:00Z", "2028-02-29T11:59:59Z"];

type Booking = {
  id: string;
  service_id: string;
  starts_at: number;
  ends_at: number;
  created_at: number;
  status: string;
};

const bookingsOf = async (username: string): Promise<Booking[]> =>
  (
    await database.admin.query<Booking>(
      `select b.id, b.service_id, status, extract(epoch from lower(during))::float * 1000 as starts_at,
         extract(epoch from upper(during))::float * 1000 as ends_at, extract(epoch from b.created_at)::float * 1000 as created_at
       from bookings b join usernames using (provider_id) where username = $1`,
      [username],
    )
  ).rows;

/** Bookings that could not have been made when they say they were, each with the reason. */
const impossible = async (username: string, sample: number): Promise<unknown[]> => {
  const { rows } = await database.admin.query("select provider_id from usernames where username = $1", [
    username,
  ]);
  const live = (await bookingsOf(username)).filter(({ status }) => ["confirmed", "pending"].includes(status));
  expect(live.length).toBeGreaterThan(60);
  return reading(rows[0].provider_id, async (tx) => {
    const provider = await selectProvider(tx);
    const found: unknown[] = [];
    for (const [index, { id, service_id, starts_at, ends_at, created_at }] of live.entries()) {
      if (index % sample !== 0) continue;
      const context: Context = { provider, actor: "customer", now: created_at, secrets: [] };
      const day = localDate(starts_at, provider.time_zone);
      const availability = await loadAvailability(tx, context, {
        service: await selectServiceById(tx, service_id),
        duration_min: (ends_at - starts_at) / 60_000,
        window: { from_date: addDays(day, -1), to_date: addDays(day, 1) },
        with_occupied: true,
        except_booking: { id },
      });
      const verdict = explainSlot(availability!, starts_at);
      if (!verdict.offered) found.push({ service_id, at: new Date(starts_at).toISOString(), verdict });
    }
    return found;
  });
};

describe.each(NOWS)("at %s", (at) => {
  const now = Date.parse(at);

  test("fills an empty database, once", async () => {
    await database.admin.query("delete from providers");
    expect(await isEmpty(database.appUrl)).toBe(true);
    const first = await seedDemo(database.appUrl, { now });
    expect(first.providers.map(({ username }) => username)).toEqual([
      "lena-hartmann",
      "riverside-physio",
      "harbour-yoga",
    ]);
    expect(first.bookings).toBeGreaterThan(300);
    expect(await isEmpty(database.appUrl)).toBe(false);
    expect((await seedDemo(database.appUrl, { now: now + 3 * DAY })).bookings).toBe(0);
    expect((await database.admin.query("select from bookings")).rowCount).toBe(first.bookings);
  });

  test("what lives has its time, what is over has none, and every booking its history", async () => {
    const { rows } = await database.admin.query(
      `
      select count(*) filter (where (status in ('confirmed', 'pending')) <> (r.id is not null))::int as inconsistent,
        count(*) filter (where not exists (select from audit_events a where a.booking_id = b.id and a.action = 'booking.booked'))::int as without_history,
        count(*) filter (where b.created_at > to_timestamp($1) or b.updated_at > to_timestamp($1))::int as from_the_future,
        count(distinct status)::int as kinds
      from bookings b left join reservations r on r.provider_id = b.provider_id and r.booking_id = b.id`,
      [now / 1000],
    );
    expect(rows).toEqual([
      { inconsistent: 0, without_history: 0, from_the_future: 0, kinds: expect.any(Number) },
    ]);
    const { rows: upcoming } = await database.admin.query(
      "select status from bookings where lower(during) > to_timestamp($1) group by 1 order by 1",
      [now / 1000],
    );
    expect(upcoming.map(({ status }) => status)).toEqual(["cancelled", "confirmed", "pending"]);
  });

  test.each(DEMO_PROVIDERS.map(({ username }) => username))(
    "%s: every booking could have been made",
    async (username) => {
      // All of them on one day, some on the others.
      expect(await impossible(username, at === NOWS[0] ? 1 : 6)).toEqual([]);
    },
  );
});

test("the same day gives the same demo", async () => {
  const now = Date.parse(NOWS[0]!);
  const ids: unknown[] = [];
  for (let run = 0; run < 2; run++) {
    await database.admin.query("delete from providers");
    await seedDemo(database.appUrl, { now });
    ids.push((await database.admin.query("select id, during::text, status from bookings order by id")).rows);
  }
  expect(ids[0]).toEqual(ids[1]);
});

describe("the demo's account", () => {
  const hash = (letter: string) => `$2b$12$${letter.repeat(53)}`;
  const now = Date.parse(NOWS[0]!);
  const owned = async () => {
    const { rows } = await database.admin.query(
      `select username, role, operator_since is not null as is_operator
       from accounts a join memberships m on m.account_id = a.id join usernames using (provider_id)
       where email = $1 order by username`,
      [DEMO_ACCOUNT.email],
    );
    return rows;
  };
  const all = ["harbour-yoga", "lena-hartmann", "riverside-physio"].map((username) => ({
    username,
    role: "owner",
    is_operator: true,
  }));

  test("owns the demo's providers and runs the demo; made twice it is one", async () => {
    await database.admin.query("delete from providers");
    await seedDemo(database.appUrl, { now });
    expect(await readDemoAccount(database.appUrl)).toBeNull();
    await seedDemoAccount(database.appUrl, { password_hash: hash("a"), now });
    expect(await owned()).toEqual(all);
    await seedDemoAccount(database.appUrl, { password_hash: hash("b"), now });
    expect(await owned()).toEqual(all);
    expect(await readDemoAccount(database.appUrl)).toMatchObject({
      email: DEMO_ACCOUNT.email,
      password_hash: hash("b"),
    });
  });

  test("a provider that somebody deleted is not missed", async () => {
    await database.admin.query("delete from accounts");
    await database.admin.query(
      "delete from providers where id = (select provider_id from usernames where username = 'harbour-yoga')",
    );
    await seedDemoAccount(database.appUrl, { password_hash: hash("a"), now });
    expect(await owned()).toEqual(all.slice(1));
  });

  test("its pages are open", async () => {
    const { rows } = await database.admin.query(
      "select bool_and(setup_finished_at is not null) as open from providers",
    );
    expect(rows).toEqual([{ open: true }]);
  });
});

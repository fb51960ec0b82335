/** Offered = bookable: what the page offers is accepted, what it does not is refused with the reason. */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { loadAvailability } from "#app/domain/availability.server.ts";
import { type AvailabilityInput, openSlots } from "#app/domain/availability.ts";
import type { Refusal } from "#app/domain/bookings/outcome.ts";
import { bookSlot } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { addDays, isoWeekday, localDate, localDayBounds } from "#app/domain/zones.ts";
import { selectProvider } from "#db/providers.ts";
import { type ServiceRow, selectOptionalServiceBySlug } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import {
  CLOSED_WEEKDAY,
  createRandomPractice,
  type Practice,
  type Random,
  randomFrom,
} from "#tests/support/random-practice.ts";

const database = testDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** With seconds, and a week before Europe's clocks change. */
const NOW = Date.UTC(2027, 2, 21, 10, 17, 23);
const WINDOW_DAYS = 45;
const PRACTICES = 20;
const EACH = 50;
const BATCH = 10;

const load = (context: Context, service: ServiceRow, from = NOW) => {
  const from_date = localDate(from, context.provider.time_zone);
  const window = { from_date, to_date: addDays(from_date, WINDOW_DAYS) };
  const { duration_min } = service.durations[0]!;
  return reading(context.provider.id, (tx) =>
    loadAvailability(tx, context, { service, duration_min, window, with_occupied: true }),
  ) as Promise<AvailabilityInput>;
};

const ask = (context: Context, service: ServiceRow, starts_at: number) =>
  bookSlot(context, service.slug, {
    starts_at,
    duration_min: service.durations[0]!.duration_min,
    time_zone: "Asia/Tokyo",
    idempotency_key: randomBytes(12).toString("base64url"),
    customer: { name: "Grace Hopper", email: `${randomBytes(6).toString("hex")}@example.org`, phone: null },
    place: "in_person",
    note: "",
    answers: [],
  });

/** Some of the starts, so far apart that none stands in another's way. */
const farApart = (random: Random, starts: readonly number[], count: number): number[] => {
  const chosen: number[] = [];
  for (let tries = 0; tries < count * 20 && chosen.length < count && starts.length > 0; tries++) {
    const start = random.pick(starts);
    if (chosen.every((other) => Math.abs(other - start) >= 4 * HOUR)) chosen.push(start);
  }
  return chosen;
};

const without = (starts: readonly number[], offered: readonly number[]) => {
  const known = new Set(offered);
  return starts.filter((start) => !known.has(start));
};

/** Starts that are not offered, and what may be said about each: made by leaving one rule out, or by the clock. */
const notOffered = (input: AvailabilityInput, earlier: AvailabilityInput, practice: Practice) => {
  const offered = openSlots(input);
  const { service } = input;
  const noon = (date: string) => localDayBounds(date, practice.time_zone).start + 12 * HOUR;
  const dates = Array.from({ length: 14 }, (_, day) => addDays(input.from_date, day + 3));
  const outside: Refusal[] = ["off_grid", "outside_hours", "override"];
  const unruly: Record<string, { starts: number[]; reasons: Refusal[] }> = {
    "one second beside": {
      starts: offered.flatMap((start) => [start - 1_000, start + 1_000]).filter((start) => start >= NOW),
      // The first start that the notice allows has a second before it that it does not.
      reasons: [...outside, "notice"],
    },
    "off the grid": {
      starts: without(
        offered.map((start) => start + 3 * MINUTE),
        offered,
      ),
      reasons: [...outside, "taken", "blocked", "buffer"],
    },
    past: {
      starts: openSlots({
        ...earlier,
        now: NOW - 20 * 24 * HOUR,
        service: { ...service, min_notice_min: 0 },
      }).filter((start) => start < NOW),
      reasons: ["past"],
    },
    "inside the notice": {
      starts: without(openSlots({ ...input, service: { ...service, min_notice_min: 0 } }), offered),
      reasons: ["notice"],
    },
    "behind the horizon": {
      starts: without(openSlots({ ...input, service: { ...service, horizon_days: null } }), offered),
      reasons: ["horizon"],
    },
    "a closed weekday": {
      starts: dates.filter((date) => isoWeekday(date) === CLOSED_WEEKDAY).map(noon),
      reasons: ["outside_hours"],
    },
    "a closed date": { starts: [noon(practice.closed_date)], reasons: ["override", "outside_hours"] },
    "an absence": {
      starts: without(openSlots({ ...input, blocked: [] }), offered),
      reasons: ["blocked", "buffer"],
    },
    // The transaction does not look: its INSERT is the check, and says one thing for booked and for buffer.
    "another booking": {
      starts: without(openSlots({ ...input, occupied: [] }), offered),
      reasons: ["taken"],
    },
  };
  return unruly;
};

const play = async (practice: Practice, random: Random) => {
  const { provider, services } = await reading(practice.provider_id, async (tx) => ({
    provider: await selectProvider(tx),
    services: await Promise.all(practice.slugs.map((slug) => selectOptionalServiceBySlug(tx, slug))),
  }));
  const context: Context = { provider, actor: "customer", now: NOW, secrets: ["s".repeat(32)] };
  const accepted: number[] = [];
  const refused: Record<string, number> = {};
  const count = () => Object.values(refused).reduce((sum, n) => sum + n, 0);
  for (let round = 0; accepted.length < EACH || count() < EACH; round++) {
    const service = services[round % services.length]!;
    for (const start of farApart(
      random,
      openSlots(await load(context, service)),
      Math.min(BATCH, EACH - accepted.length),
    )) {
      expect(
        await ask(context, service, start),
        `${service.slug} ${new Date(start).toISOString()}`,
      ).toMatchObject({
        ok: true,
        status: service.requires_approval ? "pending" : "confirmed",
      });
      accepted.push(start);
    }
    const earlier = await load(context, service, NOW - 20 * 24 * HOUR);
    for (const [kind, { starts, reasons }] of Object.entries(
      notOffered(await load(context, service), earlier, practice),
    )) {
      if (starts.length === 0 || count() >= EACH) continue;
      const start = random.pick(starts);
      const outcome = await ask(context, service, start);
      const what = `${kind}: ${service.slug} ${new Date(start).toISOString()} in ${practice.time_zone}`;
      expect(outcome, what).toMatchObject({ ok: false });
      expect(reasons, what).toContain((outcome as { reason: Refusal }).reason);
      refused[kind] = (refused[kind] ?? 0) + 1;
    }
  }
  return { accepted: accepted.length, refused };
};

const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`1,000 offered starts are accepted, 1,000 others refused with the reason (DAYBOOK_SEED=${seed})`, async () => {
  const random = randomFrom(seed);
  const practices: Practice[] = [];
  for (let n = 0; n < PRACTICES; n++) practices.push(await createRandomPractice(database.admin, random, NOW));
  const played = await Promise.all(practices.map((practice, n) => play(practice, randomFrom(seed + n + 1))));

  const accepted = played.reduce((sum, one) => sum + one.accepted, 0);
  const kinds: Record<string, number> = {};
  for (const { refused } of played)
    for (const [kind, n] of Object.entries(refused)) kinds[kind] = (kinds[kind] ?? 0) + n;
  expect(accepted).toBe(PRACTICES * EACH);
  expect(Object.values(kinds).reduce((sum, n) => sum + n, 0)).toBe(PRACTICES * EACH);
  // Every way of not being offered was tried, and often.
  expect(Object.keys(kinds)).toHaveLength(9);
  for (const [kind, n] of Object.entries(kinds)) expect(n, kind).toBeGreaterThan(20);
  // Who was refused left nothing behind.
  const { rows } = await database.admin.query("select count(*)::int as n from bookings");
  expect(rows[0].n).toBe(accepted);
}, 300_000);

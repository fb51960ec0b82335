/** The list of bookings against a list in memory: whatever is asked for, each booking comes once, on pages as in the file. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { bookingLines } from "#app/domain/bookings/csv.server.ts";
import {
  BOOKING_ORDERS,
  BOOKING_STATES,
  type BookingListWish,
  cursorOf,
  readCursor,
  wishWindow,
} from "#app/domain/bookings/desk.ts";
import { findBookings } from "#app/domain/bookings/list.server.ts";
import type { Context } from "#app/domain/context.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const NOW = Date.parse("2030-03-31T12:00:00Z");
const HOUR = 3_600_000;
const PEOPLE = [
  { name: "Grace Hopper", email: "grace@example.org", phone: "+49 30 555 0199" },
  { name: "Ada Lovelace", email: "hop@example.org", phone: null },
  { name: "=1+1", email: "formula@example.org", phone: "+1" },
  { name: "Hope Mirrlees", email: "mirrlees@example.org", phone: "030 5550199" },
];
const STATUSES = ["confirmed", "pending", "cancelled", "declined", "expired", "confirmed"] as const;
type Known = { id: string; status: string; starts_at: number; ends_at: number; person: number; slug: string };

let context: Context;
let ids: string[];
const known: Known[] = [];

beforeAll(async () => {
  const { admin } = database;
  const { provider_id } = await make.createPractice(admin);
  ids = [];
  for (const person of PEOPLE) ids.push((await make.createCustomer(admin, provider_id, person)).id);
  const services = await Promise.all(
    ["one", "two"].map((slug) => make.createService(admin, provider_id, { slug })),
  );
  const iso = (ms: number) => new Date(ms).toISOString();
  for (let n = 0; n < 90; n++) {
    // Four at each start, the night of the clock change among them, some under way.
    const starts_at = NOW + (Math.floor(n / 4) - 12) * 3 * HOUR;
    const ends_at = starts_at + HOUR + (n % 3) * HOUR;
    const [status, person, service] = [STATUSES[n % 6]!, (n * 7) % PEOPLE.length, services[n % 2]!];
    const { id } = await make.createBooking(
      admin,
      { provider_id, service_id: service.id, customer_id: ids[person]! },
      {
        during: make.rangeText(iso(starts_at), iso(ends_at)),
        status,
        customer_name: PEOPLE[person]!.name,
        customer_phone: PEOPLE[person]!.phone,
        confirmed_at: status === "confirmed" ? iso(NOW) : null,
        ...(status === "cancelled" && { cancelled_at: iso(NOW), cancelled_by: "customer" }),
        declined_at: status === "declined" ? iso(NOW) : null,
        expired_at: status === "expired" ? iso(NOW) : null,
      },
    );
    known.push({ id, status, starts_at, ends_at, person, slug: service.slug });
  }
  // Another provider's, with the same people and times.
  const foreign = await make.createPractice(admin);
  for (const { starts_at, ends_at } of known.slice(0, 20))
    await make.createBooking(admin, foreign.keys, { during: make.rangeText(iso(starts_at), iso(ends_at)) });
  context = {
    provider: await reading(provider_id, selectProvider),
    ...{ actor: "provider", now: NOW, secrets: [] },
  };
});

/** What each state means, said once more. */
const STATE_RULES: Record<BookingListWish["state"], (booking: Known) => boolean> = {
  upcoming: ({ status, ends_at }) => ["confirmed", "pending"].includes(status) && ends_at > NOW,
  waiting: ({ status }) => status === "pending",
  past: ({ status, ends_at }) => ["confirmed", "pending"].includes(status) && ends_at <= NOW,
  cancelled: ({ status }) => ["cancelled", "declined", "expired"].includes(status),
  all: () => true,
};

/** Whom each search finds. */
const SEARCHES: Record<string, number[]> = {
  "": [0, 1, 2, 3],
  hop: [0, 1, 3],
  GRACE: [0],
  love: [1],
  lovelace: [1],
  "mirrlees@": [3],
  "+49 30 5550199": [0, 3],
  "0199": [0, 3],
  "%": [],
  _: [],
  "=1": [2],
  "\\": [],
  "'; drop table bookings; --": [],
};

const expected = (wish: BookingListWish): string[] => {
  const { from, until } = wishWindow(wish, context.provider.time_zone);
  const fits = known.filter(
    (booking) =>
      STATE_RULES[wish.state](booking) &&
      (wish.service === null || booking.slug === wish.service) &&
      (wish.customer === null || ids[booking.person] === wish.customer) &&
      SEARCHES[wish.q]!.includes(booking.person) &&
      (from === null || booking.starts_at >= from) &&
      (until === null || booking.starts_at < until),
  );
  const sorted = fits.toSorted((a, b) => a.starts_at - b.starts_at || (a.id < b.id ? -1 : 1));
  return (wish.order === "soonest" ? sorted : sorted.toReversed()).map(({ id }) => id);
};

const walk = async (wish: BookingListWish, count: number): Promise<string[]> => {
  const seen: string[] = [];
  for (let after: ReturnType<typeof readCursor> = null; ; ) {
    const { rows } = await reading(context.provider.id, (tx) =>
      findBookings(tx, context, { wish, after, count }),
    );
    seen.push(...rows.map(({ id }) => id));
    if (rows.length < count) return seen;
    // As the address of the next page carries it.
    after = readCursor(cursorOf(rows.at(-1)!));
    expect(after).not.toBeNull();
  }
};

const fileOf = async (wish: BookingListWish) => {
  const pieces: Buffer[] = [];
  for await (const piece of bookingLines(context, wish)) pieces.push(piece);
  return parse(Buffer.concat(pieces), { bom: true, columns: true }) as Record<string, string>[];
};

const wishes = fc.record({
  state: fc.constantFrom(...BOOKING_STATES),
  order: fc.constantFrom(...BOOKING_ORDERS),
  service: fc.constantFrom(null, null, "one", "two"),
  person: fc.constantFrom(null, null, 0, 2),
  q: fc.constantFrom(...Object.keys(SEARCHES)),
  from: fc.constantFrom(null, "2030-03-30", "2030-03-31", "1970-01-01"),
  until: fc.constantFrom(null, "2030-03-31", "2030-04-01", "2200-12-31"),
});
type Generated = Omit<BookingListWish, "customer"> & { person: number | null };
const asWish = ({ person, ...rest }: Generated): BookingListWish => ({
  ...rest,
  customer: person === null ? null : ids[person]!,
});

const NOTHING: Generated = {
  ...{ state: "all" as const, order: "soonest" as const },
  ...{ service: null, person: null, q: "", from: null, until: null },
};

test("filters × pages: each booking once, in order, with equal starts; the file says the same", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(wishes, fc.integer({ min: 1, max: 9 }), async (generated, count) => {
      const wish = asWish(generated);
      const wanted = expected(wish);
      found += wanted.length;
      expect(await walk(wish, count)).toEqual(wanted);
      expect((await fileOf(wish)).map(({ id }) => id)).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(100);
}, 60_000);

test("a beginning that fits more people than are named one by one leaves none of them out", async () => {
  const { admin } = database;
  const { provider_id, keys } = await make.createPractice(admin);
  for (let n = 0; n < 230; n++) {
    const { id } = await make.createCustomer(admin, provider_id, { name: `Zoe ${n}` });
    await make.createBooking(admin, { ...keys, customer_id: id }, { customer_name: `Zoe ${n}` });
  }
  await make.createBooking(admin, keys);
  const provider = await reading(provider_id, selectProvider);
  const own = { ...context, provider };
  const wish = asWish({ ...NOTHING, q: "zoe" });
  const { rows } = await reading(provider_id, (tx) =>
    findBookings(tx, own, { wish, after: null, count: 500 }),
  );
  expect(rows.length).toBe(230);
});

test("the file: formulas are text, a time says its offset on both sides of the clock change", async () => {
  const lines = await fileOf(asWish(NOTHING));
  expect(lines.length).toBe(known.length);
  expect(new Set(lines.map(({ customer }) => customer))).toContain("'=1+1");
  expect(new Set(lines.map(({ phone }) => phone))).toContain("'+1");
  for (const line of lines) expect(Object.values(line).filter((cell) => /^[=+@-]/.test(cell!))).toEqual([]);
  const offsets = new Set(lines.map(({ starts_at }) => starts_at!.slice(-6)));
  expect(offsets).toEqual(new Set(["+01:00", "+02:00"]));
  expect(lines.map(({ starts_at }) => Date.parse(starts_at!))).toEqual(
    lines.map(({ starts_at_utc }) => Date.parse(starts_at_utc!)),
  );
});

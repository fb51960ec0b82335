/**
 * Pages show only what they need: a text of its own in every column of every table, then everything that each kind of
 * visitor can get (every route of the build, as a page and as data; mails; the calendar file) is searched for them.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type CanaryWorld,
  createCanaryWorld,
  found,
  textColumns,
  UNMARKED,
} from "#tests/support/canaries.ts";
import { CANARIES_SEEN } from "#tests/support/canaries-seen.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { builtRoutes, fillPath } from "#tests/support/routes.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let world: CanaryWorld;
let other: CanaryWorld;
let routes: string[];

beforeAll(async () => {
  world = await createCanaryWorld(database.admin, "quokka");
  other = await createCanaryWorld(database.admin, "wombat");
  app = await startApp(database);
  routes = (await builtRoutes()).map((route) => route.path);
}, 120_000);
afterAll(async () => {
  await app?.stop();
});

/** Addresses of every route, with what is known of a world; `token` null for who has none. */
const addresses = (of: CanaryWorld, token: string | null): string[] => {
  const { username, slug, booking, reservation, absence, calendar, customer, service, schedule } = of;
  const { invitation, account_id, provider_id } = of;
  const start = "2030-01-08T09:00:00Z";
  return routes.flatMap((route) => {
    const named: [part: string, id: string][] = [
      ["invitations", invitation.id],
      ["customers", customer.id],
      ["time-off", absence.id],
      ["hours/calendars", calendar.id],
      ["calendar/blocked", absence.id],
      ["calendar/sessions", reservation.session_id],
      ["bookings", booking.id],
      ["services", service.id],
      ["hours", schedule.id],
    ];
    const ids = named.find(([part]) => route.includes(part))?.[1] ?? account_id;
    const file = route.startsWith("/theme") ? "0b5c3a.css" : "x";
    const where = fillPath(route, {
      username,
      service: slug,
      token: token ?? "x",
      id: ids,
      provider_id,
      file,
      provider: "google",
      kind: "reminder",
      notice: "agenda",
    });
    const queries = ["", "?date=2030-01-07", `?start=${start}&duration=30`];
    // A holiday and a date's own hours are in another week than the booking.
    if (route.endsWith("/calendar")) queries.push("?date=2030-12-25");
    // What a page asks its data by, too.
    return queries.flatMap((query) => [`${where}${query}`, `${where}.data${query}`]);
  });
};

/** The columns that everything a visitor can reach of a world shows. */
const seenBy = async (of: CanaryWorld, headers: Record<string, string>, token: string | null = null) => {
  const columns = new Set<string>();
  const known = token === null ? [] : ["bookings.manage_token_hash"];
  for (const where of addresses(of, token)) {
    const { text, raw_headers } = await ask(app, where, { headers });
    // What stands in the address comes back in it (a redirect, a form's action): that shows nothing.
    const said = `${text}${raw_headers}`.replaceAll(of.username, "").replaceAll(of.slug, "");
    for (const column of found(of.canaries, said)) if (!known.includes(column)) columns.add(column);
  }
  return [...columns].sort();
};

const cookieOf = async (account_id: string) => ({
  Cookie: (await signIn(database.admin, account_id)).cookie,
});

test("every column that can hold a text has a canary, or says why not", async () => {
  const columns = (await textColumns(database.admin)).map(({ table, name }) => `${table}.${name}`);
  const marked = world.canaries.map(({ column }) => column);
  expect(columns.filter((column) => !(column in UNMARKED) && !marked.includes(column))).toEqual([]);
  expect(Object.keys(UNMARKED).filter((column) => !columns.includes(column))).toEqual([]);
});

test("nobody in particular", { timeout: 120_000 }, async () => {
  expect(await seenBy(world, {})).toEqual(CANARIES_SEEN.nobody_with_contact);
  // Who does not show their contact: then it is on no page.
  const show = (shows: boolean) =>
    database.admin.query("update providers set shows_contact = $1 where id = $2", [shows, world.provider_id]);
  await show(false);
  expect(await seenBy(world, {})).toEqual(CANARIES_SEEN.nobody);
  await show(true);
});

test("the customer with the link, the calendar file too", { timeout: 120_000 }, async () => {
  expect(await seenBy(world, {}, world.token)).toEqual(CANARIES_SEEN.customer);
  const ics = await ask(app, `/book/${world.username}/bookings/${world.token}/calendar.ics`);
  expect(ics.status).toBe(200);
  expect(found(world.canaries, ics.text.replace(/\r\n /g, "")).sort()).toEqual(CANARIES_SEEN.calendar);
});

test.each(["viewer", "manager", "owner"] as const)("a member: %s", { timeout: 120_000 }, async (role) => {
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, world.provider_id, id, role);
  const headers = await cookieOf(id);
  expect(await seenBy(world, headers)).toEqual(CANARIES_SEEN[role]);
  // Of another provider no more than anybody sees.
  expect(await seenBy(other, headers)).toEqual(CANARIES_SEEN.nobody_with_contact);
});

test("a person about themselves", { timeout: 120_000 }, async () => {
  const people = /^(accounts|identities|sessions|verification_tokens|account_events|account_deliveries)\./;
  const seen = await seenBy(world, await cookieOf(world.account_id));
  expect(seen.filter((column) => people.test(column))).toEqual(CANARIES_SEEN.self);
  const strangers = await seenBy(other, await cookieOf(world.account_id));
  expect(strangers.filter((column) => people.test(column))).toEqual([]);
});

test("the operator", { timeout: 120_000 }, async () => {
  const { id } = await createAccount(database.admin, { operator_since: "2026-01-01" });
  expect(await seenBy(world, await cookieOf(id))).toEqual(CANARIES_SEEN.operator);
});

test("the mail about a booking", async () => {
  const { booking, provider_id } = world;
  await database.admin.query(
    `select graphile_worker.add_job('booking_mail', json_build_object('provider_id', $1::text, 'booking_id', $2::text,
       'version', 1, 'event', 'booked'))`,
    [provider_id, booking.id],
  );
  // Written after the message itself; no encoding hides anything in it.
  const file = path.join(app.data_dir, "mail", `${booking.id}.1.confirmed.json`);
  await until("the mail is there", () => existsSync(file));
  const lies = JSON.parse(readFileSync(file, "utf8"));
  expect(found(world.canaries, JSON.stringify(lies)).sort()).toEqual(CANARIES_SEEN.mail);
});

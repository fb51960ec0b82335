/** Every route behind sign-in × everybody who may come: the status, for looking and for sending a form. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDeadJob } from "#tests/support/dead-jobs.ts";
import {
  createBlockedTime,
  createBooking,
  createCalendarSource,
  createInvitation,
  createPractice,
  createReservation,
  insertRow,
  uuid,
} from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { GUARDS, isOpen, OPEN, type Rule } from "#tests/support/route-guards.ts";
import { type BuiltRoute, builtRoutes, fillPath } from "#tests/support/routes.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let routes: BuiltRoute[];

beforeAll(async () => {
  app = await startApp(database);
  routes = await builtRoutes();
});
afterAll(async () => {
  await app?.stop();
});

const VISITORS = [
  "nobody",
  "viewer",
  "manager",
  "owner",
  "stranger",
  "suspended",
  "closed",
  "operator",
] as const;
type Visitor = (typeof VISITORS)[number];

/** Who may what, in the words of the issue: managers all but deleting the provider and members, viewers read. */
const RUNS = [
  ...["desk:read", "bookings:write", "customers:write", "services:write", "schedules:write"],
  ...["settings:write", "data:export"],
];
const RIGHTS: Record<"viewer" | "manager" | "owner", string[]> = {
  viewer: ["desk:read"],
  manager: RUNS,
  owner: [...RUNS, "members:write", "provider:delete"],
};

/**
 * A provider with members of each role, and who comes: nobody, one of them, the owner of another provider, an owner whose
 * account is suspended, the owner of a suspended provider, the operator. Fresh for each, so that no form meets another's.
 */
async function createVisit(visitor: Visitor) {
  const { admin } = database;
  const { provider, provider_id, schedule, keys } = await createPractice(admin);
  const member = async (role: "viewer" | "manager" | "owner", of = provider_id, values = {}) => {
    const { id } = await createAccount(admin, values);
    await createMembership(admin, of, id, role);
    return id;
  };
  const viewer = await member("viewer");
  const people: Record<Visitor, () => Promise<string | null>> = {
    nobody: async () => null,
    viewer: async () => viewer,
    manager: () => member("manager"),
    owner: () => member("owner"),
    stranger: async () => member("owner", (await createPractice(admin)).provider_id),
    suspended: () => member("owner", provider_id, { suspended_at: "2026-01-01" }),
    closed: () => member("owner"),
    operator: async () => (await createAccount(admin, { operator_since: "2026-01-01" })).id,
  };
  await member("owner");
  const account_id = await people[visitor]();
  if (visitor === "closed")
    await admin.query("update providers set suspended_at = now() where id = $1", [provider_id]);
  const booking = await createBooking(admin, keys, { status: "pending", confirmed_at: null });
  const keysOfIt = { provider_id, service_id: keys.service_id, booking_id: booking.id };
  const reservation = await createReservation(admin, keysOfIt, booking.during);
  const absence = await createBlockedTime(admin, provider_id, "[2035-08-01,2035-08-15)");
  const calendar = await createCalendarSource(admin, provider_id);
  const invitation = await createInvitation(admin, provider_id, { expires_at: "2035-01-01" });
  const session = account_id && (await signIn(admin, account_id));
  const other = await createAccount(admin);
  // Given up, and of a booking as it is: it may be sent again.
  const message = uuid();
  const ended = { state: "dead", ended_at: new Date(), due_at: new Date(), created_at: new Date() };
  await insertRow(admin, "deliveries", {
    ...{ provider_id, id: message, kind: "received", once: message, recipient: "customer", ...ended },
    ...{ booking_id: booking.id, booking_version: 1 },
  });
  const notice = uuid();
  await insertRow(admin, "account_deliveries", { id: notice, kind: "kept", once: notice, ...ended });
  const job_id = await createDeadJob(admin);
  const idOf = (route: string): string => {
    if (route.includes("admin.messages")) return notice;
    if (route.includes("messages")) return message;
    if (route.includes("time-off")) return absence.id;
    if (route.includes("calendar.blocked")) return absence.id;
    if (route.includes("hours.calendars")) return calendar.id;
    if (route.includes("calendar.sessions")) return reservation.session_id;
    if (route.includes("customers")) return keys.customer_id;
    if (route.includes("bookings")) return booking.id;
    if (route.includes("services")) return keys.service_id;
    if (route.includes("hours")) return schedule.id;
    if (route.includes("invitations")) return invitation.id;
    if (route.includes("members")) return viewer;
    if (route.includes("admin.accounts")) return other.id;
    if (route.includes("admin.jobs")) return job_id;
    return session ? session.session_id : booking.id;
  };
  return {
    username: provider.username,
    idOf,
    headers: (session ? { Cookie: session.cookie } : {}) as Record<string, string>,
  };
}

/** What somebody gets who is not let in, or null for who is. */
function refusal(visitor: Visitor, guard: string): "sign in" | 403 | 404 | null {
  if (visitor === "nobody" || visitor === "suspended") return "sign in";
  if (guard === "account") return null;
  if (guard === "operator") return visitor === "operator" ? null : 404;
  // The operator is no member: suspending is theirs, looking into a provider's book is not.
  if (visitor === "stranger" || visitor === "operator") return 404;
  if (visitor === "closed") return 403;
  return RIGHTS[visitor].includes(guard) ? null : 403;
}

const expectedGet = ({ get, shown = 200 }: Rule, visitor: Visitor) => {
  if (get === "nothing") return shown;
  const refused = refusal(visitor, get);
  return refused === "sign in" ? 302 : (refused ?? shown);
};
const expectedPost = ({ post: guard, done = 303 }: Rule, visitor: Visitor) => {
  if (!guard) return 405;
  const refused = refusal(visitor, guard);
  return refused === "sign in" ? 401 : (refused ?? done);
};

test("every route is here, with what it asks or why it asks nothing", () => {
  const unknown = routes.filter(({ id }) => !(id in GUARDS) && !isOpen(id)).map(({ id }) => id);
  expect(unknown, "give it a rule in tests/support/route-guards.ts").toEqual([]);
  const ids = routes.map(({ id }) => id);
  expect([...Object.keys(GUARDS), ...Object.keys(OPEN)].filter((id) => !ids.includes(id))).toEqual([]);
  expect(
    routes.filter(({ id, has_action }) => id in GUARDS && has_action !== Boolean(GUARDS[id]!.post)),
  ).toEqual([]);
});

test.each(Object.entries(GUARDS))("%s", { timeout: 60_000 }, async (id, rule) => {
  const { path } = routes.find((route) => route.id === id)!;
  const seen: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const visitor of VISITORS) {
    const { username, idOf, headers } = await createVisit(visitor);
    const where = fillPath(path, {
      ...{ username, id: idOf(id), provider: "google" },
      ...{ kind: "reminder", notice: "agenda" },
    });
    const looked = await ask(app, where, { headers });
    const data = await ask(app, `${where}.data`, { headers });
    const sent = await post(app, where, {}, headers);
    seen[visitor] = [looked.status, sent.status];
    expected[visitor] = [expectedGet(rule, visitor), expectedPost(rule, visitor)];
    if (refusal(visitor, rule.get) === "sign in" && rule.get !== "nothing") {
      expect(looked.headers.location, visitor).toBe(`/sign-in?next=${encodeURIComponent(where)}`);
      // The page's data asked for alone are refused the same way.
      expect(data.text, visitor).toContain("SingleFetchRedirect");
    }
    if (looked.status >= 400 && rule.get !== "nothing")
      expect([visitor, data.status]).toEqual([visitor, looked.status]);
    for (const { status, headers: got } of [looked, sent])
      if (status === 200 && got["content-type"]?.startsWith("text/html"))
        expect([visitor, got["cache-control"]]).toEqual([visitor, "no-store"]);
  }
  expect(seen).toEqual(expected);
});

test("a tenant that was named in another's address changes nothing there", async () => {
  const { admin } = database;
  const { username } = await createVisit("owner");
  const { idOf, headers } = await createVisit("owner");
  const before = await admin.query("select t::text from bookings t order by id");
  for (const answer of ["approval", "decline", "cancellation", "no-show", "note"]) {
    const where = `/dashboard/${username}/bookings/${idOf("bookings")}/${answer}`;
    expect((await post(app, where, { version: "1" }, headers)).status).toBe(404);
  }
  expect((await admin.query("select t::text from bookings t order by id")).rows).toEqual(before.rows);
  // Nor with the other's id in one's own address.
  const own = await createVisit("owner");
  for (const answer of ["approval", "decline", "cancellation", "no-show", "note"]) {
    const sent = (id: string) =>
      post(app, `/dashboard/${own.username}/bookings/${id}/${answer}`, { version: "1" }, own.headers);
    // The same as for a booking that nobody has: it does not say that there is one.
    const [theirs, nobodys] = [await sent(idOf("bookings")), await sent(uuid())];
    expect(theirs.status).toBe(404);
    expect([theirs.status, theirs.text]).toEqual([nobodys.status, nobodys.text]);
  }
  const theirs = [idOf("bookings"), own.idOf("bookings")];
  const { rows } = await admin.query("select status from bookings where id = any($1)", [theirs]);
  expect(rows).toEqual([{ status: "pending" }, { status: "pending" }]);
});

test("who has rows but no session: a membership alone opens nothing", async () => {
  const { username } = await createVisit("owner");
  const { id } = await createAccount(database.admin);
  await insertRow(database.admin, "sessions", {
    ...{ id, account_id: id, method: "password" },
    ...{ created_at: "2026-01-01", last_seen_at: "2026-01-01", expires_at: "2035-01-01" },
  });
  for (const cookie of ["__Host-daybook-session=x.y.z", `__Host-daybook-session=${id}`, "daybook-session=1"])
    expect((await ask(app, `/dashboard/${username}`, { headers: { Cookie: cookie } })).status).toBe(302);
});

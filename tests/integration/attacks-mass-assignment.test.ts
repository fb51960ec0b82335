/** What is tried with fields that no form has. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, post, startApp } from "#tests/support/web.ts";
import { bookingForm, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const MEMBERS = "/dashboard/lena/members";
let app: App;
let own: { provider_id: string; account_id: string; Cookie: string };
let other: { provider_id: string; account_id: string };
let n = 0;

beforeAll(async () => {
  const { admin } = database;
  const person = async (username: string) => {
    const { provider_id } = await createOpenPractice(admin, { username });
    const { id } = await createAccount(admin, { name: `Owner of ${username}` });
    await createMembership(admin, provider_id, id);
    return { provider_id, account_id: id };
  };
  const mine = await person("lena");
  other = await person("mallorca");
  await createService(admin, mine.provider_id, { slug: "ask", requires_approval: true });
  own = { ...mine, Cookie: (await signIn(admin, mine.account_id)).cookie };
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** Fields of tables that no form of these has, with values that would harm. */
const hostile = () => ({
  id: other.account_id,
  account_id: other.account_id,
  provider_id: other.provider_id,
  operator_since: "2026-01-01T00:00:00Z",
  is_operator: "true",
  email_verified_at: "2026-01-01T00:00:00Z",
  status: "confirmed",
  actor: "provider",
  seats: "0",
  price_cents: "0",
  version: "7",
  created_at: "2000-01-01T00:00:00Z",
  suspended_at: "2026-01-01T00:00:00Z",
  deletes_at: "2026-01-01T00:00:00Z",
  setup_finished_at: "2026-01-01T00:00:00Z",
  listed_at: "2026-01-01T00:00:00Z",
  manage_token_hash: "x",
  token_hash: "x",
  password_hash: "x",
  invited_by: other.account_id,
  accepted_at: "2026-01-01T00:00:00Z",
  expires_at: "2099-01-01T00:00:00Z",
});

/** All that is somebody else's, and what nobody may give themselves. */
const foreign = async () => {
  const { rows: tables } = await database.admin.query(
    `select table_name from information_schema.columns
       where table_schema = 'public' and column_name = 'provider_id' order by 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { table_name } of tables)
    found[table_name] = (
      await database.admin.query(`select t::text from ${table_name} t where provider_id = $1 order by 1`, [
        other.provider_id,
      ])
    ).rows;
  found.operators = (
    await database.admin.query("select id from accounts where operator_since is not null")
  ).rows;
  found.account = (
    await database.admin.query("select a::text from accounts a where id = $1", [other.account_id])
  ).rows;
  found.provider = (
    await database.admin.query("select p::text from providers p where id = $1", [other.provider_id])
  ).rows;
  return found;
};

const sendAll = async (where: string, fields: Record<string, string>, status: number) => {
  const before = await foreign();
  const answer = await post(app, where, { ...hostile(), ...fields }, { Cookie: own.Cookie });
  expect([where, answer.status]).toEqual([where, status]);
  expect(await foreign()).toEqual(before);
};

test("booking: what a customer does not choose is not theirs to send", async () => {
  const form = bookingForm(2 * n++);
  await sendAll("/book/lena/ask/details", form as Record<string, string>, 303);
  const { rows } = await database.admin.query(
    `select b.status, b.provider_id, b.version, extract(year from b.created_at)::int as year
       from bookings b join services s on s.id = b.service_id where s.slug = 'ask'`,
  );
  expect(rows).toEqual([
    { status: "pending", provider_id: own.provider_id, version: 1, year: new Date().getFullYear() },
  ]);
});

test("a booking's page: moving it takes a time and no state", async () => {
  const made = await post(app, "/book/lena/ask/details", bookingForm(2 * n++));
  const link = made.headers.location!.replace(/\?.*/, "");
  await sendAll(`${link}/time`, { start: bookingForm(2 * n++).start, version: "1" }, 303);
  const last = async () =>
    (
      await database.admin.query(
        "select status, version, provider_id from bookings order by created_at desc limit 1",
      )
    ).rows[0];
  expect(await last()).toEqual({ status: "pending", version: 2, provider_id: own.provider_id });
  await sendAll(`${link}/cancellation`, { version: "2" }, 303);
  expect(await last()).toEqual({ status: "cancelled", version: 3, provider_id: own.provider_id });
});

test("setup and members: one's own provider, and only what the form asks", async () => {
  await sendAll(
    "/dashboard/lena/setup/profile",
    { name: "Lena", time_zone: "Europe/Berlin", username: "mallorca" },
    303,
  );
  await sendAll(`${MEMBERS}/invitations`, { email: "new@example.org", role: "viewer" }, 303);
  const { rows } = await database.admin.query(
    "select provider_id, role, expires_at < now() + interval '15 days' as is_soon_over from invitations where email = $1",
    ["new@example.org"],
  );
  expect(rows).toEqual([{ provider_id: own.provider_id, role: "viewer", is_soon_over: true }]);
  const provider = await database.admin.query(
    "select username, suspended_at, deletes_at from providers where id = $1",
    [own.provider_id],
  );
  expect(provider.rows).toEqual([{ username: "lena", suspended_at: null, deletes_at: null }]);
});

test("a role comes from a list, and from an owner", async () => {
  for (const role of ["operator", "admin", "OWNER", "owner,viewer", "__proto__", ""])
    await sendAll(`${MEMBERS}/invitations`, { email: "new2@example.org", role }, 422);
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, own.provider_id, id, "viewer");
  const { cookie } = await signIn(database.admin, id);
  const raised = await post(
    app,
    `${MEMBERS}/${id}/role`,
    { role: "owner", was: "viewer" },
    { Cookie: cookie },
  );
  expect(raised.status).toBe(403);
  // Twice the same field: neither a list nor the second.
  const twice = await post(
    app,
    `${MEMBERS}/invitations`,
    [
      ["email", "new3@example.org"],
      ["role", "viewer"],
      ["role", "owner"],
    ],
    { Cookie: own.Cookie },
  );
  expect(twice.status).toBe(422);
});

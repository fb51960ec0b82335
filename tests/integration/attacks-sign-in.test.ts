/** What is tried at sign-in: planted sessions, tokens that are over, leading elsewhere, fields of one's own. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieOf, doorOf, nextNumber, PASSWORD, REAL_CAPS, somewhere } from "#tests/support/door.ts";
import { readMails } from "#tests/support/mails.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { signIn } from "#tests/support/sign-in.ts";
import { type App, ask, PUBLIC_URL, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
const SLOW = 120_000;
let app: App;
const { knock, person, isIn } = doorOf(database, () => app);

beforeAll(async () => {
  app = await startApp({ ...database, env: REAL_CAPS });
});
afterAll(async () => {
  await app?.stop();
});

describe("sessions", () => {
  test("fixation: a session that the browser brought is not the one that it gets", async () => {
    const [victim, attacker] = [await person(), await person()];
    const planted = await signIn(database.admin, attacker.id);
    const answer = await knock(victim.email, PASSWORD, { cookie: planted.cookie });
    const given = cookieOf(answer, "session");
    expect(given).not.toBe("");
    expect(given).not.toBe(planted.cookie);
    const { rows } = await database.admin.query("select id from sessions where account_id = $1", [victim.id]);
    expect(rows.map(({ id }) => id)).not.toContain(planted.session_id);
    // Twice in is two sessions, never the same again.
    const again = cookieOf(await knock(victim.email, PASSWORD, { cookie: given }), "session");
    expect(again).not.toBe(given);
    for (const made_up of ["x", "019b0000-0000-7000-8000-000000000009"])
      expect(
        cookieOf(
          await knock(victim.email, PASSWORD, { cookie: `__Host-daybook-session=${made_up}` }),
          "session",
        ),
      ).toMatch(/^__Host-daybook-session=ey/);
  });

  test("after sign-out the token is worth nothing, and the cookie is taken away", async () => {
    const { email } = await person();
    const cookie = cookieOf(await knock(email, PASSWORD), "session");
    expect(await isIn(cookie)).toBe(true);
    const out = await post(app, "/sign-out", {}, { Cookie: cookie });
    expect(out.status).toBe(303);
    expect(out.headers["set-cookie"]!.join()).toMatch(/__Host-daybook-session=;[^,]*Max-Age=0/);
    expect(await isIn(cookie)).toBe(false);
  });

  test("a GET signs nobody out, nor in", async () => {
    const { email } = await person();
    const cookie = cookieOf(await knock(email, PASSWORD), "session");
    await ask(app, "/sign-out", { headers: { Cookie: cookie } });
    expect(await isIn(cookie)).toBe(true);
    const got = await ask(app, `/sign-in?email=${email}&password=${encodeURIComponent(PASSWORD)}`);
    expect(cookieOf(got, "session")).toBe("");
  });

  test("the cookie is the browser's alone", async () => {
    const answer = await knock((await person()).email, PASSWORD);
    for (const name of ["session", "device"]) {
      const set = answer.headers["set-cookie"]!.find((cookie) =>
        cookie.startsWith(`__Host-daybook-${name}=`),
      );
      expect(set).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    }
  });
});

test("what one wanted to see is a page of ours", { timeout: SLOW }, async () => {
  const { email } = await person();
  const device = cookieOf(await knock(email, PASSWORD), "device");
  const after = async (next: string) =>
    (await knock(email, PASSWORD, { cookie: device, next })).headers.location ?? "none";
  expect(await after("/book/lena?month=2026-12")).toBe("/book/lena?month=2026-12");
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
  ]) {
    const location = await after(next);
    expect([next, location]).toEqual([next, expect.stringMatching(/^\/(?![/\\])/)]);
    expect(new URL(location, PUBLIC_URL).origin).toBe(PUBLIC_URL);
    const page = await ask(app, `/sign-in?next=${encodeURIComponent(next)}`);
    expect([
      next,
      /(href|action|value)="(\/[/\\]|https:\/\/evil|javascript:|data:text)/.test(page.text),
    ]).toEqual([next, false]);
  }
});

test("sign-up sets what its form asks, and nothing else", async () => {
  await person({ operator_since: "2026-01-01T00:00:00Z" });
  const email = `new-${nextNumber()}@example.org`;
  const hostile = {
    id: "019b0000-0000-7000-8000-000000000009",
    operator_since: "2026-01-01T00:00:00Z",
    is_operator: "true",
    email: "other@example.org",
    role: "owner",
    account_id: "019b0000-0000-7000-8000-000000000009",
    password_hash: "$2b$04$planted",
    method: "link",
  };
  await post(app, "/sign-up", { ...hostile, email }, { "X-Forwarded-For": somewhere() });
  const mine = () => readMails(app).filter(({ headers }) => headers.some((line) => line.includes(email)));
  await until("the mail is there", () => mine().length === 1);
  const token = /token=([^\s&]+)/.exec(mine()[0]!.text)![1]!;
  const made = await post(app, "/sign-up/confirm", { ...hostile, token, name: "New", password: PASSWORD });
  expect(made.status).toBe(303);
  const { rows } = await database.admin.query(
    "select id, email, operator_since, password_hash from accounts where email in ($1, 'other@example.org')",
    [email],
  );
  expect(rows).toEqual([
    { id: expect.any(String), email, operator_since: null, password_hash: expect.any(String) },
  ]);
  expect(rows[0].id).not.toBe(hostile.id);
  expect(rows[0].password_hash).not.toBe(hostile.password_hash);
});

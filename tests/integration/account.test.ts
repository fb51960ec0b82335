/** /account over HTTP: name, password, e-mail, sessions, the download. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cookieOf,
  createPerson,
  linkIn,
  mailsTo,
  mailTo,
  PASSWORD,
  type Person,
} from "#tests/support/account-people.ts";
import { createProvider } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, type Fields, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const get = (where: string, cookie?: string) =>
  ask(app, where, { headers: cookie ? { Cookie: cookie } : {} });
const send = (where: string, fields: Fields, cookie?: string) =>
  post(app, where, fields, cookie ? { Cookie: cookie } : {});
const sessionsOf = async ({ id }: Pick<Person, "id">) =>
  (await database.admin.query("select id from sessions where account_id = $1", [id])).rows.map(
    (row) => row.id,
  );
const eventsOf = async ({ id }: Pick<Person, "id">) =>
  (
    await database.admin.query("select action from account_events where account_id = $1 order by at, id", [
      id,
    ])
  ).rows.map((row) => row.action);
const rowOf = async ({ id }: Pick<Person, "id">) =>
  (await database.admin.query("select * from accounts where id = $1", [id])).rows[0];
const jobsAreDone = () =>
  until(
    "the queue is empty",
    async () =>
      !(await database.admin.query("select from graphile_worker.jobs where run_at <= now()")).rowCount,
  );

test("nobody: sign in first, and come back", async () => {
  for (const where of [
    "/account",
    "/account/profile",
    "/account/password",
    "/account/email",
    "/account/data",
  ]) {
    const { status, headers } = await get(where);
    expect([where, status, headers.location]).toEqual([
      where,
      302,
      `/sign-in?next=${encodeURIComponent(where)}`,
    ]);
  }
  for (const where of [
    "/account/profile",
    "/account/password",
    "/account/deletion",
    "/account/deletion/undo",
  ])
    expect([where, (await send(where, { name: "X" })).status]).toEqual([where, 401]);
});

test("the page shows who one is, is kept by nobody, and never shows a hash", async () => {
  const person = await createPerson(database.admin, { name: "Grace Hopper" });
  const { status, text, headers } = await get("/account", person.cookie);
  expect(status).toBe(200);
  expect(headers["cache-control"]).toBe("no-store");
  expect(text).toContain("Grace Hopper");
  expect(text).toContain(person.email);
  expect(text).not.toContain("$2b$");
  const { text: loaded } = await get("/account.data", person.cookie);
  expect(loaded).not.toContain("$2b$");
  expect(loaded).not.toContain("password_hash");
});

test("a name", async () => {
  const person = await createPerson(database.admin);
  const refused = await send("/account/profile", { name: "  " }, person.cookie);
  expect([refused.status, refused.text.includes("Your name is needed.")]).toEqual([422, true]);
  const done = await send(
    "/account/profile",
    { name: "Ada King", role: "x", operator_since: "now" },
    person.cookie,
  );
  expect([done.status, done.headers.location]).toEqual([303, "/account?done=name"]);
  expect(await rowOf(person)).toMatchObject({ name: "Ada King", operator_since: null });
  await send("/account/profile", { name: "Ada King" }, person.cookie);
  expect(await eventsOf(person)).toEqual(["account.renamed"]);
});

describe("a password", () => {
  const NEW = "a longer and better one";

  test("needs the present one, and what is typed never comes back", async () => {
    const person = await createPerson(database.admin);
    const wrong: Record<string, string>[] = [
      { current_password: "not it at all", new_password: NEW },
      { current_password: PASSWORD, new_password: "short" },
      { current_password: PASSWORD, new_password: "password123" },
      { new_password: NEW },
    ];
    for (const fields of wrong) {
      const { status, text } = await send("/account/password", fields, person.cookie);
      expect([fields, status]).toEqual([fields, 422]);
      for (const typed of Object.values(fields)) expect(text).not.toContain(`value="${typed}"`);
      const { text: raw } = await send("/account/password.data", fields, person.cookie);
      for (const typed of Object.values(fields)) expect(raw).not.toContain(typed);
    }
    expect(await sessionsOf(person)).toEqual([person.session_id]);
    expect(await eventsOf(person)).toEqual([]);
  });

  test("ends the other sessions at once, renews this one, voids links, tells the owner", async () => {
    const person = await createPerson(database.admin);
    const other = await signIn(database.admin, person.id);
    await send("/account/email", { email: "void@example.org", current_password: PASSWORD }, person.cookie);
    const link = linkIn(await mailTo(app, "void@example.org", /Confirm/));
    const done = await send(
      "/account/password",
      { current_password: PASSWORD, new_password: NEW },
      person.cookie,
    );
    expect([done.status, done.headers.location]).toEqual([303, "/account?done=password"]);
    const renewed = cookieOf(done.headers);
    expect((await get("/account", renewed)).status).toBe(200);
    expect((await get("/account", other.cookie)).status).toBe(302);
    expect((await get("/account", person.cookie)).status).toBe(302);
    expect(await sessionsOf(person)).toHaveLength(1);
    expect(await sessionsOf(person)).not.toContain(person.session_id);
    await mailTo(app, person.email, /Your password was changed/);
    expect((await get(link)).status).toBe(404);
    expect((await send(link, { token: new URL(link, "http://x").searchParams.get("token")! })).status).toBe(
      404,
    );
    const again = await send("/account/password", { current_password: PASSWORD, new_password: NEW }, renewed);
    expect(again.status).toBe(422);
    expect(
      (await send("/account/password", { current_password: NEW, new_password: PASSWORD }, renewed)).status,
    ).toBe(303);
  });

  test("that nobody set: no form, a way to set one", async () => {
    const person = await createPerson(database.admin, { password_hash: null });
    const { status, text } = await get("/account/password", person.cookie);
    expect([status, text.includes("/forgot-password"), text.includes("current_password")]).toEqual([
      200,
      true,
      false,
    ]);
    expect(
      (await send("/account/password", { current_password: "x", new_password: NEW }, person.cookie)).status,
    ).toBe(422);
    expect((await rowOf(person)).password_hash).toBeNull();
  });

  test("of two changes at once one holds", async () => {
    const person = await createPerson(database.admin);
    const answers = await Promise.all(
      ["the first of two changes", "the second of two changes"].map((new_password) =>
        send("/account/password", { current_password: PASSWORD, new_password }, person.cookie),
      ),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await sessionsOf(person)).toHaveLength(1);
  });
});

describe("an e-mail", () => {
  const wish = (person: Person, email: string, current_password = PASSWORD) =>
    send("/account/email", { email, current_password }, person.cookie);

  test("changes by the link; both addresses are told; the other sessions end", async () => {
    const person = await createPerson(database.admin);
    const other = await signIn(database.admin, person.id);
    const to = `new-${randomUUID().slice(0, 8)}@example.org`;
    expect((await wish(person, to)).headers.location).toBe("/account?done=asked");
    expect((await get("/account", person.cookie)).text).toContain(to);
    const asked = await mailTo(app, person.email, /about to change/);
    expect(asked.text).toContain(to);
    expect(asked.text).not.toContain("token=");
    const link = linkIn(await mailTo(app, to, /Confirm/));
    const token = new URL(link, "http://x").searchParams.get("token")!;
    // Mail scanners follow links: looking changes nothing.
    for (let n = 0; n < 2; n++) expect((await get(link, person.cookie)).status).toBe(200);
    expect((await rowOf(person)).email).toBe(person.email);
    const done = await send(link, { token }, person.cookie);
    expect([done.status, done.headers.location]).toEqual([303, "/account?done=email"]);
    expect((await rowOf(person)).email).toBe(to);
    expect((await get("/account", cookieOf(done.headers))).status).toBe(200);
    expect((await get("/account", person.cookie)).status).toBe(302);
    expect((await get("/account", other.cookie)).status).toBe(302);
    await mailTo(app, person.email, /was changed/);
    expect((await get(link)).status).toBe(404);
    expect((await send(link, { token })).status).toBe(404);
    expect(await eventsOf(person)).toEqual(["account.email_change_asked", "account.email_changed"]);
  });

  test("also in a browser that is signed out, or signed in as somebody else", async () => {
    const person = await createPerson(database.admin);
    const stranger = await createPerson(database.admin);
    const to = `elsewhere-${randomUUID().slice(0, 8)}@example.org`;
    await wish(person, to);
    const link = linkIn(await mailTo(app, to, /Confirm/));
    const token = new URL(link, "http://x").searchParams.get("token")!;
    const done = await send(link, { token }, stranger.cookie);
    expect([done.status, done.headers["set-cookie"]]).toEqual([200, undefined]);
    expect(done.text).toContain("Your e-mail is changed");
    expect(await sessionsOf(person)).toEqual([]);
    expect(await sessionsOf(stranger)).toEqual([stranger.session_id]);
  });

  test("needs the password, and cannot be one's own", async () => {
    const person = await createPerson(database.admin);
    expect((await wish(person, "x@example.org", "wrong wrong wrong")).status).toBe(422);
    expect((await wish(person, person.email)).text).toContain("That is your address already.");
    expect((await wish(person, "no address")).status).toBe(422);
    await jobsAreDone();
    expect(mailsTo(app, "x@example.org")).toEqual([]);
  });

  test("of somebody else gets the same answer, and a mail without a link to confirm", async () => {
    const person = await createPerson(database.admin);
    const owner = await createPerson(database.admin);
    const free = await wish(person, `free-${randomUUID().slice(0, 8)}@example.org`);
    const taken = await wish(person, owner.email.toUpperCase());
    expect([taken.status, taken.headers.location, taken.text]).toEqual([
      free.status,
      free.headers.location,
      free.text,
    ]);
    const told = await mailTo(app, owner.email, /has a Daybook account already/);
    expect(told.text).not.toContain("token=");
    expect(await rowOf(owner)).toMatchObject({ email: owner.email });
  });

  test("that somebody took in the meantime is theirs", async () => {
    const person = await createPerson(database.admin);
    const to = `raced-${randomUUID().slice(0, 8)}@example.org`;
    await wish(person, to);
    const link = linkIn(await mailTo(app, to, /Confirm/));
    await createPerson(database.admin, { email: to });
    const answer = await send(
      link,
      { token: new URL(link, "http://x").searchParams.get("token")! },
      person.cookie,
    );
    expect(answer.status).toBe(409);
    expect((await rowOf(person)).email).toBe(person.email);
  });

  test("is not changed by who knew the password, once the owner has set a new one by mail", async () => {
    const person = await createPerson(database.admin);
    const to = `thief-${randomUUID().slice(0, 8)}@example.org`;
    await wish(person, to);
    const link = linkIn(await mailTo(app, to, /Confirm/));
    await send("/forgot-password", { email: person.email });
    const reset = linkIn(await mailTo(app, person.email, /password/i));
    const token = new URL(reset, "http://x").searchParams.get("token")!;
    const done = await send(reset, { token, password: "set by mail this time" });
    expect(done.status).toBe(303);
    expect((await send(link, { token: new URL(link, "http://x").searchParams.get("token")! })).status).toBe(
      404,
    );
    expect((await rowOf(person)).email).toBe(person.email);
  });

  test("a later wish makes the earlier link void; a link is over after a day", async () => {
    const person = await createPerson(database.admin);
    const [first, second] = ["one", "two"].map((name) => `${name}-${randomUUID().slice(0, 8)}@example.org`);
    await wish(person, first!);
    const link = linkIn(await mailTo(app, first!, /Confirm/));
    await wish(person, second!);
    expect((await get(link)).status).toBe(404);
    const later = linkIn(await mailTo(app, second!, /Confirm/));
    await database.admin.query(
      "update verification_tokens set expires_at = now() - interval '1 s' where email = $1",
      [second],
    );
    expect((await get(later)).status).toBe(404);
    expect((await send(later, { token: new URL(later, "http://x").searchParams.get("token")! })).status).toBe(
      404,
    );
    expect((await rowOf(person)).email).toBe(person.email);
  });
});

describe("sessions", () => {
  const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

  test("are listed in words; one can be ended, or all others", async () => {
    const person = await createPerson(database.admin);
    const laptop = await signIn(database.admin, person.id, {
      values: { user_agent: FIREFOX, address: "203.0.113.7" },
    });
    const phone = await signIn(database.admin, person.id, {
      values: { user_agent: "<script>alert(1)</script>" },
    });
    const { text } = await get("/account", person.cookie);
    expect(text).toContain("Firefox on Windows");
    expect(text).toContain("203.0.113.7");
    expect(text).not.toContain("<script>alert");
    expect(text.match(/This one/g)).toHaveLength(1);
    expect((await send(`/account/sessions/${laptop.session_id}/end`, {}, person.cookie)).status).toBe(303);
    expect((await get("/account", laptop.cookie)).status).toBe(302);
    expect((await send("/account/sessions/end-others", {}, person.cookie)).headers.location).toBe(
      "/account?done=others#sessions",
    );
    expect((await get("/account", phone.cookie)).status).toBe(302);
    expect(await sessionsOf(person)).toEqual([person.session_id]);
    expect(await eventsOf(person)).toEqual(["account.session_ended", "account.signed_out_elsewhere"]);
  });

  test("of somebody else cannot be ended", async () => {
    const [person, victim] = [await createPerson(database.admin), await createPerson(database.admin)];
    await send(`/account/sessions/${victim.session_id}/end`, {}, person.cookie);
    expect(await sessionsOf(victim)).toEqual([victim.session_id]);
    expect((await send("/account/sessions/not-a-uuid/end", {}, person.cookie)).status).toBe(404);
  });

  test("one's present one: signed out", async () => {
    const person = await createPerson(database.admin);
    const { status, headers } = await send(`/account/sessions/${person.session_id}/end`, {}, person.cookie);
    expect([status, headers.location]).toEqual([303, "/"]);
    expect(headers["set-cookie"]?.[0]).toMatch(/Max-Age=0/);
  });
});

test("the download: all of one's own, nothing of others, no secret", async () => {
  const person = await createPerson(
    database.admin,
    { name: "Katherine Johnson" },
    { user_agent: "Browser X" },
  );
  const stranger = await createPerson(database.admin, { name: "Somebody Else" });
  const provider = await createProvider(database.admin, { name: "Orbit Studio" });
  await createMembership(database.admin, provider.id, person.id, "manager");
  await createMembership(database.admin, provider.id, stranger.id, "owner");
  await send("/account/profile", { name: "Katherine G. Johnson" }, person.cookie);
  const { status, headers, text } = await get("/account/data", person.cookie);
  expect([status, headers["content-type"], headers["content-disposition"], headers["cache-control"]]).toEqual(
    [200, "application/json; charset=utf-8", 'attachment; filename="daybook-account.json"', "no-store"],
  );
  const held = JSON.parse(text);
  expect(held.account).toMatchObject({
    name: "Katherine G. Johnson",
    email: person.email,
    has_password: true,
  });
  expect(held.works_for).toEqual([{ username: provider.username, name: "Orbit Studio", role: "manager" }]);
  expect(held.sessions).toMatchObject([{ is_this_one: true, browser: "Browser X" }]);
  expect(held.history).toMatchObject([{ action: "account.renamed" }]);
  for (const secret of ["$2b$", person.session_id, stranger.email, "Somebody Else"])
    expect(text).not.toContain(secret);
});

test("the providers one works for, and no others", async () => {
  const person = await createPerson(database.admin);
  const mine = await createProvider(database.admin, { name: "My Own Studio" });
  await createProvider(database.admin, { name: "Not Mine" });
  await createMembership(database.admin, mine.id, person.id, "viewer");
  const { status, text } = await get("/dashboard/providers", person.cookie);
  expect(status).toBe(200);
  expect(text).toContain("My Own Studio");
  expect(text).toContain("Viewer");
  expect(text).not.toContain("Not Mine");
  expect((await get("/dashboard/providers")).status).toBe(302);
});

test("the front page knows who is signed in; a public page does not ask", async () => {
  const person = await createPerson(database.admin, { name: "Mary Jackson" });
  expect((await get("/", person.cookie)).text).toContain("Mary Jackson");
  expect((await get("/")).text).toContain("/sign-in");
  const { username } = await createProvider(database.admin);
  const [own, anyone] = [await get(`/book/${username}`, person.cookie), await get(`/book/${username}`)];
  expect(own.text).toBe(anyone.text);
});

/** Members and invitations through HTTP: the mail, its link, each kind of visitor, and what a refused form says. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";
import { createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let provider_id: string;
let owner: { id: string; Cookie: string };
const MEMBERS = "/dashboard/lena/members";
const PASSWORD = "correct horse battery staple";

const person = async (role: "owner" | "manager" | "viewer" | null, values: Record<string, unknown> = {}) => {
  const { id } = await createAccount(database.admin, values);
  if (role) await createMembership(database.admin, provider_id, id, role);
  return { id, Cookie: (await signIn(database.admin, id)).cookie };
};

beforeAll(async () => {
  ({ provider_id } = await createOpenPractice(database.admin, { username: "lena", name: "Lena Hartmann" }));
  owner = await person("owner", { name: "Olga Ladyzhenskaya" });
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

type Mail = { to: string; subject: string; text: string };
const mailTo = async (email: string) => {
  const folder = path.join(app.data_dir, "mail");
  return until<Mail | undefined>(`there is a mail to ${email}`, () => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    return names
      .map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Mail)
      .find(({ to }) => to === email);
  });
};
const invite = async (email: string, role = "viewer") => {
  const sent = await post(app, `${MEMBERS}/invitations`, { email, role }, { Cookie: owner.Cookie });
  expect([sent.status, sent.headers.location]).toEqual([303, `${MEMBERS}?just=invited`]);
  const mail = (await mailTo(email))!;
  const [link] = /https:\/\/book\.example\.org\/join\/lena\/[\w-]{32}(?=\n)/.exec(mail.text) ?? [];
  const { rows } = await database.admin.query("select id from invitations where email = $1", [email]);
  return { mail, join: new URL(link!).pathname, id: rows[0].id as string };
};
const page = async (where: string, Cookie?: string) => {
  const answer = await ask(app, where, { headers: Cookie ? { Cookie } : {} });
  const text = answer.text.replaceAll("<!-- -->", "");
  return { ...answer, text, title: /<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1] };
};

test("an invitation: the mail says who invites to what as what, its page too, and is private", async () => {
  const { mail, join } = await invite("grace@example.org", "manager");
  expect(mail.subject).toBe("Join Lena Hartmann on Daybook");
  expect(mail.text).toContain(
    "Olga Ladyzhenskaya invites you to join Lena Hartmann on Daybook as a manager.",
  );
  const shown = await page(join);
  expect([shown.status, shown.title]).toEqual([200, "Join Lena Hartmann"]);
  expect(shown.text).toContain("Olga Ladyzhenskaya invites you");
  expect(shown.headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "strict-origin",
    "x-robots-tag": "noindex, nofollow",
  });
  // Looking is not accepting: programs that check mails look.
  expect((await database.admin.query("select role from memberships where role = 'manager'")).rows).toEqual(
    [],
  );
});

test("with a new account: name and password are all, then one is in; the link is used up", async () => {
  const { join } = await invite("new@example.org");
  const short = await post(app, `${join}/account`, { name: "Grace Hopper", password: "short" });
  expect(short.status).toBe(422);
  expect(short.text).toContain("Use 10 characters or more");
  expect(short.text).toContain('value="Grace Hopper"');
  expect(short.text).not.toMatch(/value="short"/);
  const made = await post(app, `${join}/account`, {
    name: "Grace Hopper",
    password: PASSWORD,
    role: "owner",
    email: "mallory@example.org",
  });
  expect([made.status, made.headers.location]).toEqual([303, "/dashboard/lena"]);
  const Cookie = made.headers["set-cookie"]![0]!.split(";")[0]!;
  expect((await page("/dashboard/lena", Cookie)).status).toBe(200);
  // Known from here on: whoever guesses elsewhere cannot keep this browser out.
  expect(made.headers["set-cookie"]![1]).toMatch(/^__Host-daybook-device=/);
  const { rows } = await database.admin.query(
    "select a.email, m.role from accounts a join memberships m on m.account_id = a.id where a.name = 'Grace Hopper'",
  );
  expect(rows).toEqual([{ email: "new@example.org", role: "viewer" }]);
  const again = await page(join);
  expect([again.status, again.title]).toEqual([404, "This invitation is no longer open"]);
  const asMember = await page(join, Cookie);
  expect([asMember.status, asMember.title]).toEqual([200, "You are a member of Lena Hartmann"]);
  expect((await post(app, `${join}/account`, { name: "Eve", password: PASSWORD })).status).toBe(404);
});

test("with an account: signed in as the invited, as another, and not signed in", async () => {
  const { join } = await invite("ada@example.org");
  const ada = await person(null, { email: "Ada@example.org", name: "Ada Lovelace" });
  const other = await person(null, { name: "Charles Babbage", email: "charles@example.org" });

  const stranger = await page(join);
  expect(stranger.text).toContain(`/sign-in?next=${encodeURIComponent(join)}`);
  expect(stranger.text).not.toContain("Ada Lovelace");
  const planted = await post(app, `${join}/account`, { name: "Mallory", password: PASSWORD });
  expect(planted.status).toBe(409);
  expect((await post(app, join, {})).status).toBe(401);

  const wrong = await page(join, other.Cookie);
  expect(wrong.text).toContain("You are signed in as");
  expect(wrong.text).toContain('action="/sign-out"');
  expect((await post(app, join, {}, { Cookie: other.Cookie })).status).toBe(403);

  expect((await page(join, ada.Cookie)).text).toContain("Accept the invitation");
  const joined = await post(app, join, {}, { Cookie: ada.Cookie });
  expect([joined.status, joined.headers.location]).toEqual([303, "/dashboard/lena"]);
  // Rights grew: the session has a new id, and the old cookie is nobody's.
  const fresh = joined.headers["set-cookie"]![0]!.split(";")[0]!;
  expect((await page("/dashboard/lena", fresh)).status).toBe(200);
  expect((await page("/dashboard/lena", ada.Cookie)).status).toBe(302);
  expect((await post(app, join, {}, { Cookie: fresh })).status).toBe(200);
});

test("links that lead nowhere any more are kind, and never a 500", async () => {
  const { join, id } = await invite("late@example.org");
  await database.admin.query("update invitations set expires_at = now() where id = $1", [id]);
  const expired = await page(join);
  expect([expired.status, expired.title]).toEqual([410, "This invitation has expired"]);
  expect(expired.text).toContain("Ask Olga Ladyzhenskaya for a new one.");
  const again = await post(app, `${MEMBERS}/invitations/${id}/mail`, {}, { Cookie: owner.Cookie });
  expect(again.headers.location).toBe(`${MEMBERS}?just=sent`);
  expect((await page(join)).status).toBe(200);
  await post(app, `${MEMBERS}/invitations/${id}/withdrawal`, {}, { Cookie: owner.Cookie });
  expect((await page(join)).status).toBe(404);
  const twice = await post(app, `${MEMBERS}/invitations/${id}/withdrawal`, {}, { Cookie: owner.Cookie });
  expect([twice.status, twice.text.includes("not open any more")]).toEqual([404, true]);
  for (const token of ["x", "%00", "a".repeat(32), "a".repeat(5000)])
    expect((await page(`/join/lena/${token}`)).status).toBe(404);
});

test("forms about members: errors beside the field, what was typed is kept, 404 for who is no member", async () => {
  const headers = { Cookie: owner.Cookie };
  const bad = await post(app, `${MEMBERS}/invitations`, { email: "no address", role: "king" }, headers);
  expect(bad.status).toBe(422);
  expect(bad.text).toContain('value="no address"');
  expect(bad.text).toContain("Choose what they may do.");
  await invite("twice@example.org");
  const twice = await post(
    app,
    `${MEMBERS}/invitations`,
    { email: "TWICE@example.org", role: "viewer" },
    headers,
  );
  expect([twice.status, twice.text.includes("This address has an open invitation")]).toEqual([409, true]);
  const nobody = `${MEMBERS}/0190f0f0-0000-7000-8000-000000000000`;
  for (const where of [`${nobody}/role`, `${nobody}/removal`, `${MEMBERS}/not-an-id/role`])
    expect((await page(where, owner.Cookie)).status, where).toBe(404);
  expect((await post(app, `${nobody}/removal`, {}, headers)).status).toBe(404);
  expect(
    (await post(app, `${MEMBERS}/${owner.id}/role`, { role: "god", was: "owner" }, headers)).status,
  ).toBe(422);
});

test("a role that changes and a member who is removed: their sessions are over at the next request", async () => {
  const headers = { Cookie: owner.Cookie };
  const vera = await person("viewer", { name: "Vera Rubin" });
  expect((await page(MEMBERS, vera.Cookie)).text).not.toContain("Send the invitation");
  expect((await page(`${MEMBERS}/${vera.id}/role`, vera.Cookie)).status).toBe(403);
  expect((await post(app, `${MEMBERS}/${owner.id}/removal`, {}, { Cookie: vera.Cookie })).status).toBe(403);
  await post(app, `${MEMBERS}/${vera.id}/role`, { role: "manager", was: "viewer" }, headers);
  expect((await page("/dashboard/lena", vera.Cookie)).status).toBe(302);
  const again = (await signIn(database.admin, vera.id)).cookie;
  expect((await page(`/dashboard/lena/history`, again)).text).toContain(
    "Made Vera Rubin a manager, who was a viewer",
  );
  expect((await page(`${MEMBERS}/${vera.id}/removal`, owner.Cookie)).title).toBe("Remove Vera Rubin?");
  await post(app, `${MEMBERS}/${vera.id}/removal`, {}, headers);
  expect((await page("/dashboard/lena", again)).status).toBe(302);
  const last = (await signIn(database.admin, vera.id)).cookie;
  expect((await page("/dashboard/lena", last)).status).toBe(404);
});

test("leaving: everybody may, but for the last owner", async () => {
  const max = await person("manager");
  const left = await post(app, `${MEMBERS}/departure`, {}, { Cookie: max.Cookie });
  expect([left.status, left.headers.location]).toEqual([303, "/dashboard"]);
  expect((await page("/dashboard/lena", max.Cookie)).status).toBe(404);
  expect((await page(`${MEMBERS}/departure`, owner.Cookie)).text).toContain("There must be an owner");
  const alone = await post(app, `${MEMBERS}/departure`, {}, { Cookie: owner.Cookie });
  expect([alone.status, alone.text.includes("There must be an owner")]).toEqual([409, true]);
  expect((await page(`${MEMBERS}/${owner.id}/role`, owner.Cookie)).text).toContain("There must be an owner");
});

test("history: who, when, from where, what; not for viewers; page after page", async () => {
  const vera = await person("viewer");
  expect((await page("/dashboard/lena/history", vera.Cookie)).status).toBe(403);
  const first = await page("/dashboard/lena/history", owner.Cookie);
  expect(first.text).toMatch(/Invited \S+@example\.org as a viewer/);
  expect(first.text).toContain("Olga Ladyzhenskaya, from 127.0.0.1");
  await database.admin.query(
    `insert into audit_events (provider_id, id, action, actor, at)
     select $1, ('0190f0f0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'test.done', 'system', now()
     from generate_series(1, 60) n`,
    [provider_id],
  );
  let [where, pages] = ["/dashboard/lena/history", 0];
  let found = 0;
  for (;;) {
    const shown = await page(where, owner.Cookie);
    found += shown.text.match(/test done/g)?.length ?? 0;
    pages++;
    const more = /href="(\?after=[^"]+)"/.exec(shown.text)?.[1];
    if (!more) break;
    where = `/dashboard/lena/history${more}`;
  }
  expect([found, pages > 2]).toEqual([60, true]);
  expect((await page("/dashboard/lena/history?after=%00rubbish", owner.Cookie)).status).toBe(200);
});

/** Sign-up, sign-in and the forgotten password, through HTTP: what is told to whom, and what works once. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "#app/domain/passwords.server.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, signIn } from "#tests/support/sign-in.ts";
import { createVisitor, headingOf } from "#tests/support/visitor.ts";
import { type Answer, type App, ask, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
const PASSWORD = "correct horse battery";
const SESSION = "__Host-daybook-session";
let app: App;
let hash: string;
let n = 0;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
  await createAccount(database.admin, { email: "first@example.org" });
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const newAddress = () => `person-${++n}@example.org`;
const account = (values: Record<string, unknown> = {}) =>
  createAccount(database.admin, { email: newAddress(), password_hash: hash, ...values });
const sessionsOf = async (account_id: string) =>
  (await database.admin.query("select id from sessions where account_id = $1", [account_id])).rows;
const later = (answer: Answer) => [answer.status, answer.headers.location];

type Mail = { to: string; subject: string; text: string };
const mailsTo = (to: string): Mail[] => {
  const folder = path.join(app.data_dir, "mail");
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Mail)
    .filter((mail) => mail.to === to);
};
const queueIsEmpty = () =>
  until(
    "the queue is empty",
    async () =>
      !(await database.admin.query("select from graphile_worker.jobs where run_at < now() + interval '10 s'"))
        .rowCount,
  );
/** The path of the link in the only mail to an address with this subject. */
const linkTo = async (to: string, subject: string): Promise<string> => {
  const mails = await until("the mail is there", async () => {
    await queueIsEmpty();
    return mailsTo(to).filter((mail) => mail.subject === subject);
  });
  expect(mails.length).toBe(1);
  const [url = ""] = /https:\S+\?token=\S+/.exec(mails[0]!.text) ?? [];
  expect(url).toMatch(/^https:\/\/book\.example\.org\//);
  return url.replace("https://book.example.org", "");
};
const tokenOf = (link: string) => new URL(link, "http://x").searchParams.get("token") ?? "";

const signUpLink = async (email: string, next?: string) => {
  expect(later(await post(app, "/sign-up", { email, ...(next && { next }) }))).toEqual([
    303,
    "/sign-up/sent",
  ]);
  return linkTo(email, "Finish your sign-up");
};

describe("sign-up", () => {
  test("address, mail, name and password: then there is an account, proven and signed in", async () => {
    const email = newAddress();
    const link = await signUpLink(email, "/dashboard/providers");
    expect((await database.admin.query("select from accounts where email = $1", [email])).rowCount).toBe(0);
    const visitor = createVisitor(app);
    const page = await visitor.get(link);
    expect([page.status, page.headers["referrer-policy"], page.headers["cache-control"]]).toEqual([
      200,
      "strict-origin",
      "no-store",
    ]);
    const made = await visitor.post(link, { token: tokenOf(link), name: "Ada", password: PASSWORD });
    expect(later(made)).toEqual([303, "/dashboard/providers"]);
    expect((await visitor.get("/account")).status).toBe(200);
    const { rows } = await database.admin.query(
      "select name, operator_since, password_hash, email_verified_at from accounts where email = $1",
      [email],
    );
    expect(rows[0]).toMatchObject({ name: "Ada", operator_since: null });
    expect(rows[0].password_hash).toMatch(/^\$2b\$12\$/);
  });

  test("a link works once, however many use it at the same time", async () => {
    const email = newAddress();
    const link = await signUpLink(email);
    const form = { token: tokenOf(link), name: "Ada", password: PASSWORD };
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(app, link, form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    expect((await ask(app, link)).status).toBe(410);
  });

  test("opening the link changes nothing, and what is wrong keeps it", async () => {
    const email = newAddress();
    const link = await signUpLink(email);
    await ask(app, link);
    for (const password of ["short", "password12", email, ""]) {
      const refused = await post(app, link, { token: tokenOf(link), name: "Ada", password });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('id="password-error"');
      if (password) expect(refused.text.replaceAll(email, "")).not.toContain(`value="${password}"`);
    }
    expect((await post(app, link, { token: tokenOf(link), name: "Ada", password: PASSWORD })).status).toBe(
      303,
    );
  });

  test("an old link says so, and an unknown one", async () => {
    const email = newAddress();
    const link = await signUpLink(email);
    await database.admin.query("update verification_tokens set expires_at = now() where email = $1", [email]);
    expect(headingOf(await ask(app, link))).toBe("This link is too old");
    const form = { token: tokenOf(link), name: "Ada", password: PASSWORD };
    expect((await post(app, link, form)).status).toBe(410);
    for (const token of ["A".repeat(32), "x", "", "%00"])
      expect((await ask(app, `/sign-up/confirm?token=${token}`)).status).toBe(404);
    expect((await ask(app, "/sign-up/confirm")).status).toBe(404);
    // A link of one kind is none of the other.
    expect((await ask(app, `/reset-password?token=${tokenOf(link)}`)).status).toBe(404);
  });

  test("the token is stored nowhere, nor in the log", async () => {
    const link = await signUpLink(newAddress());
    const token = tokenOf(link);
    await ask(app, link);
    const { rows } = await database.admin.query("select * from verification_tokens");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(app.output()).not.toContain(token);
  });

  test("by invitation: nobody else gets in, also not with a link of before", async () => {
    const link = await signUpLink(newAddress());
    await database.admin.query("update installation set sign_up = 'invitation'");
    try {
      expect(headingOf(await ask(app, "/sign-up"))).toBe("Sign-up is by invitation");
      expect((await post(app, "/sign-up", { email: newAddress() })).status).toBe(403);
      const form = { token: tokenOf(link), name: "Ada", password: PASSWORD };
      expect((await post(app, link, form)).status).toBe(403);
    } finally {
      await database.admin.query("update installation set sign_up = 'open'");
    }
  });
});

test("whom the operator invites gets in while sign-up is by invitation", async () => {
  const operator = await account({ operator_since: "2026-01-01T00:00:00Z" });
  const { cookie } = await signIn(database.admin, operator.id);
  const email = newAddress();
  await database.admin.query("update installation set sign_up = 'invitation'");
  try {
    const invited = await post(app, "/admin/invitations", { email }, { Cookie: cookie });
    expect(invited.status).toBe(303);
    const link = await linkTo(email, "Your invitation to Daybook");
    const form = { token: tokenOf(link), name: "Ada", password: PASSWORD };
    expect(later(await post(app, link, form))).toEqual([303, "/welcome"]);
  } finally {
    await database.admin.query("update installation set sign_up = 'open'");
  }
});

describe("what a stranger learns", () => {
  /** What the answer says besides when and which. */
  const told = ({ status, headers, text }: Answer) => {
    const { date, "content-length": _, ...rest } = headers;
    return { status, headers: Object.keys(rest).sort(), location: rest.location, text };
  };

  test("sign-up and reset answer the same for known and unknown addresses; only the mails differ", async () => {
    const { email: known } = await account();
    const unknown = newAddress();
    for (const form of ["/sign-up", "/forgot-password"])
      expect(told(await post(app, form, { email: known }))).toEqual(
        told(await post(app, form, { email: unknown })),
      );
    await queueIsEmpty();
    expect(
      mailsTo(known)
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(["Set a new password", "You have an account already"]);
    expect(mailsTo(unknown).map(({ subject }) => subject)).toEqual(["Finish your sign-up"]);
    expect(mailsTo(known).find(({ subject }) => /already/.test(subject))?.text).not.toContain("token=");
  });

  test("they write the same rows", async () => {
    const { email: known } = await account();
    const unknown = newAddress();
    for (const email of [known, unknown]) await post(app, "/forgot-password", { email });
    const rows = async (email: string) =>
      (
        await database.admin.query(
          "select purpose, account_id, details, used_at from verification_tokens where email = $1",
          [email],
        )
      ).rows;
    expect(await rows(known)).toEqual(await rows(unknown));
  });

  test("sign-in answers the same for a wrong password and for nobody, and compares a hash for both", async () => {
    const { email: known } = await account();
    const unknown = newAddress();
    const { email: without } = await account({ password_hash: null });
    const wrong = (email: string) => post(app, "/sign-in", { email, password: "a wrong password" });
    const one = told(await wrong(known));
    expect(one.status).toBe(422);
    for (const email of [unknown, without])
      expect({ ...told(await wrong(email)), text: "" }).toEqual({ ...one, text: "" });
    expect((await wrong(unknown)).text.replaceAll(unknown, "")).toBe(
      (await wrong(known)).text.replaceAll(known, ""),
    );
    // bcrypt at cost 12 takes some 200 ms; an answer without it a few. Medians, and far apart: nothing here is close.
    const times = async (email: string) => {
      const all: number[] = [];
      for (let i = 0; i < 3; i++) {
        const began = performance.now();
        await wrong(email);
        all.push(performance.now() - began);
      }
      return all.sort((a, b) => a - b)[1]!;
    };
    expect((await times(newAddress())) / (await times((await account()).email))).toBeGreaterThan(0.3);
  });
});

describe("sign-in", () => {
  test("leads on, with a session of its own; the browser's former one ends", async () => {
    const { id, email } = await account();
    const before = await signIn(database.admin, id);
    const visitor = createVisitor(app, { [SESSION]: before.token });
    const form = { email: email.toUpperCase(), password: PASSWORD, next: "/account?x=1" };
    expect(later(await visitor.post("/sign-in", form))).toEqual([303, "/account?x=1"]);
    expect(visitor.jar.get(SESSION)).not.toBe(before.token);
    const left = await sessionsOf(id);
    expect(left.length).toBe(1);
    expect(left[0].id).not.toBe(before.session_id);
    expect(later(await visitor.get("/sign-in?next=/account"))).toEqual([302, "/account"]);
  });

  test("the cookie is the browser's alone", async () => {
    const { email } = await account();
    const { headers } = await post(app, "/sign-in", { email, password: PASSWORD });
    const cookie = headers["set-cookie"]?.find((one) => one.startsWith(SESSION));
    expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
  });

  test("every character of a long password counts", async () => {
    const long = "x".repeat(80);
    const { email } = await account({ password_hash: await hashPassword(`${long}a`) });
    expect((await post(app, "/sign-in", { email, password: `${long}b` })).status).toBe(422);
    expect((await post(app, "/sign-in", { email, password: long })).status).toBe(422);
    expect((await post(app, "/sign-in", { email, password: `${long}a` })).status).toBe(303);
  });

  test("a suspended account is told to who knows its password", async () => {
    const { email } = await account({ suspended_at: "2026-01-01T00:00:00Z", suspension_reason: "Spam." });
    expect((await post(app, "/sign-in", { email, password: "a wrong password" })).status).toBe(422);
    const told = await post(app, "/sign-in", { email, password: PASSWORD });
    expect([told.status, told.headers["set-cookie"], told.text.includes("Spam.")]).toEqual([
      403,
      undefined,
      true,
    ]);
  });

  test("signing out ends the session itself", async () => {
    const { id, email } = await account();
    const visitor = createVisitor(app);
    await visitor.post("/sign-in", { email, password: PASSWORD });
    const stolen = visitor.jar.get(SESSION)!;
    expect((await visitor.get("/sign-out")).status).toBe(200);
    expect((await sessionsOf(id)).length).toBe(1);
    expect(later(await visitor.post("/sign-out"))).toEqual([303, "/"]);
    expect(visitor.jar.has(SESSION)).toBe(false);
    expect(await sessionsOf(id)).toEqual([]);
    const again = await createVisitor(app, { [SESSION]: stolen }).get("/account");
    expect(again.status).toBe(302);
  });
});

describe("a forgotten password", () => {
  test("a link sets a new one, once; every session ends, other links are void, and the owner is told", async () => {
    const { id, email } = await account();
    const other = await signIn(database.admin, id);
    await post(app, "/forgot-password", { email });
    const link = await linkTo(email, "Set a new password");
    await post(app, "/forgot-password", { email });
    await queueIsEmpty();
    const second = mailsTo(email).filter(({ text }) => text.includes("token=") && !text.includes(link))[0]!;
    const [, spare = ""] = /(\/reset-password\?token=\S+)/.exec(second.text) ?? [];

    const visitor = createVisitor(app);
    const form = (password: string, of = link) => ({ token: tokenOf(of), password });
    expect((await visitor.post(link, form("short"))).status).toBe(422);
    expect(later(await visitor.post(link, form("another horse battery")))).toEqual([303, "/dashboard"]);
    expect((await visitor.get("/account")).status).toBe(200);
    expect((await createVisitor(app, { [SESSION]: other.token }).get("/account")).status).toBe(302);
    expect((await post(app, link, form("a third horse battery"))).status).toBe(410);
    expect((await post(app, spare, form("a third horse battery", spare))).status).toBe(404);
    expect((await post(app, "/sign-in", { email, password: PASSWORD })).status).toBe(422);
    expect((await post(app, "/sign-in", { email, password: "another horse battery" })).status).toBe(303);
    await queueIsEmpty();
    expect(mailsTo(email).map(({ subject }) => subject)).toContain("Your password was changed");
  });
});

test("the first account of an empty installation is its operator", async () => {
  await database.admin.query("delete from accounts");
  const [one, two] = [newAddress(), newAddress()];
  const links = [await signUpLink(one), await signUpLink(two)];
  const made = await Promise.all(
    links.map((link) => post(app, link, { token: tokenOf(link), name: "Ada", password: PASSWORD })),
  );
  expect(made.map(({ status }) => status)).toEqual([303, 303]);
  const { rows } = await database.admin.query("select from accounts where operator_since is not null");
  expect(rows.length).toBe(1);
});

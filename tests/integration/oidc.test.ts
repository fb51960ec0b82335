/** Sign-in by others, against a real provider: who gets in, who gets an account, who has to prove more. */
import { createHash } from "node:crypto";
import bcrypt from "bcrypt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { mailTo } from "#tests/support/account-people.ts";
import { CLIENT, type Issuer, startIssuer } from "#tests/support/oidc.ts";
import { comeBack, FLOW, leaveFor, SESSION, START, signInThere } from "#tests/support/oidc-walk.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, signIn } from "#tests/support/sign-in.ts";
import { createVisitor, headingOf, type Visitor } from "#tests/support/visitor.ts";
import { type App, ask, PUBLIC_URL, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let issuer: Issuer;
let app: App;

beforeAll(async () => {
  issuer = await startIssuer({ redirect_uri: `${PUBLIC_URL}${START}/callback` });
  app = await startApp({ ...database, env: issuer.env });
});
afterAll(async () => {
  await app?.stop();
  await issuer?.stop();
});
afterEach(async () => {
  issuer.people.clear();
  await database.admin.query("update installation set sign_up = 'open'");
});

const accountOf = async (email: string) =>
  (await database.admin.query("select * from accounts where email = $1", [email])).rows[0];
const identitiesOf = async (account_id: string) =>
  (await database.admin.query("select * from identities where account_id = $1", [account_id])).rows;
const actionsOf = async (account_id: string) =>
  (
    await database.admin.query("select action from account_events where account_id = $1 order by at, id", [
      account_id,
    ])
  ).rows.map(({ action }) => action);

/** The bcrypt of a password as the application stores it. */
const hashOf = (password: string) =>
  bcrypt.hash(createHash("sha384").update(password, "utf8").digest("base64"), 4);

describe("on the way there", () => {
  test("PKCE with S256, state and nonce; the address to come back to is ours, whatever the request was sent to", async () => {
    const visitor = createVisitor(app);
    const { searchParams: sent, origin } = await leaveFor(visitor);
    expect(origin).toBe(issuer.url);
    expect(sent.get("redirect_uri")).toBe(`${PUBLIC_URL}${START}/callback`);
    expect(sent.get("response_type")).toBe("code");
    expect(sent.get("scope")).toBe("openid email profile");
    expect(sent.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"])
      expect(sent.get(name)!.length).toBeGreaterThan(40);
    const again = await leaveFor(visitor);
    for (const name of ["code_challenge", "state", "nonce"])
      expect(again.searchParams.get(name)).not.toBe(sent.get(name));
  });

  test("the cookie is short-lived, and no script's or other site's; the page is stored nowhere", async () => {
    const visitor = createVisitor(app);
    const started = await visitor.post(START);
    const cookie = started.headers["set-cookie"]!.join();
    expect(cookie).toMatch(
      /^__Host-daybook-oidc=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const { headers } = await visitor.get(START);
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  });

  test("who did not ask for it is not led there", async () => {
    const { status, headers } = await createVisitor(app).get(START);
    expect([status, headers.location]).toEqual([303, "/sign-in"]);
  });

  test("another site's form begins nothing", async () => {
    const answer = await ask(app, START, {
      method: "POST",
      headers: { "Sec-Fetch-Site": "cross-site", "Content-Length": "0" },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test("a provider that is not set is a page that says so", async () => {
    for (const key of ["google", "github", "nobody", "__proto__"]) {
      const visitor = createVisitor(app);
      expect((await visitor.post(`/sign-in/with/${key}`)).status).toBe(404);
      expect((await visitor.get(`/sign-in/with/${key}/callback`)).status).toBe(404);
    }
  });
});

describe("an identity that nobody knows", () => {
  test("with a verified address that nobody has: an account, signed in, without a password", async () => {
    issuer.people.set("ada", { email: "Ada@Example.org", email_verified: true, name: "Ada\r\nLovelace" });
    const visitor = createVisitor(app);
    const answer = await comeBack(visitor, "ada");
    expect([answer.status, answer.headers.location]).toEqual([303, "/account"]);
    expect(visitor.jar.has(SESSION)).toBe(true);
    expect(visitor.jar.has(FLOW)).toBe(false);
    const account = await accountOf("ada@example.org");
    expect(account).toMatchObject({ name: "Ada Lovelace", password_hash: null });
    expect(await identitiesOf(account.id)).toMatchObject([{ issuer: issuer.url, subject: "ada" }]);
    expect(await actionsOf(account.id)).toEqual([
      "account.created",
      "account.identity_linked",
      "account.signed_in",
    ]);
    const { rows } = await database.admin.query("select method from sessions where account_id = $1", [
      account.id,
    ]);
    expect(rows).toEqual([{ method: "identity" }]);
    // The secret has characters that must be encoded before they stand in a header.
    expect(CLIENT.secret).toMatch(/[%+/:]/);
  });

  test("comes back as the same person, also under a new address; the old session ends", async () => {
    const visitor = createVisitor(app);
    await comeBack(visitor, "grace");
    const first = visitor.jar.get(SESSION);
    issuer.people.set("grace", { email: "grace@elsewhere.example", email_verified: false });
    expect((await comeBack(visitor, "grace")).headers.location).toBe("/account");
    expect(visitor.jar.get(SESSION)).not.toBe(first);
    const account = await accountOf("grace@example.org");
    expect(await identitiesOf(account.id)).toMatchObject([{ email: "grace@elsewhere.example" }]);
    const { rows } = await database.admin.query("select id from sessions where account_id = $1", [
      account.id,
    ]);
    expect(rows.length).toBe(1);
  });

  test("without a verified address: no account, and words that say what to do", async () => {
    issuer.people.set("eve", { email: "eve@example.org", email_verified: false });
    issuer.people.set("mallory", { email: "mallory@example.org" });
    issuer.people.set("nobody", {});
    issuer.people.set("odd", { email: "not an address", email_verified: true });
    for (const login of ["eve", "mallory", "nobody", "odd"]) {
      const visitor = createVisitor(app);
      const answer = await comeBack(visitor, login);
      expect(answer.status).toBe(403);
      expect(headingOf(answer)).toBe("We need an address that is proven");
      expect(answer.text).toContain("Sign up with your address");
      expect([...visitor.jar.keys()]).toEqual([]);
      expect(await accountOf(`${login}@example.org`)).toBeUndefined();
    }
  });

  test("while sign-up is by invitation: no account", async () => {
    await database.admin.query("update installation set sign_up = 'invitation'");
    const visitor = createVisitor(app);
    const answer = await comeBack(visitor, "linus");
    expect([answer.status, headingOf(answer)]).toEqual([403, "Sign-up is by invitation"]);
    expect(visitor.jar.has(SESSION)).toBe(false);
    expect(await accountOf("linus@example.org")).toBeUndefined();
  });

  test("goes on to own pages only", async () => {
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]) {
      const answer = await comeBack(createVisitor(app), "ken", START, next);
      expect(answer.headers.location).toBe("/dashboard");
    }
  });
});

test("a suspended account does not get in", async () => {
  await comeBack(createVisitor(app), "trudy");
  await database.admin.query("update accounts set suspended_at = now() where email = 'trudy@example.org'");
  const visitor = createVisitor(app);
  const answer = await comeBack(visitor, "trudy");
  expect([answer.status, headingOf(answer)]).toEqual([403, "This account is suspended"]);
  expect([...visitor.jar.keys()]).toEqual([]);
});

describe("an identity with the address of an account", () => {
  const arrive = async (login: string, password: string | null = "correct horse battery") => {
    const account = await createAccount(database.admin, {
      email: `${login}@example.org`,
      password_hash: password && (await hashOf(password)),
    });
    const visitor = createVisitor(app);
    const answer = await comeBack(visitor, login);
    expect([answer.status, answer.headers.location]).toEqual([303, "/sign-in/link"]);
    expect(visitor.jar.has(SESSION)).toBe(false);
    expect(await identitiesOf(account.id as string)).toEqual([]);
    return { visitor, account_id: account.id as string };
  };

  test("is connected after the password, and not before", async () => {
    const { visitor, account_id } = await arrive("barbara");
    const page = await visitor.get("/sign-in/link");
    expect(page.status).toBe(200);
    expect(page.text).toContain("barbara@example.org");

    const wrong = await visitor.post("/sign-in/link", { password: "a wrong password" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("This is not the password of this account.");
    expect(wrong.text).not.toContain("a wrong password");
    expect((await visitor.post("/sign-in/link")).status).toBe(422);
    expect(await identitiesOf(account_id)).toEqual([]);
    expect(visitor.jar.has(SESSION)).toBe(false);

    const right = await visitor.post("/sign-in/link", { password: "correct horse battery", account_id: "x" });
    expect([right.status, right.headers.location]).toEqual([303, "/account"]);
    expect(visitor.jar.has(SESSION)).toBe(true);
    expect(await identitiesOf(account_id)).toMatchObject([{ subject: "barbara", issuer: issuer.url }]);
    expect(await actionsOf(account_id)).toEqual(["account.identity_linked", "account.signed_in"]);
    expect((await visitor.get("/sign-in/link")).status).toBe(400);

    const later = createVisitor(app);
    expect((await comeBack(later, "barbara")).headers.location).toBe("/account");
    expect(later.jar.has(SESSION)).toBe(true);
  });

  test("of an account without a password: no password fits; signed in by mail, one click connects", async () => {
    const { visitor, account_id } = await arrive("margaret", null);
    expect((await visitor.post("/sign-in/link", { password: "anything at all" })).status).toBe(422);
    expect((await visitor.get("/sign-in/link")).text).toContain("/forgot-password");
    const { token } = await signIn(database.admin, account_id);
    visitor.jar.set(SESSION, token);
    expect((await visitor.get("/sign-in/link")).text).not.toContain('type="password"');
    expect((await visitor.post("/sign-in/link")).headers.location).toBe("/account");
    expect(await identitiesOf(account_id)).toMatchObject([{ subject: "margaret" }]);
  });

  test("who is signed in as somebody else proves nothing by that", async () => {
    const { visitor, account_id } = await arrive("radia");
    const other = await createAccount(database.admin);
    const { token } = await signIn(database.admin, other.id as string);
    visitor.jar.set(SESSION, token);
    expect((await visitor.get("/sign-in/link")).text).toContain('type="password"');
    expect((await visitor.post("/sign-in/link")).status).toBe(422);
    expect([...(await identitiesOf(account_id)), ...(await identitiesOf(other.id as string))]).toEqual([]);
  });

  test("a suspended account is not connected, with the right password either", async () => {
    const { visitor, account_id } = await arrive("adele");
    await database.admin.query("update accounts set suspended_at = now() where id = $1", [account_id]);
    expect((await visitor.post("/sign-in/link", { password: "correct horse battery" })).status).toBe(403);
    expect(await identitiesOf(account_id)).toEqual([]);
  });

  test("without the cookie, or with one of another kind, there is nothing to connect", async () => {
    const { visitor } = await arrive("hedy");
    const pending = visitor.jar.get("__Host-daybook-identity-link")!;
    for (const value of ["", "rubbish", `${pending}x`, pending.replace(/^[^.]+/, "eyJhbGciOiJub25lIn0")]) {
      const other = createVisitor(app, { "__Host-daybook-identity-link": value });
      expect((await other.get("/sign-in/link")).status).toBe(400);
      expect((await other.post("/sign-in/link", { password: "correct horse battery" })).status).toBe(400);
    }
  });
});

describe("from the account's page", () => {
  const signedIn = async (values: Record<string, unknown> = {}) => {
    const account = await createAccount(database.admin, values);
    const { token } = await signIn(database.admin, account.id as string);
    return { visitor: createVisitor(app, { [SESSION]: token }), account_id: account.id as string };
  };
  const connect = (visitor: Visitor, login: string) => comeBack(visitor, login, "/account/identities/oidc");
  const disconnect = async (visitor: Visitor, account_id: string) => {
    const [identity] = await identitiesOf(account_id);
    return visitor.post(`/account/identities/${identity.id}/removal`);
  };

  test("connects an identity, whatever its address, and disconnects it while there is a password", async () => {
    issuer.people.set("work-1", {});
    const { visitor, account_id } = await signedIn({ password_hash: await hashOf("long enough indeed") });
    const before = visitor.jar.get(SESSION);
    const answer = await connect(visitor, "work-1");
    expect(answer.headers.location).toMatch(/^\/account\b/);
    expect(visitor.jar.get(SESSION)).toBe(before);
    expect(await identitiesOf(account_id)).toMatchObject([{ subject: "work-1", email: null }]);
    const { email } = (await database.admin.query("select email from accounts where id = $1", [account_id]))
      .rows[0];
    // It opens the account whatever the password is: somebody with a borrowed session cannot do it in silence.
    await mailTo(app, email, /another way in/);

    const { session_id } = await signIn(database.admin, account_id);
    expect((await disconnect(visitor, account_id)).status).toBe(303);
    expect(await identitiesOf(account_id)).toEqual([]);
    expect(await actionsOf(account_id)).toEqual(["account.identity_linked", "account.identity_unlinked"]);
    const { rows } = await database.admin.query("select id from sessions where id = $1", [session_id]);
    expect(rows, "other sessions end").toEqual([]);
  });

  test("the last way to sign in stays", async () => {
    const visitor = createVisitor(app);
    await comeBack(visitor, "solo");
    const { id } = await accountOf("solo@example.org");
    const answer = await disconnect(visitor, id);
    expect([answer.status, headingOf(answer)]).toEqual([409, "This is your only way to sign in"]);
    expect((await identitiesOf(id)).length).toBe(1);
  });

  test("somebody else's identity is neither connected nor disconnected", async () => {
    await comeBack(createVisitor(app), "owner-1");
    const owner = await accountOf("owner-1@example.org");
    const { visitor, account_id } = await signedIn();
    expect((await connect(visitor, "owner-1")).status).toBe(409);
    expect((await disconnect(visitor, owner.id)).status).toBe(404);
    expect((await identitiesOf(owner.id)).length).toBe(1);
    expect(await identitiesOf(account_id)).toEqual([]);
  });

  test("one identity of an issuer for each account", async () => {
    const { visitor, account_id } = await signedIn();
    await connect(visitor, "first");
    expect((await connect(visitor, "second")).status).toBe(409);
    expect(await identitiesOf(account_id)).toMatchObject([{ subject: "first" }]);
  });

  test("a flow that one session began does not connect another's account", async () => {
    const { visitor, account_id } = await signedIn();
    const other = await signedIn();
    for (const token of [other.visitor.jar.get(SESSION)!, ""]) {
      const back = await signInThere(visitor, "drift", "/account/identities/oidc");
      const changed = createVisitor(app, { [FLOW]: visitor.jar.get(FLOW)!, [SESSION]: token });
      expect((await changed.get(back.pathname + back.search)).status).toBe(409);
      expect(changed.jar.has(FLOW)).toBe(false);
    }
    expect([...(await identitiesOf(account_id)), ...(await identitiesOf(other.account_id))]).toEqual([]);
  });

  test("nobody connects or disconnects without being signed in", async () => {
    const visitor = createVisitor(app);
    expect((await visitor.post("/account/identities/oidc")).status).toBe(401);
    expect((await visitor.post(`/account/identities/${crypto.randomUUID()}/removal`)).status).toBe(401);
    expect([...visitor.jar.keys()]).toEqual([]);
  });
});

/**
 * What makes a sign-in by others trustworthy, broken one by one: each answer here is one that only an attacker (or a
 * provider that is wrong) gives. Nobody may be signed in by it, and nobody sees a failure of ours.
 */
import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seal } from "#app/http/sealed.server.ts";
import { CLIENT, type Issuer, startIssuer, type Tokens } from "#tests/support/oidc.ts";
import { CALLBACK, comeBack, FLOW, leaveFor, SESSION, START, signInThere } from "#tests/support/oidc-walk.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createVisitor, headingOf, type Visitor } from "#tests/support/visitor.ts";
import { type Answer, type App, PUBLIC_URL, SECRET, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let issuer: Issuer;
let app: App;

beforeAll(async () => {
  // With the address in the ID token: nothing but the token decides.
  issuer = await startIssuer({ redirect_uri: PUBLIC_URL + CALLBACK, claims_in_token: true });
  app = await startApp({ ...database, env: issuer.env });
});
afterAll(async () => {
  await app?.stop();
  await issuer?.stop();
});
afterEach(async () => {
  issuer.tamper = null;
  issuer.is_down = false;
  await database.admin.query("truncate accounts cascade");
});

const count = async (table: string): Promise<number> =>
  Number((await database.admin.query(`select count(*) from ${table}`)).rows[0].count);

/** Refused with a page of ours, and nothing came of it. */
const expectRefused = async (answer: Answer, visitor: Visitor, heading: string) => {
  expect([answer.status, headingOf(answer)]).toEqual([400, heading]);
  expect(answer.text).toContain("/sign-in");
  expect(answer.headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  expect(visitor.jar.has(SESSION)).toBe(false);
  expect([await count("accounts"), await count("identities"), await count("sessions")]).toEqual([0, 0, 0]);
  expect(app.output()).not.toContain('"request_failed"');
};

const UNTRUSTED = "We can’t trust this sign-in";
const AGAIN = "Please start again";

describe("the ID token", () => {
  const tampered = (change: (tokens: Tokens) => Promise<string> | string) => {
    issuer.tamper = async (tokens) => ({ ...tokens, id_token: await change(tokens) });
  };

  test("the ground: signed again without a change it is taken", async () => {
    tampered(({ id_token }) => issuer.sign(id_token, {}));
    const visitor = createVisitor(app);
    expect((await comeBack(visitor, "honest")).headers.location).toBe("/account");
  });

  const now = () => Math.floor(Date.now() / 1000);
  const wrong: [string, (tokens: Tokens) => Promise<string> | string][] = [
    ["signed by another key", ({ id_token }) => issuer.sign(id_token, {}, "foreign")],
    [
      "with a claim changed and the old signature",
      ({ id_token }) => {
        const [head, body, signature] = id_token.split(".");
        const claims = {
          ...JSON.parse(Buffer.from(body!, "base64url").toString()),
          email: "boss@example.org",
        };
        return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
      },
    ],
    [
      "with alg none",
      ({ id_token }) => {
        const head = Buffer.from('{"alg":"none"}').toString("base64url");
        return `${head}.${id_token.split(".")[1]}.`;
      },
    ],
    ["with another nonce", ({ id_token }) => issuer.sign(id_token, { nonce: "another" })],
    ["without a nonce", ({ id_token }) => issuer.sign(id_token, { nonce: undefined })],
    ["of another issuer", ({ id_token }) => issuer.sign(id_token, { iss: "https://evil.example" })],
    ["for another client", ({ id_token }) => issuer.sign(id_token, { aud: "somebody-else" })],
    [
      "for several clients, given to another",
      ({ id_token }) => issuer.sign(id_token, { aud: [CLIENT.id, "other"], azp: "other" }),
    ],
    ["expired", ({ id_token }) => issuer.sign(id_token, { iat: now() - 900, exp: now() - 300 })],
    ["without an end", ({ id_token }) => issuer.sign(id_token, { exp: undefined })],
    ["that is no token", () => "rubbish"],
  ];
  test.each(wrong)("%s", async (_name, change) => {
    tampered(change);
    const visitor = createVisitor(app);
    await expectRefused(await comeBack(visitor, "ada"), visitor, UNTRUSTED);
    expect(visitor.jar.has(FLOW)).toBe(false);
  });

  test("missing", async () => {
    issuer.tamper = ({ id_token: _, ...tokens }) => tokens as Tokens;
    const visitor = createVisitor(app);
    await expectRefused(await comeBack(visitor, "ada"), visitor, UNTRUSTED);
  });

  test("that is not the person whom userinfo tells of", async () => {
    issuer.tamper = async (tokens) => ({
      ...tokens,
      id_token: await issuer.sign(tokens.id_token, { sub: "boss", email: undefined }),
    });
    const visitor = createVisitor(app);
    await expectRefused(await comeBack(visitor, "ada"), visitor, UNTRUSTED);
  });
});

describe("state", () => {
  test.each([
    ["missing", (query: URLSearchParams) => query.delete("state")],
    ["another", (query: URLSearchParams) => query.set("state", "another")],
    ["empty", (query: URLSearchParams) => query.set("state", "")],
    ["twice", (query: URLSearchParams) => query.append("state", query.get("state")!)],
  ])("%s: refused, and the real answer still counts", async (_name, change) => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    const query = new URLSearchParams(back.search);
    change(query);
    const asked = issuer.token_requests.length;
    await expectRefused(await visitor.get(`${CALLBACK}?${query}`), visitor, UNTRUSTED);
    expect(issuer.token_requests.length, "the code was not even tried").toBe(asked);
    if (_name === "twice") return;
    expect(visitor.jar.has(FLOW)).toBe(true);
    expect((await visitor.get(back.pathname + back.search)).status).toBe(303);
  });

  test("another browser's answer signs nobody in: their link in my browser is not my sign-in", async () => {
    const attacker = createVisitor(app);
    const back = await signInThere(attacker, "mallory");
    const victim = createVisitor(app);
    await expectRefused(await victim.get(back.pathname + back.search), victim, AGAIN);
    await leaveFor(victim);
    await expectRefused(await victim.get(back.pathname + back.search), victim, UNTRUSTED);
  });

  test("the issuer that the answer names is the one that was asked", async () => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    expect(back.searchParams.get("iss")).toBe(issuer.url);
    for (const iss of ["https://evil.example", null]) {
      if (iss) back.searchParams.set("iss", iss);
      else back.searchParams.delete("iss");
      const again = createVisitor(app, Object.fromEntries(visitor.jar));
      await expectRefused(await again.get(back.pathname + back.search), again, UNTRUSTED);
    }
  });
});

describe("PKCE", () => {
  test("the verifier is sent, and it is the one of the challenge", async () => {
    const visitor = createVisitor(app);
    const left = await leaveFor(visitor);
    const { code_verifier } = decodeJwt<{ code_verifier: string }>(visitor.jar.get(FLOW)!);
    const challenge = createHash("sha256").update(code_verifier).digest("base64url");
    expect(left.searchParams.get("code_challenge")).toBe(challenge);
    await comeBack(visitor, "ada");
    const sent = issuer.token_requests.at(-1)!;
    expect(sent.get("code_verifier")!.length).toBeGreaterThanOrEqual(43);
    expect(sent.has("client_secret"), "the secret goes in a header").toBe(false);
  });

  test("a stolen code with another verifier", async () => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    const flow = decodeJwt(visitor.jar.get(FLOW)!);
    const now = Date.now();
    const other = await seal(
      [SECRET],
      "oidc",
      { ...flow, code_verifier: "x".repeat(43) },
      {
        now,
        expires_at: now + 60_000,
      },
    );
    const thief = createVisitor(app, { [FLOW]: other });
    await expectRefused(await thief.get(back.pathname + back.search), thief, AGAIN);
  });
});

describe("once and in time", () => {
  test("an answer that was used: without its cookie, with it, and with a new flow's", async () => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    const flow = visitor.jar.get(FLOW)!;
    expect((await visitor.get(back.pathname + back.search)).status).toBe(303);
    expect(visitor.jar.has(FLOW), "the flow's cookie goes").toBe(false);
    await database.admin.query("truncate accounts cascade");

    const without = createVisitor(app);
    await expectRefused(await without.get(back.pathname + back.search), without, AGAIN);
    const kept = createVisitor(app, { [FLOW]: flow });
    await expectRefused(await kept.get(back.pathname + back.search), kept, AGAIN);
    expect(kept.jar.has(FLOW)).toBe(false);
    const fresh = createVisitor(app);
    await leaveFor(fresh);
    await expectRefused(await fresh.get(back.pathname + back.search), fresh, UNTRUSTED);
  });

  const flowOf = async (change: Record<string, unknown>, life_ms = 60_000, secret = SECRET) => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    const { iat: _iat, exp: _exp, ...flow } = decodeJwt(visitor.jar.get(FLOW)!);
    const now = Date.now();
    const cookie = await seal([secret], "oidc", { ...flow, ...change }, { now, expires_at: now + life_ms });
    return { back, visitor: createVisitor(app, { [FLOW]: cookie }) };
  };

  test("the ground: the cookie sealed again is taken", async () => {
    const { back, visitor } = await flowOf({});
    expect((await visitor.get(back.pathname + back.search)).status).toBe(303);
  });

  test.each([
    ["too old", {}, -1000, SECRET],
    ["another provider's", { provider: "google" }, 60_000, SECRET],
    ["without a state", { state: undefined }, 60_000, SECRET],
    ["sealed with another secret", {}, 60_000, "another-secret-that-is-long-enough-too"],
  ])("a flow that is %s", async (_name, change, life_ms, secret) => {
    const { back, visitor } = await flowOf(change, life_ms, secret);
    await expectRefused(await visitor.get(back.pathname + back.search), visitor, AGAIN);
  });

  test("a cookie of another kind is no flow", async () => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    const flow = decodeJwt(visitor.jar.get(FLOW)!);
    const now = Date.now();
    for (const audience of ["session", "identity-link", "form"] as const) {
      const cookie = await seal([SECRET], audience, flow, { now, expires_at: now + 60_000 });
      const other = createVisitor(app, { [FLOW]: cookie });
      await expectRefused(await other.get(back.pathname + back.search), other, AGAIN);
    }
    for (const value of ["", "rubbish", "a.b.c", `${visitor.jar.get(FLOW)}x`]) {
      const other = createVisitor(app, { [FLOW]: value });
      await expectRefused(await other.get(back.pathname + back.search), other, AGAIN);
    }
  });
});

describe("what is no attack", () => {
  test("who says no at the provider comes back to a kind page, and nothing is logged as a failure", async () => {
    const visitor = createVisitor(app);
    const before = app.output();
    await expectRefused(await comeBack(visitor, null), visitor, "You didn’t sign in");
    expect(visitor.jar.has(FLOW)).toBe(false);
    expect(app.output().slice(before.length)).not.toMatch(/warn|error|failed/i);
  });

  test("an error that nobody's flow asked for is not believed", async () => {
    const visitor = createVisitor(app);
    await leaveFor(visitor);
    await expectRefused(await visitor.get(`${CALLBACK}?error=access_denied&state=x`), visitor, UNTRUSTED);
    expect(visitor.jar.has(FLOW)).toBe(true);
  });

  test("a provider that goes away in between: a page that says so, and the operator's log without a word of the person", async () => {
    const visitor = createVisitor(app);
    const back = await signInThere(visitor, "ada");
    issuer.is_down = true;
    const answer = await visitor.get(back.pathname + back.search);
    expect([answer.status, headingOf(answer)]).toEqual([503, "Test ID can’t be reached just now"]);
    expect(answer.headers["retry-after"]).toBeDefined();
    expect(answer.text).toContain('href="/sign-in"');
    const warned = app
      .output()
      .split("\n")
      .filter((line) => line.includes("identity_provider_failed"))
      .at(-1)!;
    expect(JSON.parse(warned)).toMatchObject({ level: "warn", provider: "oidc", kind: "away" });
    for (const secret of [back.searchParams.get("code")!, back.searchParams.get("state")!, CLIENT.secret])
      expect(app.output()).not.toContain(secret);
  });
});

describe("a provider that is away when Daybook starts", () => {
  test("says so; once it is there, the next one gets through, and from then on its going away is not noticed at the start", async () => {
    const late = await startIssuer({ redirect_uri: PUBLIC_URL + CALLBACK });
    await late.stop();
    const other = await startApp({ ...database, env: late.env });
    try {
      const visitor = createVisitor(other);
      expect((await visitor.post(START)).status).toBe(303);
      const answer = await visitor.get(START);
      expect([answer.status, headingOf(answer)]).toEqual([503, "Test ID can’t be reached just now"]);
      expect(answer.text).toContain('href="/sign-in"');
      const back = await startIssuer({
        redirect_uri: PUBLIC_URL + CALLBACK,
        port: Number(new URL(late.url).port),
      });
      await until("the provider is found", async () => (await visitor.get(START)).status === 200);
      expect((await comeBack(createVisitor(other), "ada")).status).toBe(303);
      back.is_down = true;
      expect((await visitor.get(START)).status).toBe(200);
      await back.stop();
    } finally {
      await other.stop();
    }
  });

  test("a client that the provider does not know is the operator's to mend, and is said in the log", async () => {
    const other = await startApp({ ...database, env: { ...issuer.env, OIDC_CLIENT_SECRET: "wrong" } });
    try {
      const visitor = createVisitor(other);
      expect((await comeBack(visitor, "ada")).status).toBe(503);
      expect(other.output()).toContain('"code":"invalid_client"');
    } finally {
      await other.stop();
    }
  });

  test("plain http is for this machine only", async () => {
    const env = { ...issuer.env, OIDC_ISSUER: "http://id.example.org" };
    await expect(startApp({ ...database, env })).rejects.toThrow(/OIDC_ISSUER: must start with https/);
  });
});

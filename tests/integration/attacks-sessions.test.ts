/** What is tried with a session's cookie. */
import { generateKeyPairSync, hkdfSync } from "node:crypto";
import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Audience, keyOf, seal } from "#app/http/sealed.server.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, SECRET, startApp } from "#tests/support/web.ts";
import { createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const NAME = "__Host-daybook-session";
const NEXT = "another-secret-of-the-tests-that-is-long-enough";
let app: App;
let account_id: string;
let signed: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  account_id = (await createAccount(database.admin)).id;
  await createMembership(database.admin, provider_id, account_id);
  app = await startApp(database);
  signed = await signIn(database.admin, account_id);
});
afterAll(async () => {
  await app?.stop();
});

const desk = (token: string, at: Pick<App, "port"> = app, name = NAME) =>
  ask(at, "/dashboard/lena", { headers: { Cookie: `${name}=${token}` } });
const expectOut = async (token: string, what = "") => {
  const { status, headers } = await desk(token);
  expect([what, status, headers.location?.split("?")[0]]).toEqual([what, 302, "/sign-in"]);
};

test("the cookie as it was made gets in", async () => {
  expect((await desk(signed.token)).status).toBe(200);
});

describe("a tampered token", () => {
  const now = () => Math.floor(Date.now() / 1000);
  const claims = (values: JWTPayload = {}): JWTPayload => ({
    sid: signed.session_id,
    sub: account_id,
    iss: "daybook",
    aud: "session",
    iat: now(),
    exp: now() + 3600,
    ...values,
  });
  const key = (secret = SECRET, audience: Audience = "session") => keyOf(secret, audience).key;
  const kid = (secret = SECRET, audience: Audience = "session") => keyOf(secret, audience).kid;
  const sign = (
    payload: JWTPayload,
    header: Record<string, unknown> = {},
    with_key: Parameters<SignJWT["sign"]>[0] = key(),
  ) => new SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: kid(), ...header }).sign(with_key);

  test("made by hand with everything right it gets in: what follows is refused for what it changes", async () => {
    expect((await desk(await sign(claims()))).status).toBe(200);
  });

  test("alg none", async () => {
    const none = new UnsecuredJWT(claims()).encode();
    await expectOut(none);
    const [, payload] = none.split(".");
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      const header = Buffer.from(JSON.stringify({ alg, kid: kid() })).toString("base64url");
      await expectOut(`${header}.${payload}.`, alg);
      await expectOut(`${header}.${payload}.${signed.token.split(".")[2]}`, alg);
    }
  });

  test("another key, another use's key, the secret itself, an empty key of the right name", async () => {
    await expectOut(await sign(claims(), {}, key(NEXT)));
    await expectOut(await sign(claims(), { kid: kid(NEXT) }, key(NEXT)));
    for (const audience of ["device", "oidc", "identity-link", "form"] as const) {
      await expectOut(await sign(claims(), { kid: kid(SECRET, audience) }, key(SECRET, audience)), audience);
      await expectOut(await sign(claims(), {}, key(SECRET, audience)), audience);
    }
    await expectOut(await sign(claims(), {}, new TextEncoder().encode(SECRET)));
    await expectOut(
      await sign(claims(), {}, new Uint8Array(hkdfSync("sha256", "", "", "daybook session", 32))),
    );
  });

  test("another algorithm with the right key, and a public key in its place", async () => {
    const long = new Uint8Array(64);
    long.set(key());
    for (const alg of ["HS384", "HS512"]) await expectOut(await sign(claims(), { alg }, long), alg);
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await expectOut(await sign(claims(), { alg: "RS256" }, privateKey));
    await expectOut(
      await sign(
        claims(),
        {},
        new TextEncoder().encode(publicKey.export({ type: "spki", format: "pem" }) as string),
      ),
    );
    const jwk = publicKey.export({ format: "jwk" }) as Record<string, string>;
    await expectOut(await sign(claims(), { alg: "RS256", jwk }, privateKey));
  });

  test.each<[string, Record<string, unknown>]>([
    ["unknown", { kid: "unknown-key-1" }],
    ["none", { kid: undefined }],
    ["a path", { kid: "../../../../dev/null" }],
    ["SQL", { kid: "' or '1'='1" }],
    ["a prototype's name", { kid: "__proto__" }],
    ["a number", { kid: 0 }],
    ["a list", { kid: [""] }],
    ["an address of keys beside it", { jku: "https://evil.example/keys", kid: "x" }],
    ["a critical header", { crit: ["exp"], exp: 1 }],
  ])("key name: %s", async (_what, header) => {
    const text = JSON.stringify({ alg: "HS256", kid: kid(), ...header });
    const payload = Buffer.from(JSON.stringify(claims())).toString("base64url");
    const { createHmac } = await import("node:crypto");
    const head = Buffer.from(text).toString("base64url");
    const sign_with = (k: Uint8Array) =>
      createHmac("sha256", k).update(`${head}.${payload}`).digest("base64url");
    await expectOut(`${head}.${payload}.${sign_with(key())}`);
    await expectOut(`${head}.${payload}.${sign_with(new Uint8Array(0))}`);
  });

  test.each<[string, JWTPayload]>([
    ["another issuer", { iss: "evil" }],
    ["no issuer", { iss: undefined }],
    ["another audience", { aud: "device" }],
    ["no audience", { aud: undefined }],
    ["expired", { exp: 1_700_000_000 }],
    ["no end", { exp: undefined }],
    ["an end in words", { exp: "never" as unknown as number }],
    ["no beginning", { iat: undefined }],
    ["not yet", { nbf: 4_000_000_000 }],
    ["no session", { sid: undefined }],
    ["no session's id", { sid: "' or true --" }],
    ["a session in a list", { sid: ["x"] }],
    ["a session that nobody has", { sid: "019b0000-0000-7000-8000-000000000009" }],
  ])("%s", async (_what, values) => {
    const payload = Buffer.from(JSON.stringify(claims(values))).toString("base64url");
    const head = Buffer.from(JSON.stringify({ alg: "HS256", kid: kid() })).toString("base64url");
    const { createHmac } = await import("node:crypto");
    await expectOut(
      `${head}.${payload}.${createHmac("sha256", key()).update(`${head}.${payload}`).digest("base64url")}`,
    );
  });

  test("each part changed by one letter, cut short, empty, huge", async () => {
    const parts = signed.token.split(".");
    for (const index of [0, 1, 2]) {
      const part = parts[index]!;
      const changed = part.slice(0, 5) + (part[5] === "A" ? "B" : "A") + part.slice(6);
      await expectOut(parts.with(index, changed).join("."));
      await expectOut(parts.with(index, part.slice(0, -2)).join("."));
      await expectOut(parts.with(index, "").join("."));
    }
    for (const token of [
      "",
      ".",
      "..",
      "...",
      "null",
      "{}",
      "a.b.c",
      "x".repeat(6000),
      `${signed.token}.${parts[2]}`,
    ])
      await expectOut(token);
  });

  test("the payload says nothing about who one is: another account's id beside an own session changes nothing", async () => {
    const other = await createAccount(database.admin, { name: "Somebody Else" });
    const stranger = await signIn(database.admin, other.id);
    const mixed = await sign(claims({ sid: stranger.session_id, sub: account_id }));
    expect((await desk(mixed)).status).toBe(404);
  });
});

describe("which cookie counts", () => {
  test("not the plain name, which another host of the domain could set", async () => {
    expect((await desk(signed.token, app, "daybook-session")).status).toBe(302);
    expect((await desk(signed.token, app, "__host-daybook-session")).status).toBe(302);
  });

  test("a token in the address or in another header is none", async () => {
    const headers = { Authorization: `Bearer ${signed.token}` };
    expect((await ask(app, `/dashboard/lena?${NAME}=${signed.token}`, { headers })).status).toBe(302);
  });
});

describe("a session that is over", () => {
  const fresh = async (values: Record<string, unknown> = {}) =>
    signIn(database.admin, account_id, { values });

  test("deleted: at once, though its token is good for months", async () => {
    const { token, session_id } = await fresh();
    expect((await desk(token)).status).toBe(200);
    await database.admin.query("delete from sessions where id = $1", [session_id]);
    await expectOut(token);
  });

  test("too long unused, or too old", async () => {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const idle = await fresh({ created_at: ago(20), last_seen_at: ago(15) });
    await expectOut(idle.token);
    const old = await fresh({ created_at: ago(91), last_seen_at: ago(0), expires_at: ago(1) });
    await expectOut(old.token);
    const recent = await fresh({ created_at: ago(20), last_seen_at: ago(13) });
    expect((await desk(recent.token)).status).toBe(200);
  });

  test("a suspended account's", async () => {
    const { id } = await createAccount(database.admin);
    const { token } = await signIn(database.admin, id);
    expect((await desk(token)).status).toBe(404);
    await database.admin.query("update accounts set suspended_at = now() where id = $1", [id]);
    await expectOut(token);
  });

  test("a form in it says so, and changes nothing", async () => {
    const answer = await post(app, "/dashboard/lena/bookings/019b0000-0000-7000-8000-000000000009/approval", {
      version: "1",
    });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain("nothing was changed");
  });
});

describe("rotation of the secret", () => {
  test("the old one behind a comma: everybody stays; without it: nobody", async () => {
    const [both, only] = await Promise.all([
      startApp({ ...database, env: { APP_SECRET: `${NEXT},${SECRET}` } }),
      startApp({ ...database, env: { APP_SECRET: NEXT } }),
    ]);
    try {
      expect((await desk(signed.token, both)).status).toBe(200);
      expect((await desk(signed.token, only)).status).toBe(302);
      const later = await signIn(database.admin, account_id, { secret: NEXT });
      expect((await desk(later.token, both)).status).toBe(200);
      expect((await desk(later.token, only)).status).toBe(200);
    } finally {
      await Promise.all([both.stop(), only.stop()]);
    }
  });

  test("what is sealed for one use opens for no other", async () => {
    const times = { now: Date.now(), expires_at: Date.now() + 60_000 };
    for (const audience of ["device", "oidc", "identity-link", "form"] as const)
      await expectOut(await seal([SECRET], audience, { sid: signed.session_id }, times), audience);
  });
});

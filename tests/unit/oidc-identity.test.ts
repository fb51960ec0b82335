/** What a provider's words about a person are worth. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { readConfig } from "#app/config.server.ts";
import { identityOfGitHub, readClaims } from "#app/http/oidc/identity.server.ts";
import { githubProvider, remembering } from "#app/http/oidc/providers.server.ts";
import { refusalOf } from "#app/http/oidc/refusals.server.ts";

const MICROSOFT = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
const claimsOf = (more: Record<string, unknown>, iss = "https://id.example.org") => ({
  iss,
  sub: "s-1",
  aud: "daybook",
  iat: 0,
  exp: 1,
  ...more,
});

describe("an address", () => {
  const verified = (more: Record<string, unknown>, iss?: string) =>
    readClaims(claimsOf({ email: "ada@example.org", ...more }, iss)).email_verified;

  test("is the person's own only when the provider says so", () => {
    expect(verified({ email_verified: true })).toBe(true);
    expect(verified({ email_verified: "true" })).toBe(true);
    for (const flag of [false, "false", 0, null, undefined, "no", {}, []])
      expect(verified({ email_verified: flag })).toBe(false);
  });

  test("of Microsoft proves nothing by itself; xms_edov does, and only there", () => {
    expect(verified({}, MICROSOFT)).toBe(false);
    for (const flag of [true, 1, "1", "true"]) expect(verified({ xms_edov: flag }, MICROSOFT)).toBe(true);
    for (const flag of [false, 0, "0", "false"]) expect(verified({ xms_edov: flag }, MICROSOFT)).toBe(false);
    expect(verified({ xms_edov: true })).toBe(false);
    expect(verified({ xms_edov: true }, "https://login.microsoftonline.com.evil.example/x")).toBe(false);
  });

  test("and the word for it come from the same place", () => {
    const claims = claimsOf({ email_verified: true });
    expect(readClaims(claims, { email: "boss@example.org" })).toMatchObject({
      email: "boss@example.org",
      email_verified: false,
    });
    const both = claimsOf({ email: "ada@example.org", email_verified: false });
    expect(readClaims(both, { email: "ada@example.org", email_verified: true }).email_verified).toBe(false);
  });

  test("that is none counts as none", () => {
    for (const email of ["", "ada", "ada@", 7, null, ["ada@example.org"], `${"a".repeat(250)}@example.org`])
      expect(readClaims(claimsOf({ email })).email).toBe(null);
  });
});

describe("a name", () => {
  const nameOf = (name: unknown, email: unknown = "ada@example.org") =>
    readClaims(claimsOf({ name, email })).name;

  test("is one line of at most 120 characters; without one the address must do", () => {
    expect(nameOf("  Ada \r\n Bcc: x@example.org\u0000 ")).toBe("Ada Bcc: x@example.org");
    expect(nameOf("é".repeat(500)).length).toBe(120);
    for (const name of ["", "\n\t", undefined, 7, {}]) expect(nameOf(name)).toBe("ada");
    expect(nameOf("", null)).toBe("New here");
  });
});

test("who is nobody in particular is refused: a subject that no column takes", () => {
  for (const sub of ["", "x".repeat(256), "a\u0000b"])
    expect(() => readClaims({ ...claimsOf({}), sub })).toThrow();
});

describe("GitHub", () => {
  type Api = { user?: unknown; emails?: unknown; status?: number };
  const asking = async (api: Api) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization} ${request.headers["user-agent"]}`);
      response.writeHead(api.status ?? 200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(request.url === "/user" ? api.user : api.emails));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = githubProvider({ id: "id", secret: "secret" }, { authorization: url, api: url });
    try {
      const identity = await identityOfGitHub(await provider.configuration(), "token-1", url).catch(
        (error: unknown) => refusalOf(error, provider, false),
      );
      return { identity, asked };
    } finally {
      server.close();
    }
  };
  const user = { id: 42, login: "ada", name: "Ada Lovelace" };
  const mail = (email: string, primary: boolean, verified: boolean) => ({ email, primary, verified });

  test("counts by its number, with the primary address if that is verified", async () => {
    const emails = [mail("old@example.org", false, true), mail("ada@example.org", true, true)];
    const { identity, asked } = await asking({ user, emails });
    expect(identity).toEqual({
      issuer: "https://github.com/login/oauth",
      subject: "42",
      email: "ada@example.org",
      email_verified: true,
      name: "Ada Lovelace",
    });
    expect(asked).toEqual(
      ["/user bearer token-1 Daybook", "/user/emails bearer token-1 Daybook"].map((line) =>
        expect.stringMatching(new RegExp(`^${line}$`, "i")),
      ),
    );
  });

  test("another verified address does not stand in for it, and a primary one that is not verified is none", async () => {
    for (const emails of [[mail("old@example.org", false, true), mail("ada@example.org", true, false)], []]) {
      const { identity } = await asking({ user: { ...user, name: null }, emails });
      expect(identity).toMatchObject({ subject: "42", email: null, email_verified: false, name: "ada" });
    }
  });

  test("an answer that is none, and an API that is away, are pages", async () => {
    for (const [api, status] of [
      [{ user: { login: "ada" }, emails: [] }, 400],
      [{ user, emails: { message: "no" } }, 400],
      [{ status: 500 }, 503],
      [{ status: 403 }, 503],
    ] as [Api, number][]) {
      const { identity } = await asking(api);
      expect(identity).toMatchObject({ init: { status } });
    }
  });
});

describe("what is asked once an hour", () => {
  test("is kept; a failure is not; and while the provider is away the old answer goes on", async () => {
    let now = 0;
    let asked = 0;
    let is_away = true;
    const find = remembering(
      async () => {
        asked++;
        if (is_away) throw new Error("away");
        return asked;
      },
      () => now,
    );
    await expect(find()).rejects.toThrow("away");
    is_away = false;
    expect(await Promise.all([find(), find(), find()])).toEqual([2, 2, 2]);
    now += 3_599_999;
    expect(await find()).toBe(2);
    is_away = true;
    now += 1;
    expect(await find()).toBe(2);
    expect(asked).toBe(3);
    expect(await find()).toBe(2);
    expect(asked, "not at every visit").toBe(3);
    is_away = false;
    now += 60_000;
    expect(await find()).toBe(4);
  });
});

test("an issuer over plain http is one on this machine", () => {
  const read = (OIDC_ISSUER: string) =>
    readConfig({
      DATABASE_URL: "postgres://owner@localhost/daybook",
      APP_SECRET: "s".repeat(32),
      OIDC_ISSUER,
      OIDC_CLIENT_ID: "id",
      OIDC_CLIENT_SECRET: "secret",
    } as unknown as NodeJS.ProcessEnv);
  for (const url of ["http://localhost:9000", "http://127.0.0.1/realms/x", "https://id.example.org"])
    expect(read(url).identity_providers.oidc?.issuer).toBe(url);
  for (const url of ["http://id.example.org", "http://localhost.example.org", "http://127.0.0.1.example.org"])
    expect(() => read(url)).toThrow(/OIDC_ISSUER: must start with https/);
});

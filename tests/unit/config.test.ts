import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig, SETTING_NAMES } from "#app/config.server.ts";

const good = { DATABASE_URL: "postgres://owner@localhost/daybook", APP_SECRET: "s".repeat(32) };
const read = (values: Record<string, string> = {}) =>
  readConfig({ ...good, ...values } as unknown as NodeJS.ProcessEnv);
const OIDC = {
  OIDC_ISSUER: "https://id.example.org",
  OIDC_CLIENT_ID: "daybook",
  OIDC_CLIENT_SECRET: "a secret",
};
const S3 = {
  S3_BUCKET: "photos",
  S3_ENDPOINT: "https://storage.example.org",
  S3_ACCESS_KEY_ID: "id",
  S3_SECRET_ACCESS_KEY: "key",
};

describe("settings", () => {
  test("two are enough, and the rest is safe", () => {
    expect(read()).toMatchObject({
      env: "production",
      port: 3000,
      host: "127.0.0.1",
      public_url: "http://localhost:3000",
      demo: false,
      dev: false,
      parse_rows: true,
      secrets: ["s".repeat(32)],
      database: { app_role: "daybook_app", app_url: good.DATABASE_URL, owner_url: good.DATABASE_URL },
    });
  });

  test("an own address for the application means no stepping down", () => {
    const { database } = read({ DATABASE_APP_URL: "postgresql://app@localhost/daybook" });
    expect(database).toMatchObject({ app_url: "postgresql://app@localhost/daybook", app_role: null });
  });

  test("secrets part at commas, the address loses its last slash", () => {
    expect(read({ APP_SECRET: `${"a".repeat(32)} , ${"b".repeat(32)}` }).secrets).toEqual([
      "a".repeat(32),
      "b".repeat(32),
    ]);
    expect(read({ PUBLIC_URL: "https://book.example.org/" }).public_url).toBe("https://book.example.org");
  });

  test("the demo's open desk ends where the installation has a public address", () => {
    expect(read({ DAYBOOK_DEMO: "1" }).demo).toBe(true);
    expect(read({ DAYBOOK_DEMO: "1", PUBLIC_URL: "http://127.0.0.1:4000" }).demo).toBe(true);
    expect(read({ DAYBOOK_DEMO: "1", PUBLIC_URL: "https://book.example.org" }).demo).toBe(false);
    expect(read({ DAYBOOK_DEMO: "1", PUBLIC_URL: "http://localhost.example.org" }).demo).toBe(false);
  });

  test.each<[string, Record<string, string>]>([
    ["DATABASE_URL", { DATABASE_URL: "mysql://localhost/x" }],
    ["DATABASE_URL", { DATABASE_URL: "" }],
    ["DATABASE_APP_URL", { DATABASE_APP_URL: "localhost" }],
    ["APP_SECRET", { APP_SECRET: "short" }],
    ["APP_SECRET", { APP_SECRET: `${"a".repeat(32)},` }],
    ["PORT", { PORT: "70000" }],
    ["PORT", { PORT: "http" }],
    ["PORT", { PORT: "3000.5" }],
    ["PUBLIC_URL", { PUBLIC_URL: "book.example.org" }],
    ["PUBLIC_URL", { PUBLIC_URL: "javascript:alert(1)" }],
    ["NODE_ENV", { NODE_ENV: "prod" }],
    ["DATABASE_POOL_SIZE", { DATABASE_POOL_SIZE: "1" }],
    ["DATABASE_POOL_SIZE", { DATABASE_POOL_SIZE: "many" }],
    ["DAYBOOK_DEMO", { DAYBOOK_DEMO: "yes" }],
    ["DAYBOOK_DEV", { DAYBOOK_DEV: "true" }],
    ["TRUST_PROXY", { TRUST_PROXY: "yes" }],
    ["TRUST_PROXY", { TRUST_PROXY: "true" }],
    ["TRUST_PROXY", { TRUST_PROXY: "10.0.0.1, proxy.internal" }],
    ["TRUST_PROXY", { TRUST_PROXY: "10.0.0.0/99" }],
    ["TRUST_PROXY", { TRUST_PROXY: "1.2.3" }],
    ["TRUST_PROXY", { TRUST_PROXY: "1000" }],
    ["RATE_LIMIT_FACTOR", { RATE_LIMIT_FACTOR: "0" }],
    ["RATE_LIMIT_FACTOR", { RATE_LIMIT_FACTOR: "off" }],
    ["REDIS_URL", { REDIS_URL: "localhost:6379" }],
    ["OPERATOR_EMAIL", { OPERATOR_EMAIL: "operator" }],
    ["SMTP_URL", { SMTP_URL: "mail.example.org", MAIL_FROM: "post@example.org" }],
    ["MAIL_FROM", { SMTP_URL: "smtp://mail.example.org", MAIL_FROM: "Daybook" }],
    ["OIDC_ISSUER", { ...OIDC, OIDC_ISSUER: "javascript:alert(1)" }],
    ["MICROSOFT_TENANT", { MICROSOFT_TENANT: "../evil" }],
    ["S3_ENDPOINT", { ...S3, S3_ENDPOINT: "storage.example.org" }],
  ])("a wrong %s stops the start and is named", (name, values) => {
    expect(() => read(values)).toThrow(new RegExp(`cannot start.*\\n  ${name}.*: .+`));
  });

  test("every wrong one has its line, and no line shows a value", () => {
    const wrong = { DATABASE_URL: "mysql://owner:hunter2@x/y", APP_SECRET: "tiny-secret" };
    const message = (() => {
      try {
        readConfig(wrong as unknown as NodeJS.ProcessEnv);
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    })();
    expect(message.split("\n")).toHaveLength(3);
    expect(message).not.toMatch(/hunter2|tiny-secret/);
  });

  test("an empty one is one that is not set", () => {
    const names = ["HOST", "PUBLIC_URL", "TRUST_PROXY", "REDIS_URL", "SMTP_URL", "MAIL_FROM", "S3_BUCKET"];
    const empty = Object.fromEntries([...names, ...Object.keys(OIDC)].map((name) => [name, ""]));
    expect(read(empty)).toEqual(read());
    expect(() => read({ APP_SECRET: "" })).toThrow(/APP_SECRET/);
  });

  test("nothing else is on unless it is set", () => {
    expect(read()).toMatchObject({
      trust_proxy: null,
      rate_limit_factor: 1,
      redis_url: null,
      operator_email: null,
      smtp: null,
      identity_providers: { oidc: null, google: null, microsoft: null, github: null },
      s3: null,
    });
  });

  test("each group gives what it is for", () => {
    expect(read({ SMTP_URL: "smtps://u:p@mail.example.org", MAIL_FROM: "post@example.org" })).toMatchObject({
      smtp: { url: "smtps://u:p@mail.example.org", from: "post@example.org" },
    });
    expect(read(S3).s3).toEqual({
      bucket: "photos",
      endpoint: "https://storage.example.org",
      region: "auto",
      access_key_id: "id",
      secret_access_key: "key",
    });
    expect(read(OIDC).identity_providers.oidc).toEqual({
      id: "daybook",
      secret: "a secret",
      issuer: "https://id.example.org",
      label: "Single sign-on",
    });
    const microsoft = { MICROSOFT_CLIENT_ID: "m", MICROSOFT_CLIENT_SECRET: "s" };
    expect(read(microsoft).identity_providers.microsoft).toEqual({ id: "m", secret: "s", tenant: "common" });
  });

  test.each<[string, Record<string, string>]>([
    ["OIDC", OIDC],
    ["Google", { GOOGLE_CLIENT_ID: "a", GOOGLE_CLIENT_SECRET: "b" }],
    ["Microsoft", { MICROSOFT_CLIENT_ID: "a", MICROSOFT_CLIENT_SECRET: "b" }],
    ["GitHub", { GITHUB_CLIENT_ID: "a", GITHUB_CLIENT_SECRET: "b" }],
    ["mail", { SMTP_URL: "smtp://mail.example.org", MAIL_FROM: "post@example.org" }],
    ["S3", S3],
  ])("half of %s stops the start and names what is missing", (_what, group) => {
    expect(() => read(group)).not.toThrow();
    for (const name of Object.keys(group)) {
      const { [name]: _left_out, ...rest } = group;
      expect(() => read(rest)).toThrow(new RegExp(`\\n  ${name}: is needed beside`));
    }
  });

  test.each(["1", "2", "loopback", "10.0.0.0/8, 192.0.2.7", "loopback, uniquelocal", "2001:db8::/32", "0"])(
    "TRUST_PROXY may be %s",
    (TRUST_PROXY) => {
      expect(read({ TRUST_PROXY }).trust_proxy).toBe(TRUST_PROXY);
    },
  );

  test("every variable has its row in docs/self-hosting.md, and no row has lost its variable", () => {
    const text = readFileSync(new URL("../../docs/self-hosting.md", import.meta.url), "utf8");
    const rows = text.split("\n").filter((line) => /^\| `[A-Z]/.test(line));
    const named = rows.flatMap((row) =>
      [...row.split("|")[1]!.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(SETTING_NAMES.toSorted());
    for (const row of rows) expect(row.split("|")[2]!.trim()).not.toBe("");
  });

  test("missing ones are named", () => {
    expect(() => readConfig({} as NodeJS.ProcessEnv)).toThrow(/DATABASE_URL[\s\S]*APP_SECRET/);
  });
});

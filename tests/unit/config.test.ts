import { describe, expect, test } from "vitest";
import { readConfig } from "#app/config.server.ts";

const good = { DATABASE_URL: "postgres://owner@localhost/daybook", APP_SECRET: "s".repeat(32) };
const read = (values: Record<string, string> = {}) =>
  readConfig({ ...good, ...values } as unknown as NodeJS.ProcessEnv);

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
    ["HOST", { HOST: "" }],
    ["PUBLIC_URL", { PUBLIC_URL: "book.example.org" }],
    ["PUBLIC_URL", { PUBLIC_URL: "javascript:alert(1)" }],
    ["NODE_ENV", { NODE_ENV: "prod" }],
    ["DATABASE_POOL_SIZE", { DATABASE_POOL_SIZE: "1" }],
    ["DATABASE_POOL_SIZE", { DATABASE_POOL_SIZE: "many" }],
    ["DAYBOOK_DEMO", { DAYBOOK_DEMO: "yes" }],
    ["DAYBOOK_DEV", { DAYBOOK_DEV: "true" }],
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

  test("missing ones are named", () => {
    expect(() => readConfig({} as NodeJS.ProcessEnv)).toThrow(/DATABASE_URL[\s\S]*APP_SECRET/);
  });
});

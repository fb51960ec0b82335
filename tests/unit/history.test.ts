/** Histories speak in words: every act that the code writes has some. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeAccountEvent } from "#app/i18n/account-events.ts";
import { auditWords } from "#app/i18n/history.ts";

const DOMAIN = fileURLToPath(new URL("../../app/domain", import.meta.url));
const source = readdirSync(DOMAIN, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".server.ts"))
  .map((name) => readFileSync(path.join(DOMAIN, name), "utf8"))
  .join("\n");
const acts = (nouns: string) => [
  ...new Set([...source.matchAll(new RegExp(`"((?:${nouns})\\.[a-z_]+)"`, "g"))].map(([, act]) => act!)),
];
const plain = (act: string) => act.replace(/[._]/g, " ");

test("what happens to a provider", () => {
  const all = acts(
    "blocked_time|customer|data|holidays|invitation|member|photo|provider|schedule|service|settings",
  );
  expect(all.length).toBeGreaterThan(15);
  const event = { details: {}, customer_name: null, service_title: null, member_name: null };
  const mute = all.filter((action) => auditWords({ ...event, action } as never).startsWith(plain(action)));
  expect(mute).toEqual([]);
});

test("what happens to an account", () => {
  const all = acts("account").filter((action) => action !== "account.invited");
  expect(all.length).toBeGreaterThan(10);
  const mute = all.filter(
    (action) => describeAccountEvent({ action, details: {} }).toLowerCase() === plain(action),
  );
  // These are words already.
  expect(mute).toEqual([]);
});

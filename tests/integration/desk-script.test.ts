/** The desk's script: on every page of the dashboard, light, and on no other page. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBooking, createPractice } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { builtRoutes, fillPath } from "#tests/support/routes.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, startApp } from "#tests/support/web.ts";

const database = testDatabase();
const CLIENT = fileURLToPath(new URL("../../build/client", import.meta.url));
const MOST_BYTES = 150_000;
let app: App;
const headers: Record<string, string> = {};
const params: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp(database);
  const { admin } = database;
  const { provider, provider_id, keys, service } = await createPractice(admin);
  await admin.query("update usernames set listed_at = now() where username = $1", [provider.username]);
  const account = await createAccount(admin, { operator_since: "2026-01-01" });
  await createMembership(admin, provider_id, account.id);
  const booking = await createBooking(admin, keys);
  headers.Cookie = (await signIn(admin, account.id)).cookie;
  Object.assign(params, { username: provider.username, id: booking.id, service: service.slug, provider_id });
});
afterAll(async () => {
  await app?.stop();
});

const scriptsOf = (html: string) =>
  [...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*rel="modulepreload"[^>]*href)="([^"]+)"/g)].map(
    ([, where]) => where!,
  );

/** A file of the build with all that it imports. */
const withImports = (where: string, found = new Set<string>()): Set<string> => {
  if (found.has(where)) return found;
  found.add(where);
  const source = readFileSync(path.join(CLIENT, where), "utf8");
  for (const [, to] of source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g))
    withImports(path.posix.join(path.posix.dirname(where), to!), found);
  return found;
};

const weightOf = (scripts: string[]): number => {
  const files = new Set(scripts.flatMap((where) => [...withImports(where)]));
  return [...files].reduce((sum, where) => sum + gzipSync(readFileSync(path.join(CLIENT, where))).length, 0);
};

/** Every page there is, as who may see it: its route, its scripts. */
async function pages() {
  const found: { id: string; scripts: string[] }[] = [];
  for (const { id, path: route } of await builtRoutes()) {
    const { status, headers: answer, text } = await ask(app, fillPath(route, params), { headers });
    const isPage = status === 200 && String(answer["content-type"]).startsWith("text/html");
    if (isPage) found.push({ id, scripts: scriptsOf(text) });
  }
  return found;
}

test("the dashboard's pages have it, and stay light; no other page has it", {
  timeout: 120_000,
}, async () => {
  const all = await pages();
  const hasIt = ({ scripts }: { scripts: string[] }) =>
    scripts.some((where) => where.includes("entry.client"));
  const isDesk = ({ id }: { id: string }) => /^dashboard\.\$username\b(?!\.setup)/.test(id);
  expect(all.filter(isDesk).length).toBeGreaterThan(10);
  expect(all.filter((page) => !isDesk(page)).length).toBeGreaterThan(15);
  expect(all.filter((page) => hasIt(page) !== isDesk(page)).map(({ id }) => id)).toEqual([]);
  const heavy = all.map(({ id, scripts }) => ({ id, bytes: weightOf(scripts) }));
  expect(heavy.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([]);
  // Nothing weighs nothing: the sum is of files that are there.
  expect(Math.min(...heavy.filter(isDesk).map(({ bytes }) => bytes))).toBeGreaterThan(20_000);
});

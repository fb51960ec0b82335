/**
 * 10,000 requests of 20 tenants in turn, 50 at a time, through a pool of 5, a tenth given up: nobody sees another's row,
 * and whoever gets a connection finds no tenant named on it. The built app's own handler, so that each checkout of the
 * process can be looked at.
 */
import { fileURLToPath } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools, configurePools } from "#db/pool.ts";
import { sql } from "#db/transaction.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { PUBLIC_URL, SECRET } from "#tests/support/web.ts";
import { createFullService, createOpenPractice } from "#tests/support/web-practice.ts";
import { buildWhenStale } from "../../bin/launch/build.mjs";

const database = testDatabase();
const [REQUESTS, TENANTS, AT_ONCE, POOL] = [10_000, 20, 50, 5];
const Setting = z.object({ provider: z.string(), account: z.string() });

type Tenant = { word: string; paths: { path: string; headers: Record<string, string> }[] };
const tenants: Tenant[] = [];
/** What was named on connections when they were handed out. */
const named: unknown[] = [];
let checkouts = 0;

beforeAll(async () => {
  const { admin } = database;
  for (let n = 0; n < TENANTS; n++) {
    const word = `tenant${String.fromCharCode(97 + n).repeat(3)}word`;
    const username = `leak-${n}`;
    const { provider_id } = await createOpenPractice(admin, { username, name: `${word} name` });
    await createFullService(admin, provider_id, { title: `${word} title`, description: `${word} text` });
    const { id } = await createAccount(admin, { name: `${word} person` });
    await createMembership(admin, provider_id, id);
    const { cookie } = await signIn(admin, id);
    const headers = { Cookie: cookie };
    tenants.push({
      word,
      paths: [
        { path: `/book/${username}`, headers: {} },
        { path: `/book/${username}/full`, headers: {} },
        { path: `/dashboard/${username}`, headers },
        { path: `/dashboard/${username}/members`, headers },
        { path: "/dashboard/providers", headers },
      ],
    });
  }
  await buildWhenStale({ doing: () => {}, also: () => {} });
  Object.assign(process.env, {
    ...{ DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
    ...{ APP_SECRET: SECRET, PUBLIC_URL, NODE_ENV: "production" },
  });
  await closePools();
  configurePools({
    url: database.appUrl,
    maxPoolSize: POOL,
    watch: {
      name: "watch",
      afterPoolConnection: async (_context, connection) => {
        checkouts++;
        const found = await connection.one(sql.type(Setting)`
          /* settings */
          select coalesce(current_setting('app.provider_id', true), '') as provider,
                 coalesce(current_setting('app.account_id', true), '') as account`);
        if (found.provider !== "" || found.account !== "") named.push(found);
        return null;
      },
    },
  });
}, 120_000);

test("nothing of one tenant reaches another through the pool", { timeout: 240_000 }, async () => {
  const file = fileURLToPath(new URL("../../build/server/index.js", import.meta.url));
  const handle = createRequestHandler((await import(file)) as ServerBuild, "production");
  const context = {
    ...{ request_id: "leak", is_from_this_machine: false, client_address: "192.0.2.1", form_token: null },
    drained: async () => true,
  };
  const wrong: unknown[] = [];
  const counts = { answered: 0, given_up: 0 };
  let next = 0;
  const visitor = async () => {
    for (let n = next++; n < REQUESTS; n = next++) {
      const tenant = tenants[n % TENANTS]!;
      const { path, headers } = tenant.paths[Math.floor(n / TENANTS) % tenant.paths.length]!;
      const leaving = new AbortController();
      const request = new Request(`${PUBLIC_URL}${path}${n % 3 === 0 ? ".data" : ""}`, {
        headers,
        signal: leaving.signal,
      });
      const giveUp = n % 10 === 7;
      const asked = handle(request, context as never).then(async (answer) => ({
        status: answer.status,
        text: await answer.text(),
      }));
      if (giveUp) setTimeout(() => leaving.abort(), Math.random() * 8);
      const answer = await asked.catch((error: unknown) => {
        if (leaving.signal.aborted) return null;
        throw error;
      });
      if (answer === null || leaving.signal.aborted) {
        counts.given_up++;
        continue;
      }
      counts.answered++;
      const words = new Set(answer.text.match(/tenant[a-t]{3}word/g));
      if (answer.status !== 200 || words.size !== 1 || !words.has(tenant.word))
        wrong.push([path, answer.status, [...words]]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(named.slice(0, 5)).toEqual([]);
  expect(counts.answered + counts.given_up).toBe(REQUESTS);
  expect(counts.answered).toBeGreaterThan(REQUESTS * 0.85);
  expect(checkouts).toBeGreaterThan(counts.answered);
  const { rows } = await database.admin.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and usename = 'daybook_app'",
  );
  expect(rows[0].n).toBeLessThanOrEqual(2 * POOL);
});

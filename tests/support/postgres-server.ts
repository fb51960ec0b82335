/**
 * One PostgreSQL for the whole run, with one migrated template database.
 * DAYBOOK_TEST_PG_BIN: the bin folder of another PostgreSQL than the embedded one.
 * DAYBOOK_TEST_SUPERUSER_URL: a server that already runs, in place of either; a superuser's connection.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createDatabase, dropDatabase, type ServerUrls, withDatabase } from "./databases.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgres: ServerUrls & { template: string; prefix: string };
  }
}

type Running = ServerUrls & { stop(): Promise<void> };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...urls } = await startServer();
  const prefix = `daybook_test_${randomBytes(4).toString("hex")}`;
  const template = `${prefix}_template`;
  try {
    await createDatabase(urls.superuserUrl, template);
    await migrate(withDatabase(urls.ownerUrl, template));
  } catch (error) {
    await dropDatabase(urls.superuserUrl, template).catch(() => {});
    await stop();
    throw error;
  }
  project.provide("postgres", { ...urls, template, prefix });
  return async () => {
    // Names of databases whose test file was killed before it could drop its own.
    for (const name of await databasesLike(urls.superuserUrl, prefix))
      await dropDatabase(urls.superuserUrl, name);
    await stop();
  };
}

/** @param options.fsync true where times are measured: a commit then waits for the disk, as in production */
export async function startServer({ fsync = false } = {}): Promise<Running> {
  const given = process.env.DAYBOOK_TEST_SUPERUSER_URL;
  if (given) return { ...(await rolesOf(given)), stop: async () => {} };
  const dataDir = mkdtempSync(path.join(tmpdir(), "daybook-test-"));
  // Started by root, the server runs under another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startEmbedded({ dataDir, fsync });
  const { superuserUrl, ownerUrl, appUrl } = server;
  return {
    superuserUrl,
    ownerUrl,
    appUrl,
    stop: async () => {
      await server.stop("immediate");
      for (const folder of [server.dataDir, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The two roles on a server that somebody else started; made when they are not there. */
async function rolesOf(superuserUrl: string): Promise<ServerUrls> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const password = "x";
    for (const [role, rights] of [
      ["daybook_owner", "createrole"],
      ["daybook_app", "nocreaterole"],
    ]) {
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
      if (!rowCount) await client.query(`create role ${role} login ${rights} password '${password}'`);
    }
    const as = (role: string) => {
      const url = new URL(superuserUrl);
      url.username = role;
      url.password = password;
      return url.href;
    };
    return { superuserUrl, ownerUrl: as("daybook_owner"), appUrl: as("daybook_app") };
  } finally {
    await client.end();
  }
}

async function databasesLike(superuserUrl: string, prefix: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query("select datname from pg_database where starts_with(datname, $1)", [
      prefix,
    ]);
    return rows.map(({ datname }) => datname);
  } finally {
    await client.end();
  }
}

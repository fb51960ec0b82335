import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closePools, configurePools } from "#db/pool.ts";
import { createDatabase, dropDatabase, type ServerUrls, withDatabase } from "./databases.ts";

export type TestDatabase = Readonly<ServerUrls> & {
  readonly name: string;
  /** A superuser's connection to this database: sees every tenant, skips row-level security. */
  readonly admin: pg.Client;
};

let made = 0;
const newName = () => `${inject("postgres").prefix}_${process.pid}_${++made}`;

const urlsOf = (name: string): ServerUrls => {
  const { superuserUrl, ownerUrl, appUrl } = inject("postgres");
  return {
    superuserUrl: withDatabase(superuserUrl, name),
    ownerUrl: withDatabase(ownerUrl, name),
    appUrl: withDatabase(appUrl, name),
  };
};

/**
 * A database for this test file (or describe block), cloned from the migrated template, with the application's pools
 * on it. Call it at the top; read its fields inside tests and hooks only.
 * @param options.migrated false: an empty database, and no pools
 */
export function testDatabase(options: { migrated?: boolean; maxPoolSize?: number } = {}): TestDatabase {
  const { migrated = true, maxPoolSize = 20 } = options;
  const database = {} as { -readonly [key in keyof TestDatabase]: TestDatabase[key] };
  beforeAll(async () => {
    const { superuserUrl, template } = inject("postgres");
    database.name = newName();
    await createDatabase(superuserUrl, database.name, migrated ? template : undefined);
    Object.assign(database, urlsOf(database.name));
    database.admin = await connect(database.superuserUrl);
    if (!migrated) return;
    await closePools();
    configurePools({ url: database.appUrl, maxPoolSize, parseRows: true });
  });
  afterAll(async () => {
    await closePools();
    await database.admin?.end();
    await dropDatabase(inject("postgres").superuserUrl, database.name);
  });
  return database;
}

/** An own connection, for what needs several sessions or another role. The caller ends it. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // Dropping the database ends sessions; without a listener that would end the process.
  client.on("error", () => {});
  await client.connect();
  return client;
}

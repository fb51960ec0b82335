/** Makes and drops databases on the test server; knows nothing of Vitest, so that bin/explain.ts can use it too. */
import pg from "pg";

export type ServerUrls = { superuserUrl: string; ownerUrl: string; appUrl: string };

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const full = new URL(url);
  full.pathname = `/${database}`;
  return full.href;
}

const asSuperuser = async (superuserUrl: string, statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Gives it the owner and the grants of the embedded server's database; a template does not pass those on. */
export async function createDatabase(superuserUrl: string, name: string, template?: string): Promise<void> {
  await asSuperuser(superuserUrl, [
    `create database "${name}" owner daybook_owner ${template ? `template "${template}"` : ""}`,
    `revoke all on database "${name}" from public`,
    `grant connect on database "${name}" to daybook_app`,
  ]);
}

/** Ends its sessions and drops it; a database that is not there is fine. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, [`drop database if exists "${name}" with (force)`]);
}

/**
 * Writes docs/explain.md: how PostgreSQL runs the three hot queries on a million bookings.
 *   node bin/explain.ts <superuser url> [providers] [bookings each]
 * Makes a database of its own on that server, fills it (minutes), and drops it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import pg from "pg";
import { migrate } from "#db/migrate.ts";
import { createDatabase, dropDatabase, withDatabase } from "#tests/support/databases.ts";
import { fillBookings } from "#tests/support/fill.ts";
import { explain, hotQueries } from "#tests/support/plans.ts";

const [superuserUrl, providers = "2000", bookingsEach = "500"] = process.argv.slice(2);
if (!superuserUrl) throw new Error("node bin/explain.ts <superuser url> [providers] [bookings each]");
const size = { providers: Number(providers), bookingsEach: Number(bookingsEach) };
const database = `daybook_explain_${process.pid}`;

/** The superuser, in the role that tests and production use: owner for migrations, application for queries. */
const as = async (role: string | null): Promise<pg.Client> => {
  const url = new URL(withDatabase(superuserUrl, database));
  if (role) url.searchParams.set("options", `-c role=${role}`);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
};

const TITLES: Record<string, string> = {
  selectOccupiedInRange: "Busy times of a provider in a window of 31 days",
  selectAgenda: "A day's agenda",
  insertBooking: "The insert: take the time, find or make the customer, write the booking",
};

const explained = async (app: pg.Client): Promise<string[]> => {
  const sections: string[] = [];
  for (const [index, query] of (await hotQueries(7)).entries()) {
    // Once for the caches and the session's own look-ups, then the one that counts.
    await explain(app, (await hotQueries(7))[index]!, "text");
    const plan = await explain(app, query, "text");
    sections.push(`## ${TITLES[query.name]}: \`${query.name}\`\n\n\`\`\`\n${plan}\n\`\`\``);
  }
  return sections;
};

const started = Date.now();
await createDatabase(superuserUrl, database);
try {
  const owner = new URL(withDatabase(superuserUrl, database));
  owner.searchParams.set("options", "-c role=daybook_owner");
  await migrate(owner.href);
  const admin = await as(null);
  await fillBookings(admin, size);
  const { rows } = await admin.query(`select current_setting('server_version') as version,
    (select count(*) from bookings) as bookings, (select count(*) from reservations) as reservations`);
  await admin.end();
  console.log(`filled in ${Math.round((Date.now() - started) / 1000)} s`, rows[0]);
  const app = await as("daybook_app");
  const sections = await explained(app);
  await app.end();
  const { version, bookings, reservations } = rows[0];
  const head = [
    "# How the hot queries run",
    "Written by `node bin/explain.ts <superuser url>`; `tests/integration/explain.test.ts` holds every query of the pages to\nthe same on 50,000 bookings: no table of a tenant is read from end to end.",
    `PostgreSQL ${String(version).split(" ")[0]}, ${Number(bookings).toLocaleString("en")} bookings and ${Number(reservations).toLocaleString("en")} reservations of ${size.providers.toLocaleString("en")} providers, as the role\n\`daybook_app\` with the tenant set, so under row-level security, SERIALIZABLE, the second run of each.`,
  ];
  if (sections.join().includes("Seq Scan")) throw new Error(sections.join("\n\n"));
  const file = new URL("../docs/explain.md", import.meta.url);
  // What a person wrote about the plans stays.
  const notes = /## What to know about them[\s\S]*?(?=\n\n## )/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
  writeFileSync(file, `${[...head, notes, ...sections].filter(Boolean).join("\n\n")}\n`);
  console.log(`docs/explain.md written, ${Math.round((Date.now() - started) / 1000)} s`);
} finally {
  await dropDatabase(superuserUrl, database);
}

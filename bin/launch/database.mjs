/** The database of this start: the embedded server, or the one that DATABASE_URL names. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbedded } from "../../db/embedded.ts";
import { demoAccount } from "./demo.mjs";
import { dataDir, Problem, short } from "./project.mjs";
import { cyan, remark, step } from "./terminal.mjs";

/**
 * @typedef {object} Database
 * @property {string} ownerUrl
 * @property {string | undefined} appUrl absent: the application switches roles on the owner's connection
 * @property {string} appSecret
 * @property {import("../../db/embedded.ts").Embedded | null} embedded
 */

/** @returns {Promise<Database>} */
export async function openDatabase() {
  const given = process.env.DATABASE_URL;
  if (given) {
    remark(cyan("·"), "PostgreSQL", `the server that DATABASE_URL names (${hostOf(given)})`);
    const appSecret = process.env.APP_SECRET ?? ownSecret();
    return { ownerUrl: given, appUrl: process.env.DATABASE_APP_URL, appSecret, embedded: null };
  }
  const embedded = await step(
    "PostgreSQL",
    "starting the embedded server",
    (progress) => startEmbedded({ dataDir, log: progress.also }).catch(explain),
    ({ version, port, fresh }) => `${version} ${fresh ? "created" : "started"}, port ${port}`,
  );
  const appSecret = process.env.APP_SECRET ?? embedded.appSecret;
  return { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, appSecret, embedded };
}

/** Everything that the embedded start throws on purpose has its next step in it. @param {Error} cause @returns {never} */
function explain(cause) {
  throw new Problem(cause.message, { cause });
}

/** @typedef {{ account: import("./demo.mjs").Account | null }} Prepared */

/** @param {Database} database @returns {Promise<Prepared>} */
export async function prepareDatabase({ ownerUrl, appUrl, embedded }) {
  const { migrate } = await import("../../db/migrate.ts");
  await step(
    "Migrations",
    "bringing the schema up to date",
    () => migrate(ownerUrl).catch(explainUnreachable),
    ({ applied }) => (applied.length === 0 ? "up to date" : `${applied.length} applied`),
  );
  // Demo providers have no place in somebody's own server.
  if (!embedded || !appUrl) return { account: null };
  await seedWhenEmpty(appUrl);
  return { account: await demoAccount(appUrl) };
}

/** @param {string} appUrl */
async function seedWhenEmpty(appUrl) {
  const { isEmpty, seedDemo } = await import("../../db/seed.ts");
  // Each provider is one transaction: a start that was killed between two of them goes on where it was.
  const unfinished = path.join(dataDir, "seeding");
  if (!existsSync(unfinished) && !(await isEmpty(appUrl))) return;
  writeFileSync(unfinished, "");
  await step(
    "Demo data",
    "filling the empty database",
    () => seedDemo(appUrl, { now: Date.now() }),
    (seeded) => `${seeded.providers.length} providers, ${seeded.bookings} bookings`,
  );
  rmSync(unfinished, { force: true });
}

/** @param {Error & { code?: string }} error @returns {never} */
function explainUnreachable(error) {
  if (error.name === "NewerSchemaError") throw new Problem(error.message, { cause: error });
  if (!process.env.DATABASE_URL || !/ECONN|ENOTFOUND|EAI_AGAIN|28P01|28000|3D000/.test(error.code ?? ""))
    throw error;
  throw new Problem(
    `The database at ${hostOf(process.env.DATABASE_URL)} can not be used: ${error.message || error.code}. Check ` +
      "DATABASE_URL, or unset it to use the embedded PostgreSQL.",
    { cause: error },
  );
}

/**
 * Keeps the embedded server running: when it goes without being told, it is started again, with a growing pause. Its
 * port and passwords stay, so the application's pools find it again.
 * @param {Database} database
 * @param {() => boolean} stopping
 */
export async function keepRunning(database, stopping) {
  for (let pause = 500; database.embedded; ) {
    const began = performance.now();
    await database.embedded.exited;
    if (stopping()) return;
    if (performance.now() - began > 60_000) pause = 500;
    remark(cyan("·"), "PostgreSQL", "ended unexpectedly; starting it again");
    while (!stopping()) {
      await sleep(pause);
      pause = Math.min(pause * 2, 30_000);
      if (stopping()) return;
      try {
        database.embedded = await startEmbedded({ dataDir });
        if (stopping()) return void (await database.embedded.stop());
        remark(cyan("·"), "PostgreSQL", `runs again, port ${database.embedded.port}`);
        break;
      } catch (error) {
        remark(cyan("·"), "PostgreSQL", `does not start (see ${short(dataDir)}/postgres.log): ${error}`);
      }
    }
  }
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    throw new Problem("DATABASE_URL is not an address like postgresql://user:password@host:5432/daybook.");
  }
}

/** Kept between starts, so that nobody is signed out by a restart. */
function ownSecret() {
  const file = path.join(dataDir, "app-secret");
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

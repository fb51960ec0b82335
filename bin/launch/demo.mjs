/** The embedded demo's account: made once, with a password that only this machine knows, and printed at every start. */
import { randomInt } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dataDir } from "./project.mjs";

/** @typedef {{ email: string, password: string | null }} Account the password is null when somebody chose their own */
/** @typedef {{ password: string, password_hash: string, made_at: string | null }} Kept */

const file = path.join(dataDir, "demo-account.json");

/**
 * Makes the account when it was never made; also for a database of before there were accounts.
 * @param {string} appUrl
 * @returns {Promise<Account | null>} null when there is none: a public address is no demo, and a deleted account stays gone
 */
export async function demoAccount(appUrl) {
  if (!isDemo()) return null;
  const { readDemoAccount, seedDemoAccount } = await import("../../db/seed.ts");
  const kept = await readOrMake();
  if (!kept.made_at) {
    await seedDemoAccount(appUrl, { password_hash: kept.password_hash, now: Date.now() });
    keep({ ...kept, made_at: new Date().toISOString() });
  }
  const found = await readDemoAccount(appUrl);
  return (
    found && {
      email: found.email,
      password: found.password_hash === kept.password_hash ? kept.password : null,
    }
  );
}

/** As app/config.server.ts has it: what has a public address is no demo on one's own machine. */
function isDemo() {
  const { PUBLIC_URL } = process.env;
  if (!PUBLIC_URL) return true;
  return (
    URL.canParse(PUBLIC_URL) && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(PUBLIC_URL).hostname)
  );
}

/** The file comes before the account: a start that is killed in between leaves no account whose password nobody knows.
 * @returns {Promise<Kept>} */
async function readOrMake() {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const { hashPassword } = await import("../../app/domain/passwords.server.ts");
  const password = newPassword();
  const made = { password, password_hash: await hashPassword(password), made_at: null };
  keep(made);
  return made;
}

/** @param {Kept} kept */
function keep(kept) {
  const draft = `${file}.part`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Four groups of four letters that can be read out and typed: 51 bits. */
function newPassword() {
  const pick = (/** @type {string} */ letters) => letters[randomInt(letters.length)];
  const syllable = () => `${pick("bdfghklmnprstvz")}${pick("aeiou")}`;
  return Array.from({ length: 4 }, () => syllable() + syllable()).join("-");
}

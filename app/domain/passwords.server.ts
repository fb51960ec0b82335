import { createHash } from "node:crypto";
import { dictionary } from "@zxcvbn-ts/language-common";
import bcrypt from "bcrypt";
import { TooBusyError } from "#app/domain/errors.ts";
import { NewPassword, PASSWORD_MIN, samePassword } from "#app/domain/passwords.ts";

/** 2^12 rounds: about 0.2 s of one core. */
export const COST = 12;

/** A hash of the same cost that belongs to no password: who has none is compared with it, so that it takes as long. */
export const NOBODYS_HASH = "$2b$12$lWbzu1rn2a/dY9Xjm/SIquHEqsn4aqy1l42SfLa/G4Rgbl0C92YpG";

// bcrypt works in libuv's threads, of which there are four for everything: files, DNS, pictures. Two are left to them.
const AT_ONCE = 2;
// Who waits longer than this (about 6 s) had better come back.
const WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING)
      throw new TooBusyError("Very many people are signing in at this moment. Please try again shortly.");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    // The place goes to who waits longest, without being given up in between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
};

/**
 * bcrypt reads 72 bytes and stops at a NUL. SHA-384 in base64 is 64 bytes without one, so every character of a long
 * password counts.
 */
const prepared = (password: string) =>
  createHash("sha384").update(samePassword(password), "utf8").digest("base64");

/** The hash to store, made off the main thread. @throws TooBusyError when too many wait already */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => bcrypt.hash(prepared(password), COST));

/**
 * Is it the password of this hash? Takes the same work when there is no hash.
 * @throws TooBusyError when too many wait already
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const matches = await inTurn(() => bcrypt.compare(prepared(password), hash ?? NOBODYS_HASH));
  return matches && hash !== null;
}

// Shorter ones are refused anyway.
const wellKnown = new Set(dictionary["passwords-common"].filter((one) => [...one].length >= PASSWORD_MIN));

/** On the packaged list of the passwords that leak and are tried most; any case. */
export const isWellKnownPassword = (password: string): boolean => wellKnown.has(password.toLowerCase());

/** The schema of a password that somebody chooses. @param own their address and name, which it may not be */
export const newPassword = (own: readonly string[] = []) =>
  NewPassword({ is_known: isWellKnownPassword, own });

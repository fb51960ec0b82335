/**
 * What an embedded server must remember between two starts. Written before anything that uses it, so that no crash
 * leaves a server whose password nobody knows.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";

export interface EmbeddedState {
  /** Tells a fresh clone from an older one at the same path: their data must not mix. */
  id: string;
  superuserPassword: string;
  ownerPassword: string;
  appPassword: string;
  /** Signs the application's cookies. */
  appSecret: string;
  port?: number;
  /** The server's data folder when it is not beside this file. Kept, even if a better place is in reach later. */
  cluster?: string;
}

const secret = () => randomBytes(24).toString("base64url");

export function readState(dataDir: string): EmbeddedState | null {
  const file = path.join(dataDir, "embedded.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(
      `${file} can not be read (${(error as Error).message}). It holds the embedded database's passwords: start as ` +
        "the user who owns it, restore it from a backup, or begin again with `npm run reset`.",
      { cause: error },
    );
  }
}

export function readOrMakeState(dataDir: string): EmbeddedState {
  const found = readState(dataDir);
  if (found) return found;
  if (existsSync(path.join(dataDir, "postgres", "PG_VERSION"))) {
    throw new Error(
      `${path.join(dataDir, "embedded.json")} is missing, and with it the passwords of the database beside it. ` +
        "Restore the file from a backup, or begin again with `npm run reset`.",
    );
  }
  const made = {
    id: randomUUID(),
    superuserPassword: secret(),
    ownerPassword: secret(),
    appPassword: secret(),
    appSecret: secret(),
  };
  writeState(dataDir, made);
  return made;
}

/** On the disk before the name points to it: after a power cut there is the old file or the new, never half of one. */
export function writeState(dataDir: string, state: EmbeddedState): void {
  const file = path.join(dataDir, "embedded.json");
  const draft = `${file}.${process.pid}.part`;
  const handle = openSync(draft, "w", 0o600);
  try {
    writeSync(handle, `${JSON.stringify(state, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/**
 * Who is that process? A pid alone does not say: after `kill -9` and some minutes the same number can belong to
 * a stranger, and the launcher must neither take a stranger for itself nor kill it. So every file in which we
 * write down a pid also says when that process began.
 *
 * Plain JavaScript: the launcher's first stage reads it on Node 20, before anything is installed.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {{ pid: number, began: string }} Identity */
/** @typedef {Identity & { token: string } & Record<string, unknown>} Lock */

/** When the process began, in words that only this machine understands; null when there is none.
 * @param {number} pid
 * @returns {string | null} */
export function beganAt(pid) {
  if (!isAlive(pid)) return null;
  if (process.platform === "linux") {
    const stat = processStat(pid);
    // A zombie still answers `kill -0`. In a container without an init, a killed launcher stays one for ever.
    if (!stat || stat.state === "Z" || stat.state === "X") return null;
    return `${bootId()}:${stat.startTicks}`;
  }
  if (process.platform === "win32") return "unknown";
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout?.trim() || null;
}

/** @param {number} pid @returns {Identity} */
export function identify(pid) {
  return { pid, began: beganAt(pid) ?? "gone" };
}

/** @param {Partial<Identity> | null | undefined} identity */
export function stillRuns(identity) {
  return Boolean(identity?.pid) && beganAt(Number(identity?.pid)) === identity?.began;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {number} pid */
export function processStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command stands in parentheses and may itself contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return {
      command: text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")),
      state: fields[0],
      parent: Number(fields[1]),
      startTicks: fields[19],
    };
  } catch {
    return null;
  }
}

let boot = "";
function bootId() {
  if (!boot) {
    try {
      boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    } catch {
      boot = "boot";
    }
  }
  return boot;
}

/** Processes that work in this folder. A PostgreSQL server and each of its children sit in their data folder.
 * @param {string} folder an absolute path without symbolic links */
export function processesIn(folder) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder && processStat(pid)?.state !== "Z";
      } catch {
        return false; // gone meanwhile, or another user's
      }
    });
}

/** Signals a process and waits until it is gone; each signal gets its time, the last is SIGKILL.
 * @param {Identity} identity
 * @param {Array<[NodeJS.Signals, number]>} signals signal and milliseconds to wait after it */
export async function terminate(identity, signals) {
  for (const [signal, patience] of signals) {
    if (!stillRuns(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch {
      // It ended between the two lines.
    }
    const deadline = Date.now() + patience;
    while (stillRuns(identity) && Date.now() < deadline) await sleep(20);
  }
}

/** @param {string} file @returns {Lock | null} */
export function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // absent, or cut off by a crash: both mean that nobody holds it
  }
}

/**
 * Takes a lock file, also from an owner who died. Returns the living owner's entry when there is one.
 *
 * Two starters that find the same dead owner race: A removes the stale file and writes its own, then B, who read
 * before, removes A's. So whoever took a stale lock looks again a moment later, and gives way if it is not his.
 *
 * @param {string} file
 * @param {Record<string, unknown>} [about]
 * @returns {Promise<{ taken: Lock, owner?: undefined } | { taken?: undefined, owner: Lock }>}
 */
export async function takeLock(file, about = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = { ...about, ...identify(process.pid), token: randomUUID() };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: "wx" });
      if (attempt === 0) return { taken: mine };
      await sleep(60);
      if (readLock(file)?.token === mine.token) return { taken: mine };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
      const owner = readLock(file);
      if (owner && stillRuns(owner)) return { owner };
      // An unreadable lock may be one that is being written at this moment.
      if (!owner) await sleep(30);
      const again = readLock(file);
      if (again?.token === owner?.token) rmSync(file, { force: true });
    }
  }
  throw new Error(`The lock file ${file} can not be taken. Remove it and try again.`);
}

/** @param {string} file @param {Lock} lock @param {Record<string, unknown>} about */
export function updateLock(file, lock, about) {
  Object.assign(lock, about);
  if (readLock(file)?.token === lock.token) writeFileSync(file, JSON.stringify(lock));
}

/** @param {string} file @param {Lock} lock */
export function releaseLock(file, lock) {
  if (readLock(file)?.token === lock.token) rmSync(file, { force: true });
}

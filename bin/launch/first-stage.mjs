/** What `npm start` and `npm test` have in common: dependencies, then on with Node 24. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { identify, readLock, releaseLock, takeLock, updateLock } from "../../db/embedded/processes.mjs";
import { endChildren } from "./children.mjs";
import { findNode24, installDependencies } from "./install.mjs";
import { dataDir, handedToken, nodeMajor, Problem, root, short } from "./project.mjs";
import { listenForStop, onStop } from "./signals.mjs";
import { complain, say, step } from "./terminal.mjs";
import { notOurs } from "./turn.mjs";

/** @typedef {import("../../db/embedded/processes.mjs").Lock} Lock */
/** @typedef {{ flags: Set<string>, lockFile: string, lock: Lock }} Stage */

const lockFile = path.join(dataDir, "launcher.lock");

/**
 * @param {object} options
 * @param {string} options.script the file to run again under Node 24
 * @param {string[]} options.usage flags that it knows
 * @param {string} options.help
 * @param {boolean} options.exclusive only one may run for a data folder
 * @param {(stage: Stage) => Promise<unknown>} options.secondStage
 */
export async function firstStage({ script, usage, help, exclusive, secondStage }) {
  const flags = new Set(process.argv.slice(2));
  const unknown = [...flags].find((flag) => !usage.includes(flag));
  if (unknown || flags.has("--help")) {
    say(`${unknown ? `There is no ${unknown}.\n\n` : ""}${help}`);
    process.exit(unknown ? 1 : 0);
  }
  process.chdir(root);
  listenForStop();
  /** @type {Lock | null} */
  let lock = null;
  try {
    lock = exclusive ? await takeOver() : null;
    const stage = { flags, lockFile, lock: /** @type {Lock} */ (lock) };
    if (!handedToken) {
      onStop(() => {
        endChildren("SIGTERM");
        if (lock) releaseLock(lockFile, lock);
        say("\nStopped.");
        process.exit(0);
      });
      await step("Dependencies", "looking at what is installed", installDependencies, String);
    }
    if (nodeMajor >= 24) await secondStage(stage);
    else process.exitCode = await continueWithNode24(script, lock);
    if (nodeMajor < 24 || flags.has("--reset")) {
      if (lock) releaseLock(lockFile, lock);
      process.exit();
    }
  } catch (error) {
    complain(error);
    if (lock) releaseLock(lockFile, lock);
    process.exit(1);
  }
}

/** The lock of the data folder: from the first stage when it hands it on, else taken now. */
async function takeOver() {
  const handed = handedToken ? readLock(lockFile) : null;
  if (handed && handed.token === handedToken) {
    // The first stage only waits for us, and may be killed before us: the lock must name who really runs.
    updateLock(lockFile, handed, identify(process.pid));
    return handed;
  }
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    notOurs(/** @type {NodeJS.ErrnoException} */ (error));
  }
  const { taken, owner } = await takeLock(lockFile).catch(notOurs);
  if (taken) return taken;
  throw new Problem(
    `Daybook is already running for ${short(dataDir)} (process ${owner.pid})${owner.url ? ` at ${owner.url}` : ""}. ` +
      "Stop that one first (Ctrl-C where it runs), or give this one a data folder of its own with DAYBOOK_DATA_DIR.",
  );
}

/** @param {string} script @param {Lock | null} lock @returns {Promise<number>} */
function continueWithNode24(script, lock) {
  const child = spawn(findNode24(), [script, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, DAYBOOK_LAUNCH_TOKEN: lock?.token ?? "none" },
  });
  // We only pass things on; the second stage decides, also when we hear a signal that it heard itself.
  onStop((why, again) => {
    if (why.startsWith("SIG")) child.kill(/** @type {NodeJS.Signals} */ (why));
    else child.kill(again ? "SIGKILL" : "SIGTERM");
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

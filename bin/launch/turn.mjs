/** Work on the checkout that two starters (`npm start` beside `npm test`) must not do at the same time. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { releaseLock, takeLock } from "../../db/embedded/processes.mjs";
import { cacheDir, Problem, short } from "./project.mjs";

/**
 * @template T
 * @param {string} name
 * @param {import("./terminal.mjs").Progress} progress
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(name, progress, work) {
  const file = path.join(cacheDir, `${name}.lock`);
  for (;;) {
    const { taken, owner } = await takeLock(file).catch(notOurs);
    if (taken) {
      try {
        return await work();
      } finally {
        releaseLock(file, taken);
      }
    }
    progress.doing(`waiting for process ${owner.pid}, which does it now`);
    await sleep(200);
  }
}

/** @param {NodeJS.ErrnoException} error @returns {never} */
export function notOurs(error) {
  if (!["EACCES", "EPERM", "EROFS"].includes(error.code ?? "")) throw error;
  throw new Problem(
    `${short(error.path ?? "This folder")} can not be written. Start Daybook as the user who owns the checkout ` +
      "(was it once started as root?), or give that user the folder.",
  );
}

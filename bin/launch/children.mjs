/** Programs that a step runs to its end. Those under way can be ended together when the launcher stops. */
import { spawn } from "node:child_process";
import { root } from "./project.mjs";

/** @typedef {Record<string, string | undefined>} Environment */

/** @type {Set<import("node:child_process").ChildProcess>} */
const underWay = new Set();

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Environment, cwd?: string, show?: boolean, limit?: number }} [options] show: output goes to
 *   the screen instead of being collected; limit: milliseconds after which it is ended
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function run(command, args, { env = process.env, cwd = root, show = false, limit = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      // npm on Windows is a batch file, which only a shell starts.
      shell: process.platform === "win32" && command.endsWith(".cmd"),
    });
    underWay.add(child);
    let output = "";
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    const timer = limit
      ? setTimeout(() => {
          timedOut = true;
          child.kill("SIGTERM");
          setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
        }, limit)
      : undefined;
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      underWay.delete(child);
      resolve({ code, output, timedOut });
    };
    child.on("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}

/** @param {NodeJS.Signals} signal */
export function endChildren(signal) {
  for (const child of underWay) child.kill(signal);
}

/** @param {string} text @param {number} count */
export const lastLines = (text, count) => text.trimEnd().split("\n").slice(-count).join("\n");

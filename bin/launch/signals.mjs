/** What asks us to stop: Ctrl-C, a polite kill, a closed terminal, the death of the npm that started us. */
import { identify, processStat, stillRuns } from "../../db/embedded/processes.mjs";
import { handedToken } from "./project.mjs";

/** @type {(why: string, again: boolean) => void} */
let handler = () => process.exit(130);
let firstAt = 0;

/** @param {(why: string, again: boolean) => void} stop */
export function onStop(stop) {
  handler = stop;
}

/** @param {string} why */
function ask(why) {
  const now = performance.now();
  // One Ctrl-C comes twice: the terminal sends it to the whole group, and npm passes its own on to us. A person's second
  // one comes later.
  if (firstAt && now - firstAt < 800) return;
  const again = firstAt > 0;
  firstAt ||= now;
  handler(why, again);
}

export function listenForStop() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => ask(signal));
  }
  watchStarter();
}

/** npm killed with -9 passes nothing on. Only under npm: somebody's `node bin/start.mjs &` may outlive its shell. */
function watchStarter() {
  if (!process.env.npm_lifecycle_event && !handedToken) return;
  const parent = process.ppid;
  const starters = process.platform === "linux" ? [identify(parent)] : [];
  // Between npm and us there may be a shell, which does not die with npm.
  let stat = processStat(parent);
  for (let up = 0; up < 3 && stat && !stat.command.startsWith("npm"); up += 1) {
    if (stat.parent <= 1) break;
    const above = processStat(stat.parent);
    if (above?.command.startsWith("npm") || above?.command.startsWith("node"))
      starters.push(identify(stat.parent));
    stat = above;
  }
  setInterval(() => {
    if (process.ppid !== parent || starters.some((starter) => !stillRuns(starter)))
      ask("its starter is gone");
  }, 1_000).unref();
}

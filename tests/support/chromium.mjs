/**
 * A Chromium for the browser tests: one that a variable names, the system's, Playwright's own; else one is installed.
 * Plain JavaScript, because bin/test.mjs, playwright.config.ts and the screenshots all ask it.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const variables = ["DAYBOOK_CHROMIUM", "CHROMIUM_PATH", "PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH"];
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** @returns {string | null} the path of one that starts */
export function findChromium() {
  for (const variable of variables) {
    const named = process.env[variable];
    if (!named) continue;
    if (starts(named)) return named;
    // Not passed over: whoever names one wants that one.
    throw new Error(
      `${variable}=${named} does not start. Correct it, or unset it to look for another Chromium.`,
    );
  }
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...places, playwrights()].find((place) => place && starts(place)) ?? null;
}

/** It must run and not just be there: on Ubuntu, chromium-browser may be a script that asks for a snap.
 * @param {string} program */
function starts(program) {
  if (!existsSync(program)) return false;
  // On Windows a browser asked for its version opens a window.
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

function playwrights() {
  const script = 'console.log(require("playwright-core").chromium.executablePath())';
  const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: modules, encoding: "utf8" });
  return stdout?.trim() ?? "";
}

/**
 * The ways to install one, in the order in which to try them.
 * @returns {{ what: string, commands: [string, string[]][], minutes: number }[]}
 */
export function waysToInstall() {
  const playwright = path.join(modules, "@playwright", "test", "cli.js");
  const ways = [];
  const isRoot = process.getuid?.() === 0;
  const hasApt = existsSync("/usr/bin/apt-get");
  ways.push({
    what: "npx playwright install chromium",
    // As root it can bring the system libraries along too.
    commands: /** @type {[string, string[]][]} */ ([
      [process.execPath, [playwright, "install", ...(isRoot && hasApt ? ["--with-deps"] : []), "chromium"]],
    ]),
    minutes: 4,
  });
  if (isRoot && hasApt) {
    ways.push({
      what: "apt-get install chromium",
      commands: /** @type {[string, string[]][]} */ ([
        ["apt-get", ["update"]],
        ["apt-get", ["install", "--yes", "--no-install-recommends", "chromium"]],
      ]),
      minutes: 6,
    });
  }
  return ways;
}

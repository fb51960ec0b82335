/** `npm test` and `npm run check`: the list of checks, in the order in which they are cheapest to fail. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findChromium, waysToInstall } from "../../tests/support/chromium.mjs";
import { buildWhenStale } from "./build.mjs";
import { endChildren, lastLines, run } from "./children.mjs";
import { fromPlaywright, fromVitest, sentence } from "./counts.mjs";
import { modules, Problem, root } from "./project.mjs";
import { onStop } from "./signals.mjs";
import { bold, complain, cyan, remark, say, seconds, step } from "./terminal.mjs";

const reports = mkdtempSync(path.join(tmpdir(), "daybook-test-"));
const counts = { passed: 0, failed: 0, skipped: 0 };
// Biome colours its output for a pipe too when it believes to be in CI.
const colours = `--colors=${process.stdout.isTTY && !process.env.NO_COLOR ? "force" : "off"}`;
const system15 = "/usr/lib/postgresql/15/bin";

/** @param {{ quick: boolean }} options */
export async function check({ quick }) {
  onStop((_why, again) => endChildren(again ? "SIGKILL" : "SIGTERM"));
  const began = performance.now();
  try {
    await quietly("Lint, format", path.join(modules, "@biomejs", "biome", "bin", "biome"), [
      "ci",
      ".",
      colours,
    ]);
    await quietly("Types", path.join(modules, "typescript", "bin", "tsc"), ["--noEmit"]);
    if (!quick) await step("Build", "looking at the sources", buildWhenStale, String);
    await vitest("Unit", ["--project", "unit"]);
    if (!quick) await thorough();
  } catch (error) {
    complain(error);
    counts.failed += 1;
  }
  rmSync(reports, { recursive: true, force: true });
  say(`\n${seconds(began)}\n${sentence(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}

async function thorough() {
  // The rules of time must not hold by the accident of where the machine stands.
  const timed = readdirSync(path.join(root, "tests", "unit")).filter((name) =>
    /^(zones|availability)/.test(name),
  );
  for (const zone of ["America/New_York", "Pacific/Chatham"]) {
    await vitest(`Time, ${zone}`, ["--project", "unit", ...timed.map((name) => `tests/unit/${name}`)], {
      TZ: zone,
    });
  }
  await vitest("Integration", ["--project", "integration"]);
  if (existsSync(path.join(system15, "postgres"))) {
    await vitest("Integration, PostgreSQL 15, in Chatham's zone", ["--project", "integration"], {
      DAYBOOK_TEST_PG_BIN: system15,
      DAYBOOK_TEST_PG_TIMEZONE: "Pacific/Chatham",
    });
  } else {
    remark(cyan("·"), "PostgreSQL 15", "skipped: no system PostgreSQL 15");
  }
  await playwright();
}

/** Shows the output only when it fails; then there is no point in going on.
 * @param {string} name @param {string} script @param {string[]} args */
async function quietly(name, script, args) {
  await step(
    name,
    "running",
    async () => {
      const { code, output } = await run(process.execPath, [script, ...args]);
      if (code !== 0) throw new Problem(lastLines(output, 200));
    },
    () => "in order",
  );
}

/** @param {string} name @param {string[]} args @param {import("./children.mjs").Environment} [env] */
async function vitest(name, args, env = {}) {
  const report = path.join(reports, `${readdirSync(reports).length}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const script = path.join(modules, "vitest", "vitest.mjs");
  await shown(name, [script, "run", ...args, ...reporters], env, () => fromVitest(report));
}

async function playwright() {
  if (!existsSync(path.join(root, "playwright.config.ts"))) {
    throw new Problem("playwright.config.ts is missing: the browser tests can not run.");
  }
  const chromium = await step("Chromium", "looking for one", obtainChromium, (place) => place);
  const report = path.join(reports, "playwright.json");
  const script = path.join(modules, "@playwright", "test", "cli.js");
  const env = { DAYBOOK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  await shown("Browser", [script, "test", "--reporter=list,json"], env, () => fromPlaywright(report));
}

/** @param {import("./terminal.mjs").Progress} progress */
async function obtainChromium(progress) {
  const found = findChromium();
  if (found) return found;
  const failures = [];
  for (const { what, commands, minutes } of waysToInstall()) {
    progress.doing(`${what} (up to ${minutes} minutes)`);
    for (const [command, args] of commands) {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const { code, output, timedOut } = await run(command, args, { env, limit: minutes * 60_000 });
      if (code !== 0) failures.push(`${what}:\n${timedOut ? "took too long" : lastLines(output, 8)}`);
      if (code !== 0) break;
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Problem(
    `There is no Chromium for the browser tests, and none could be installed.\n\n${failures.join("\n\n")}\n\n` +
      "Install Chromium or Chrome, or name one with DAYBOOK_CHROMIUM=/path/to/chromium, and run `npm test` again.",
  );
}

/**
 * A test runner, with its output on the screen. A failing one does not keep the next from running.
 * @param {string} name @param {string[]} args @param {import("./children.mjs").Environment} env
 * @param {() => import("./counts.mjs").Counts} count
 */
async function shown(name, args, env, count) {
  say(`\n${bold(name)}`);
  const began = performance.now();
  const { code } = await run(process.execPath, args, { env: { ...process.env, ...env }, show: true });
  const counted = count();
  // A runner that fails without a failed test: a file that does not load, a setup that broke, a crash.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) counts[key] += counted[key];
  remark(code === 0 ? "✓" : "✗", name, `${sentence(counted)}, ${seconds(began)}`);
}

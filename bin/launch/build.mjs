/** The production build, when what goes into it has changed. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lastLines, run } from "./children.mjs";
import { modules, Problem, root } from "./project.mjs";
import { inTurn } from "./turn.mjs";

const sources = [
  "app",
  "db",
  "public",
  "vite.config.ts",
  "remix.config.js",
  "tsconfig.json",
  "package-lock.json",
];
const stamp = path.join(root, "build", ".sources");

/** @param {import("./terminal.mjs").Progress} progress */
export async function buildWhenStale(progress) {
  if (isFresh()) return "up to date";
  return inTurn("build", progress, async () => {
    if (isFresh()) return "up to date";
    progress.doing("building for production");
    // Hashed before the build: what is saved while it runs is built the next time.
    const hash = hashOfSources();
    rmSync(stamp, { force: true });
    const { code, output } = await run(
      process.execPath,
      [path.join(modules, "@remix-run", "dev", "dist", "cli.js"), "vite:build"],
      { env: { ...process.env, NODE_ENV: "production" } },
    );
    if (code !== 0) throw new Problem(`The build failed:\n\n${lastLines(output, 40)}`);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
    return "built";
  });
}

function isFresh() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashOfSources();
}

/** Contents and not times: a git checkout gives every file a new time. Some hundred small files take 10 ms. */
function hashOfSources() {
  const hash = createHash("sha256");
  for (const source of sources) add(hash, path.join(root, source));
  return hash.digest("hex");
}

/** @param {import("node:crypto").Hash} hash @param {string} place */
function add(hash, place) {
  if (!existsSync(place)) return;
  /** @type {string[]} */
  let files = [""];
  try {
    files = readdirSync(place, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    // A file, not a folder.
  }
  for (const name of files) {
    const file = path.join(place, name);
    try {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EISDIR") throw error;
    }
  }
}

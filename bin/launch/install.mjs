/** The locked dependencies, installed when they are missing or others; and a Node that can run the application. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { run } from "./children.mjs";
import { modules, nodeMajor, Problem, root } from "./project.mjs";
import { inTurn } from "./turn.mjs";

const stamp = path.join(modules, ".daybook-installed");
const lockfile = path.join(root, "package-lock.json");
const ownNode = path.join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** @param {import("./terminal.mjs").Progress} progress */
export async function installDependencies(progress) {
  if (isStamped()) return "up to date";
  return inTurn("install", progress, async () => {
    if (isStamped()) return "up to date";
    if (!matchesLockfile()) {
      progress.doing("installing the locked packages (the first time takes a minute)");
      await install();
    }
    writeFileSync(stamp, wanted());
    return "installed";
  });
}

function wanted() {
  const hash = createHash("sha256").update(readFileSync(lockfile));
  const lock = hash.update(readFileSync(path.join(root, "package.json"))).digest("hex");
  return `${lock} ${process.platform} ${process.arch}\n`;
}

function isStamped() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted() && hasNode();
}

function hasNode() {
  return nodeMajor >= 24 || existsSync(ownNode);
}

/** @param {string} file @returns {any} */
const json = (file) => JSON.parse(readFileSync(file, "utf8"));

/** Whether what is installed is what is locked, to the checksum: npm keeps a list of what it installed. So somebody's own
 * `npm ci` or `npm install` counts, and nobody waits for it twice. */
function matchesLockfile() {
  try {
    const locked = json(lockfile).packages;
    const installed = json(path.join(modules, ".package-lock.json")).packages;
    const wanted = json(path.join(root, "package.json"));
    return (
      hasNode() &&
      isDeepStrictEqual(locked[""].dependencies, wanted.dependencies) &&
      isDeepStrictEqual(locked[""].devDependencies, wanted.devDependencies) &&
      Object.keys(installed).every((name) => locked[name]?.integrity === installed[name].integrity) &&
      Object.keys(locked).every((name) => {
        // Optional ones are for other machines, as far as they are absent.
        if (name === "" || (!installed[name] && (locked[name].optional || locked[name].devOptional)))
          return true;
        return installed[name]?.version === locked[name].version;
      })
    );
  } catch {
    return false;
  }
}

async function install() {
  const [command, ...before] = npm();
  // NODE_ENV=production would leave out what builds the application.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await run(command, [...before, "ci", ...flags]);
  if (code !== 0) {
    throw new Problem(
      `npm could not install the dependencies:\n\n${output.trim().split("\n").slice(0, 25).join("\n")}\n\nCheck the ` +
        "connection to the npm registry and the free space on the disk, then start again.",
    );
  }
  if (!hasNode()) {
    throw new Problem(
      "npm did not install Node 24, because install scripts are switched off. Allow them for the package " +
        '"node" (npm config ignore-scripts), or install Node 24 from https://nodejs.org, then start again.',
    );
  }
}

/** @returns {[string, ...string[]]} */
function npm() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return [process.env.npm_node_execpath ?? process.execPath, cli];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}

/** The Node that runs the TypeScript sources as they are: this one, or the one among the dependencies. */
export function findNode24() {
  if (nodeMajor >= 24) return process.execPath;
  const { stdout, error } = spawnSync(ownNode, ["--version"], { encoding: "utf8" });
  if (Number(/^v(\d+)/.exec(stdout ?? "")?.[1]) >= 24) return ownNode;
  throw new Problem(
    `Node 24 from node_modules does not start on this machine (${error?.message ?? "unknown version"}). Install ` +
      "Node 24 from https://nodejs.org and start again.",
  );
}

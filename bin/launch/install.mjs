/** The locked dependencies, installed when they are missing or others; and a Node that can run the application. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lastLines, run } from "./children.mjs";
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
  const lock = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  return `${lock} ${process.platform} ${process.arch}\n`;
}

function isStamped() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted() && hasNode();
}

function hasNode() {
  return nodeMajor >= 24 || existsSync(ownNode);
}

/** Whether somebody's own `npm ci` or `npm install` has already done it: npm keeps a list of what it installed. */
function matchesLockfile() {
  try {
    const locked = JSON.parse(readFileSync(lockfile, "utf8")).packages;
    const installed = JSON.parse(readFileSync(path.join(modules, ".package-lock.json"), "utf8")).packages;
    return (
      hasNode() &&
      Object.keys(locked).every((name) => {
        if (name === "") return true;
        // Optional ones are for other machines, as far as they are absent.
        if (!installed[name]) return Boolean(locked[name].optional || locked[name].devOptional);
        return installed[name].version === locked[name].version;
      })
    );
  } catch {
    return false;
  }
}

async function install() {
  const [command, ...before] = npm();
  // NODE_ENV=production would leave out what builds the application.
  const args = [...before, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const { code, output } = await run(command, args);
  if (code !== 0) {
    throw new Problem(
      `npm could not install the dependencies:\n\n${lastLines(output, 30)}\n\nCheck the connection to the npm ` +
        "registry and the free space on the disk, then start again.",
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

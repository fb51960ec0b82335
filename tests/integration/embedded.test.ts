import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processesIn } from "#db/embedded/processes.mjs";
import { type Embedded, startEmbedded } from "#db/embedded.ts";

let dataDir: string;
let server: Embedded | null = null;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "daybook-embedded-"));
});

afterEach(async () => {
  await server?.stop();
  server = null;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Embedded> {
  server = await startEmbedded({ dataDir, fsync: false });
  // mkdtemp makes folders that only their owner enters. Even so nothing may be left outside of them, also for root.
  expect(server.dataDir).toBe(path.join(dataDir, "postgres"));
  return server;
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** As kill -9 leaves it: nobody has time to tidy up. */
async function kill(pid: number) {
  process.kill(pid, "SIGKILL");
  await server?.exited;
  server = null;
}

test("the owner owns the database, the application's role owns nothing and can not bypass row-level security", async () => {
  const { ownerUrl, appUrl } = await start();

  expect(await query(ownerUrl, "select current_user, current_database()")).toEqual([
    { current_user: "daybook_owner", current_database: "daybook" },
  ]);
  const [role] = await query(appUrl, "select * from pg_roles where rolname = current_user");
  expect(role).toMatchObject({
    rolname: "daybook_app",
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
  });
  await expect(query(appUrl, "create table x ()")).rejects.toThrow(/permission denied/);
  await expect(query(appUrl, "create temporary table x ()")).rejects.toThrow(/permission denied/);
  const owned = await query(
    appUrl,
    "select 1 from pg_shdepend where refobjid = 'daybook_app'::regrole and deptype = 'o'",
  );
  expect(owned).toEqual([]);
});

test("it listens on this machine only, keeps what it acknowledged, and its passwords are the owner's to read", async () => {
  // Its own folder, because here the promises of a real start are wanted: fsync as it is by default.
  server = await startEmbedded({ dataDir });
  const settings = await query(
    server.superuserUrl,
    `select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'full_page_writes',
      'synchronous_commit', 'unix_socket_directories', 'password_encryption', 'data_checksums', 'server_encoding')`,
  );
  expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
    listen_addresses: "127.0.0.1",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    data_checksums: "on",
    server_encoding: "UTF8",
  });
  expect(statSync(path.join(dataDir, "embedded.json")).mode & 0o777).toBe(0o600);
  const wrong = server.appUrl.replace(/:[^:@]+@/, ":wrong@");
  await expect(query(wrong, "select 1")).rejects.toThrow(/password authentication failed/);
});

test("a second start keeps the data, the port and the passwords", async () => {
  const first = await start();
  await query(first.ownerUrl, "create table kept as select 42 as answer");
  await first.stop();
  expect(existsSync(path.join(dataDir, "postgres.lock"))).toBe(false);

  const second = await start();
  expect(second.fresh).toBe(false);
  expect(second.ownerUrl).toBe(first.ownerUrl);
  expect(await query(second.ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("called twice it gives the same server, and stopping twice is harmless", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(second).toBe(first);
  await Promise.all([first.stop(), first.stop()]);
  await first.stop();
});

test("after kill -9 of the server the next start recovers what was committed", async () => {
  const first = await start();
  await query(first.ownerUrl, "create table kept as select 42 as answer");
  await kill(first.pid);

  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second.ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a postmaster.pid that names a stranger does not stop the start, and the stranger lives", async () => {
  const first = await start();
  const folder = first.dataDir;
  const lockFile = path.join(folder, "postmaster.pid");
  const lines = readFileSync(lockFile, "utf8").split("\n");
  await kill(first.pid);

  const stranger = spawn("sleep", ["60"]);
  writeFileSync(lockFile, [stranger.pid, ...lines.slice(1)].join("\n"));
  try {
    const second = await start();
    expect(await query(second.ownerUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
  } finally {
    stranger.kill();
  }
});

/** Gone, and not only told to go. */
async function killStarter(child: ChildProcess) {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Another process starts the server in our folder and says so; returns it and the server's pid. */
async function startElsewhere() {
  const embedded = fileURLToPath(new URL("../../db/embedded.ts", import.meta.url));
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(embedded)});
    const { pid } = await startEmbedded({ dataDir: process.argv[1], fsync: false });
    console.log(pid);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    child.stdout.once("data", (text) => resolve(Number(text))),
  );
  return { child, pid };
}

test("two processes can not use one folder at once", async () => {
  const { child, pid } = await startElsewhere();
  await expect(start()).rejects.toThrow(/in use by process \d+/);
  process.kill(pid, 0); // undisturbed
  await killStarter(child);
});

test("when its starter is killed the server stops by itself; a start in that very moment waits for it", async () => {
  const { child, pid } = await startElsewhere();
  await killStarter(child);
  const second = await start();
  expect(second.pid).not.toBe(pid);
  await second.stop();

  const again = await startElsewhere();
  await killStarter(again.child);
  const folder = path.join(dataDir, "postgres");
  for (let i = 0; i < 100 && processesIn(folder).length > 0; i += 1) await sleep(50);
  expect(processesIn(folder)).toEqual([]);
});

test("a lost password file is not answered with a new, empty database", async () => {
  const first = await start();
  await first.stop();
  rmSync(path.join(dataDir, "embedded.json"));
  await expect(start()).rejects.toThrow(/embedded\.json is missing/);
});

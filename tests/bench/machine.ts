/** The server, the filled databases and the web process that a run of the benchmark needs; all on loopback. */
import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createDatabase, dropDatabase, withDatabase } from "#tests/support/databases.ts";
import { type FillSize, fillBookings } from "#tests/support/fill.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export type BenchServer = { superuserUrl: string; folder: string; close(): Promise<void> };

/** The server at `url` (a superuser's address), else an embedded one in a folder that goes with it. */
export async function openServer(url: string | null): Promise<BenchServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "daybook-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (url) {
    await ensureOwner(url);
    return { superuserUrl: url, folder, close: async () => remove() };
  }
  // Started by root, the server runs under another account, which must be able to enter.
  chmodSync(folder, 0o755);
  // Durable as in production. Only the write-ahead log may grow, so that no checkpoint falls into somebody's round; and
  // what each page asks can be listed.
  const server = await startEmbedded({
    dataDir: folder,
    settings: { max_wal_size: "4GB", shared_preload_libraries: "pg_stat_statements" },
  });
  return {
    superuserUrl: server.superuserUrl,
    folder,
    close: async () => {
      await server.stop("immediate");
      rmSync(server.dataDir, { recursive: true, force: true });
      remove();
    },
  };
}

const ensureOwner = async (url: string) => {
  const admin = await connect(url);
  try {
    const { rowCount } = await admin.query("select from pg_roles where rolname = 'daybook_owner'");
    if (!rowCount) await admin.query("create role daybook_owner nologin createrole");
  } finally {
    await admin.end();
  }
};

/** A connection that the caller ends; `role` is whom the superuser steps down to. */
export async function connect(url: string, role: string | null = null, more = ""): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: role ? asRole(url, role, more) : url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

const asRole = (url: string, role: string, more = "") => {
  const full = new URL(url);
  full.searchParams.set("options", `-c role=${role} ${more}`.trim());
  return full.href;
};

export type BenchDatabase = {
  name: string;
  url: string;
  ownerUrl: string;
  bookings: number;
  providers: number;
};

/** A migrated database with that many bookings, vacuumed and analysed. */
export async function filledDatabase(server: BenchServer, size: FillSize): Promise<BenchDatabase> {
  const bookings = size.providers * size.bookingsEach;
  const name = `daybook_bench_${process.pid}_${bookings}`;
  await createDatabase(server.superuserUrl, name);
  const url = withDatabase(server.superuserUrl, name);
  const ownerUrl = asRole(url, "daybook_owner");
  await migrate(ownerUrl);
  const admin = await connect(url);
  try {
    await admin.query("set synchronous_commit = off");
    await fillBookings(admin, size);
  } finally {
    await admin.end();
  }
  return { name, url, ownerUrl, bookings, providers: size.providers };
}

export const drop = (server: BenchServer, { name }: BenchDatabase) => dropDatabase(server.superuserUrl, name);

/** What the figures were measured on. */
export async function machineLine(superuserUrl: string) {
  const admin = await connect(superuserUrl);
  const { rows } = await admin.query(
    "select split_part(current_setting('server_version'), ' ', 1) as version",
  );
  await admin.end();
  return { cores: cpus().length, node: process.versions.node, postgres: String(rows[0].version) };
}

export type Child = { port: number; stop(): Promise<void> };

/** Starts a module of the repository in a process of its own and waits until it says at which port it answers. */
export async function startChild(file: string, env: Record<string, string>, folder: string): Promise<Child> {
  const logFile = path.join(folder, `${path.basename(file)}.log`);
  const log = openSync(logFile, "a");
  const child = fork(path.join(ROOT, file), {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", ...env },
    execArgv: process.env.DAYBOOK_BENCH_PROFILE
      ? ["--cpu-prof", `--cpu-prof-dir=${process.env.DAYBOOK_BENCH_PROFILE}`]
      : [],
    stdio: ["ignore", log, log, "ipc"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.on("message", (message: { type?: string; port?: number }) => {
      if (message.type === "ready") resolve(message.port!);
    });
    child.once("exit", (code) =>
      reject(new Error(`${file} ended with ${code}: ${readFileSync(logFile, "utf8").slice(-2000)}`)),
    );
  });
  return { port, stop: () => ended(child) };
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const force = setTimeout(() => child.kill("SIGKILL"), 15_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });

/** The real web process, pages and job worker, as `npm start` runs it, on a free port. */
export const startWebProcess = (database: BenchDatabase, folder: string): Promise<Child> =>
  startChild(
    "bin/web.ts",
    {
      PORT: "0",
      HOST: "127.0.0.1",
      PUBLIC_URL: "http://localhost",
      DATABASE_URL: database.ownerUrl,
      APP_SECRET: "the benchmark's own secret of no use elsewhere",
      // Everybody here comes from one address.
      RATE_LIMIT_FACTOR: "100000",
      DAYBOOK_DATA_DIR: folder,
    },
    folder,
  );

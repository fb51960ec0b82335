/** What can be killed: a PostgreSQL, two web processes that also run jobs, and a mail server, each started again. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { type MailServer, startMailServer } from "#tests/support/mail-server.ts";
import { type App, startApp } from "#tests/support/web.ts";

export type Crash = { what: string; at: number };

export type Ground = {
  mail: MailServer;
  /** Every kill so far, by performance.now(). */
  crashes: Crash[];
  rows: <T extends pg.QueryResultRow>(query: string, values?: unknown[]) => Promise<T[]>;
  /** A process that listens now, or none; `n` chooses. */
  app: (n: number) => App | null;
  /** kill -9, and started again. @param which of the processes; both by default */
  killApps: (which?: number) => Promise<void>;
  /** @param how SIGKILL leaves its children to find out; SIGQUIT is PostgreSQL's "immediate stop" */
  killPostgres: (how: "SIGKILL" | "SIGQUIT") => Promise<void>;
  mailIsAway: () => Promise<void>;
  admin: () => pg.Client;
  stop: () => Promise<void>;
};

const APPS = 2;
/** Seconds: a killed worker's jobs are another's after some of these; longer than a busy machine stands still. */
const HEARTBEAT = "1.5";
/** Milliseconds: a start after a kill, on a machine that has much else to do. */
const PATIENCE = 90_000;

export async function startGround({ fsync }: { fsync: boolean }): Promise<Ground> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "daybook-kills-"));
  // Started by root, the server runs under another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  let postgres: Embedded = await startEmbedded({ dataDir, fsync });
  const { ownerUrl, appUrl, port } = postgres;
  await migrate(ownerUrl);
  const connect = async () => {
    const url = new URL(postgres.superuserUrl);
    url.pathname = new URL(ownerUrl).pathname;
    const client = new pg.Client({ connectionString: url.href });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  let admin = await connect();
  const mail = await startMailServer();
  const start = () =>
    startApp({ ownerUrl, appUrl, env: { ...mail.env, WORKER_HEARTBEAT: HEARTBEAT } }, PATIENCE);
  const apps: (App | null)[] = await Promise.all(Array.from({ length: APPS }, start));
  const crashes: Crash[] = [];
  const note = (what: string) => crashes.push({ what, at: performance.now() });

  const killOne = async (index: number) => {
    const app = apps[index];
    apps[index] = null;
    await app?.stop("SIGKILL");
    apps[index] = await start();
  };
  return {
    mail,
    crashes,
    rows: async (query, values = []) => (await admin.query(query, values)).rows,
    app: (n) => {
      const alive = apps.filter((app) => app !== null);
      return alive[n % alive.length] ?? null;
    },
    killApps: async (which) => {
      note(which === undefined ? "both processes" : "a process");
      await Promise.all(apps.map((_, index) => (which ?? index) === index && killOne(index)));
    },
    killPostgres: async (how) => {
      note(`PostgreSQL, ${how}`);
      process.kill(postgres.pid, how);
      await postgres.exited;
      await admin.end().catch(() => {});
      postgres = await startEmbedded({ dataDir, fsync });
      if (postgres.port !== port) throw new Error("PostgreSQL came back on another port.");
      admin = await connect();
    },
    mailIsAway: async () => {
      note("the mail server");
      await mail.set("away");
    },
    admin: () => admin,
    stop: async () => {
      await Promise.all(apps.map((app) => app?.stop("SIGKILL")));
      await mail.close();
      await admin.end().catch(() => {});
      await postgres.stop("immediate");
      for (const folder of [postgres.dataDir, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

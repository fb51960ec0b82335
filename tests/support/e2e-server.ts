/** A whole Daybook for the browser tests and the screenshots: embedded PostgreSQL, demo data, the built app. */
import { fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hashPassword } from "#app/domain/passwords.server.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { seedDemo, seedDemoAccount } from "#db/seed.ts";
import { startIssuer } from "#tests/support/oidc.ts";
import { buildWhenStale } from "../../bin/launch/build.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Of the demo's account (DEMO_ACCOUNT of db/seed.ts), which owns the demo's providers and is the operator. */
export const DEMO_PASSWORD = "gimu-lato-rebu-sino";

export type Daybook = {
  url: string;
  superuserUrl: string;
  /** What signs its sessions. */
  appSecret: string;
  stop: () => Promise<void>;
};

export async function startDaybook(): Promise<Daybook> {
  await buildWhenStale({ doing: () => {}, also: () => {} });
  const dataDir = mkdtempSync(path.join(tmpdir(), "daybook-e2e-"));
  // Started by root, the server runs under another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const database = await startEmbedded({ dataDir, fsync: false });
  const stopDatabase = async () => {
    await database.stop("immediate");
    for (const folder of [database.dataDir, dataDir]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(database.ownerUrl);
    await seedDemo(database.appUrl, { now: Date.now() });
    const password_hash = await hashPassword(DEMO_PASSWORD);
    await seedDemoAccount(database.appUrl, { password_hash, now: Date.now() });
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const issuer = await startIssuer({ redirect_uri: `${url}/sign-in/with/oidc/callback` });
    const stopWeb = await startWeb({
      ...issuer.env,
      PATH: process.env.PATH,
      NODE_ENV: "production",
      // By this name browsers find 127.0.0.1 and ::1; it is the name that the launcher prints.
      HOST: "localhost",
      PORT: String(port),
      PUBLIC_URL: url,
      APP_SECRET: database.appSecret,
      // Everybody here comes from one address.
      RATE_LIMIT_FACTOR: "100000",
      DATABASE_URL: database.ownerUrl,
      DATABASE_APP_URL: database.appUrl,
      DAYBOOK_DATA_DIR: dataDir,
      DAYBOOK_DEMO: "1",
      // Calendars from elsewhere are served by the tests themselves.
      CALENDAR_ALLOW_PRIVATE: "1",
    });
    const superuserUrl = Object.assign(new URL(database.superuserUrl), { pathname: "/daybook" }).href;
    const stop = async () => {
      await stopWeb();
      await issuer.stop();
      await stopDatabase();
    };
    return { url, superuserUrl, appSecret: database.appSecret, stop };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

/** Resolves when it listens. The channel between us also ends it, should we be killed before we can. */
async function startWeb(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const child = fork(path.join(ROOT, "bin", "web.ts"), {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ours were made for Playwright's loader and not for a process without it.
    execArgv: [],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output = (output + chunk).slice(-20_000);
    });
  }
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = new Promise<boolean>((resolve) => child.once("message", () => resolve(true)));
  if (!(await Promise.race([ready, exited]))) throw new Error(`The web process ended:\n${output}`);
  return async () => {
    child.kill("SIGTERM");
    await exited;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "localhost", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

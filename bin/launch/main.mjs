/** The second stage, on Node 24: build, database, web server; and everything down again in the right order. */
import { releaseLock, updateLock } from "../../db/embedded/processes.mjs";
import { buildWhenStale } from "./build.mjs";
import { endChildren } from "./children.mjs";
import { keepRunning, openDatabase, prepareDatabase } from "./database.mjs";
import { dataDir, Problem, short } from "./project.mjs";
import { onStop } from "./signals.mjs";
import { bold, complain, cyan, dim, remark, say, step } from "./terminal.mjs";
import { choosePort, endOrphanedWeb, Web, webLog } from "./web.mjs";

/** @param {{ dev: boolean, lockFile: string, lock: import("../../db/embedded/processes.mjs").Lock }} options */
export async function launch({ dev, lockFile, lock }) {
  let stopping = false;
  /** @type {Web | null} */
  let web = null;
  /** @type {Promise<import("./database.mjs").Database> | null} */
  let opening = null;

  /** @param {number} code @param {boolean} force */
  const closeAll = async (code, force = false) => {
    stopping = true;
    endChildren(force ? "SIGKILL" : "SIGTERM");
    await web?.stop(force);
    // Still starting? Then it is stopped as soon as it has started: a half-made database helps nobody.
    const database = await opening?.catch(() => null);
    await database?.embedded?.stop(force ? "immediate" : "fast");
    releaseLock(lockFile, lock);
    process.exitCode = code;
  };

  onStop((_why, again) => {
    if (again) {
      say("Stopping at once.");
      void closeAll(130, true).finally(() => process.exit(130));
      return;
    }
    say(`${process.stdout.isTTY ? "\r" : ""}${dim("Stopping the web server, then PostgreSQL …")}`);
    void closeAll(0).then(
      () => {
        say("Stopped.");
        process.exit(0);
      },
      (error) => {
        complain(error);
        process.exit(1);
      },
    );
  });

  try {
    await endOrphanedWeb();
    if (!dev) await step("Build", "looking at the sources", buildWhenStale, String);
    if (stopping) return;
    opening = openDatabase();
    const database = await opening;
    const { account } = await prepareDatabase(database);
    if (stopping) return;
    void keepRunning(database, () => stopping);

    const host = process.env.HOST || "127.0.0.1";
    const wanted = wantedPort();
    const env = environmentFor(database, { dev, host });
    /** @param {number} port */
    const use = (port) => {
      if (port !== wanted) remark(cyan("·"), "Port", `${wanted} is taken by another program; using ${port}`);
      env.PORT = String(port);
      env.PUBLIC_URL = process.env.PUBLIC_URL || `http://localhost:${port}`;
    };
    use(await choosePort(wanted, host));
    web = new Web(env, { dev, moved: use });
    const server = web;
    await step(
      "Web server",
      "starting",
      () => server.start(),
      () => `ready on port ${env.PORT}`,
    );
    updateLock(lockFile, lock, { url: env.PUBLIC_URL });
    greet(String(env.PUBLIC_URL), { account, embedded: Boolean(database.embedded), dev });
  } catch (error) {
    // Whatever failed because we are stopping needs no words.
    if (stopping) return;
    complain(error);
    await closeAll(1).catch(complain);
    process.exit(1);
  }
}

function wantedPort() {
  const port = Number(process.env.PORT || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(`PORT=${process.env.PORT} is not a port. Give a number from 1 to 65535, like PORT=3000.`);
}

/**
 * @param {import("./database.mjs").Database} database
 * @param {{ dev: boolean, host: string }} options
 * @returns {import("./children.mjs").Environment}
 */
function environmentFor(database, { dev, host }) {
  return {
    ...process.env,
    DATABASE_URL: database.ownerUrl,
    ...(database.appUrl && { DATABASE_APP_URL: database.appUrl }),
    HOST: host,
    APP_SECRET: database.appSecret,
    NODE_ENV: dev ? "development" : "production",
    DAYBOOK_DATA_DIR: dataDir,
    ...(database.embedded && { DAYBOOK_DEMO: "1" }),
    ...(dev && { DAYBOOK_DEV: "1" }),
  };
}

/**
 * @param {string} url
 * @param {import("./database.mjs").Prepared & { embedded: boolean, dev: boolean }} options
 */
function greet(url, { account, embedded, dev }) {
  const addresses = [
    ["Begin here", url],
    ...(embedded ? [["Demo booking page", `${url}/book/lena-hartmann`]] : []),
    ["Dashboard", `${url}/dashboard`],
    ...(embedded ? [["Sent mail", `${url}/dev/mail`]] : []),
  ];
  say(`\n  ${bold("Daybook is running.")}\n`);
  for (const [name, address] of addresses) say(`  ${String(name).padEnd(18)} ${cyan(String(address))}`);
  if (account) {
    say(`\n  ${bold("The demo’s sign-in")}   ${dim(`at ${url}/sign-in`)}\n`);
    say(`  ${"E-mail".padEnd(18)} ${account.email}`);
    say(`  ${"Password".padEnd(18)} ${account.password ?? dim("the one that you chose")}`);
  }
  const log = dev ? "Changes appear as you save. " : `Its log is ${short(webLog)}. `;
  say(`\n  ${dim(`${log}Stop with Ctrl-C.`)}\n`);
}

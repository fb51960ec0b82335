/** The web process: on a free port, watched, started again when it dies. */
import { fork } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, readLock, stillRuns, terminate } from "../../db/embedded/processes.mjs";
import { lastLines } from "./children.mjs";
import { dataDir, Problem, root, short } from "./project.mjs";
import { cyan, remark } from "./terminal.mjs";

const record = path.join(dataDir, "web.json");
export const webLog = path.join(dataDir, "web.log");
const PORT_BUSY = 98;
/** @type {Array<[NodeJS.Signals, number]>} requests under way may finish */
const politely = [["SIGTERM", 15_000]];

/** A web process that outlived its launcher would keep the port, and the old code. */
export async function endOrphanedWeb() {
  const left = readLock(record);
  if (left && stillRuns(left)) {
    await terminate(left, [
      ["SIGTERM", 5_000],
      ["SIGKILL", 5_000],
    ]);
    remark(cyan("·"), "Web server", "ended one that an earlier start had left behind");
  }
  rmSync(record, { force: true });
}

/** @typedef {{ port: number, url: string }} Address */

/** The wanted port, or the next free one. @param {number} wanted @param {string} host */
export async function choosePort(wanted, host) {
  for (let port = wanted; port <= Math.min(wanted + 200, 65_535); port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Problem(`No port from ${wanted} on is free. Name another with PORT=… in front of the command.`);
}

/** @param {number} port @param {string} host */
async function isFree(port, host) {
  const bound = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
  if (!bound) return false;
  // On some systems one may listen on 127.0.0.1 although another has the port on every address, and then "localhost"
  // leads to the other.
  const answers = await Promise.all(["127.0.0.1", "::1"].map((address) => answersAt(port, address)));
  return !answers.includes(true);
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
function answersAt(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 300 });
    /** @param {boolean} answer */
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

export class Web {
  #stopping = false;
  /** @type {import("../../db/embedded/processes.mjs").Identity | null} */
  #identity = null;
  /** @type {Promise<number | string | null>} the end of the present process */
  #exited = Promise.resolve(null);

  /**
   * @param {import("./children.mjs").Environment} env
   * @param {{ dev: boolean, moved: (port: number) => void }} options
   */
  constructor(env, { dev, moved }) {
    this.env = env;
    this.dev = dev;
    this.moved = moved;
  }

  /** Starts it and keeps it running; resolves when it answers for the first time. */
  async start() {
    if (!this.dev && existsSync(webLog)) renameSync(webLog, `${webLog}.1`);
    await this.#startOnce();
    void this.#keepRunning();
  }

  async #keepRunning() {
    let pause = 500;
    for (;;) {
      const began = performance.now();
      await this.#exited;
      if (this.#stopping) return;
      if (performance.now() - began > 60_000) pause = 500;
      remark(
        cyan("·"),
        "Web server",
        `ended unexpectedly; starting it again in ${pause / 1000} s (${this.#why()})`,
      );
      for (;;) {
        await sleep(pause);
        pause = Math.min(pause * 2, 30_000);
        if (this.#stopping) return;
        try {
          await this.#startOnce();
          remark(cyan("·"), "Web server", "runs again");
          break;
        } catch {
          if (this.#stopping) return;
          remark(
            cyan("·"),
            "Web server",
            `does not start; next attempt in ${pause / 1000} s (${this.#why()})`,
          );
        }
      }
    }
  }

  #why() {
    return this.dev ? "see above" : `see ${short(webLog)}`;
  }

  /** Resolves when it is ready. */
  async #startOnce() {
    for (let attempt = 0; ; attempt += 1) {
      const code = await Promise.race([this.#spawn(), this.#exited]);
      if (code === "ready") return;
      if (code === "silent") await this.#end(true);
      if (this.#stopping) throw new Error("stopped");
      if (code !== PORT_BUSY || attempt === 5) throw new Problem(this.#failure(code));
      // Somebody took the port between the look and the start.
      const port = await choosePort(Number(this.env.PORT) + 1, this.env.HOST ?? "127.0.0.1");
      this.moved(port);
    }
  }

  /** @param {string | number | null} code */
  #failure(code) {
    const log = this.dev || !existsSync(webLog) ? "" : `\n\n${lastLines(readFileSync(webLog, "utf8"), 20)}`;
    const what =
      code === "silent"
        ? "did not become ready within a minute"
        : typeof code === "string"
          ? `was ended by ${code}`
          : `ended with code ${code}`;
    return `The web server ${what}.${log}`;
  }

  /** @returns {Promise<"ready" | "silent">} */
  #spawn() {
    const log = this.dev ? "inherit" : openSync(webLog, "a", 0o600);
    const child = fork(path.join(root, "bin", "web.ts"), {
      cwd: root,
      env: /** @type {NodeJS.ProcessEnv} */ (this.env),
      // A group of its own, so that Ctrl-C reaches the launcher alone: it stops this one first, the database after it.
      detached: process.platform !== "win32",
      stdio: ["ignore", log, log, "ipc"],
    });
    if (typeof log === "number") closeSync(log);
    this.#identity = child.pid ? identify(child.pid) : null;
    if (this.#identity) writeFileSync(record, JSON.stringify(this.#identity));
    this.#exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(code ?? signal));
      child.once("error", () => resolve(127));
    });
    return new Promise((resolve) => {
      child.on("message", (message) => {
        if (/** @type {{ type?: string }} */ (message)?.type === "ready") resolve("ready");
      });
      setTimeout(() => resolve("silent"), 60_000).unref();
    });
  }

  async stop(force = false) {
    this.#stopping = true;
    await this.#end(force);
    rmSync(record, { force: true });
  }

  /** @param {boolean} force */
  async #end(force) {
    if (!this.#identity) return;
    await terminate(this.#identity, [...(force ? [] : politely), ["SIGKILL", 2_000]]);
    if (process.platform === "win32") return;
    try {
      // What it may have started itself: the bundler's service in development.
      process.kill(-this.#identity.pid, "SIGKILL");
    } catch {
      // Nobody left: the usual case.
    }
  }
}

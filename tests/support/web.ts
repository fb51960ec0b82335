/** One real web process (bin/web.ts, the production build) on a test's database, and a small HTTP client. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildWhenStale } from "../../bin/launch/build.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const SECRET = "a-secret-of-the-tests-that-is-long-enough";
/** Another name than the one asked at, so that a page which takes its address from a request is seen. */
export const PUBLIC_URL = "https://book.example.org";
/** The embedded demo, as `npm start` sets it: an address of this machine belongs to it. */
export const DEMO = { DAYBOOK_DEMO: "1", PUBLIC_URL: "http://localhost" };

export type App = {
  port: number;
  pid: number;
  data_dir: string;
  /** What the process has printed, both streams. */
  output: () => string;
  is_running: () => boolean;
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

export type Start = { ownerUrl: string; appUrl?: string; env?: Record<string, string> };

/** Starts it (or another of bin's processes) without waiting for anything; for tests of the start itself. */
export function spawnWeb(
  { ownerUrl, appUrl, env = {} }: Start,
  script: "bin/web.ts" | "bin/worker.ts" = "bin/web.ts",
): {
  child: ChildProcess;
  output: () => string;
  data_dir: string;
  exited: Promise<number | null>;
} {
  const data_dir = mkdtempSync(path.join(tmpdir(), "daybook-web-"));
  const child = spawn(process.execPath, [path.join(ROOT, script)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: "0",
      PUBLIC_URL,
      APP_SECRET: SECRET,
      // Everybody here comes from one address.
      RATE_LIMIT_FACTOR: "100000",
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: appUrl ?? ownerUrl,
      DAYBOOK_DATA_DIR: data_dir,
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      rmSync(data_dir, { recursive: true, force: true });
      resolve(code);
    });
  });
  return { child, output: () => output, data_dir, exited };
}

/** Starts a web process and waits until it listens. @throws when that takes longer than the deadline */
export async function startApp(start: Start, deadline_ms = 20_000): Promise<App> {
  await buildWhenStale({ doing: () => {}, also: () => {} });
  const { child, output, data_dir, exited } = spawnWeb(start);
  let running = true;
  void exited.then(() => {
    running = false;
  });
  const port = await until(
    "the web process is ready",
    () => {
      if (!running) throw new Error(`The web process ended:\n${output()}`);
      return Number(/"type":"ready".*"port":(\d+)/.exec(output())?.[1] ?? 0);
    },
    deadline_ms,
  );
  return {
    port,
    pid: child.pid ?? 0,
    data_dir,
    output,
    is_running: () => running,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}

/** Asks again until the answer is truthy. @throws when that takes longer than the deadline */
export async function until<T>(what: string, ask: () => T | Promise<T>, deadline_ms = 20_000): Promise<T> {
  const end = Date.now() + deadline_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${deadline_ms} ms in vain until ${what}.`);
    await pause(25);
  }
}

export type Answer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** Header names and values as they came, repeated ones too. */
  raw_headers: string[];
  /** Bytes of the body as sent. */
  bytes: number;
  text: string;
};

export type Ask = {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  timeout_ms?: number;
};

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One request, exactly as said: nothing is normalised or followed. @throws when no answer comes in time */
export function ask(app: Pick<App, "port">, where: string, what: Ask = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body, timeout_ms = 15_000 } = what;
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port: app.port, path: where, method, headers, agent, timeout: timeout_ms },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const sent = Buffer.concat(chunks);
          const zipped = response.headers["content-encoding"] === "gzip" && sent.length > 0;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            raw_headers: response.rawHeaders,
            bytes: sent.length,
            text: (zipped ? gunzipSync(sent) : sent).toString("utf8"),
          });
        });
      },
    );
    request.on("timeout", () =>
      request.destroy(new Error(`No answer in ${timeout_ms} ms: ${method} ${where}`)),
    );
    request.on("error", reject);
    request.end(body);
  });
}

export type Fields = Record<string, string | string[]> | [string, string][];

export const encodeForm = (fields: Fields): string => {
  const pairs = Array.isArray(fields)
    ? fields
    : Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs as [string, string][]).toString();
};

/** A form sent as a browser sends it from a page of ours. */
export const post = (
  app: Pick<App, "port">,
  where: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const body = encodeForm(fields);
  return ask(app, where, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "Content-Length": String(Buffer.byteLength(body)),
      "Sec-Fetch-Site": "same-origin",
      ...headers,
    },
  });
};

/** Writes bytes to the port and gives back what came, however it ended. */
export const rawAsk = (app: Pick<App, "port">, bytes: string | Buffer, wait_ms = 2_000): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(app.port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setTimeout(wait_ms, () => socket.destroy());
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });

/** Names of the mails in a process's outbox. */
export const outbox = (app: Pick<App, "data_dir">): string[] => {
  const folder = path.join(app.data_dir, "mail");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(".eml"));
};

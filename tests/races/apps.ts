/** Two real web processes on one database, and a client that keeps its sockets. */
import { type ChildProcess, fork } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The same in both processes, as it is on any two machines of one installation. */
export const SECRET = "races-races-races-races-races-races";

export type Retries = { transactions: number; retries: number; deadlocks: number; gaveUp: number };

/** A form on its way: `app` says through which process (counted from 0). */
export type Sent = { path: string; fields: Record<string, string | number>; app: number; cookie?: string };
export type Answer = { sent: Sent; status: number; location: string | null; ms: number; body: string };

export type Apps = {
  /** Posts all of them at once and waits for all answers, in the same order. */
  post: (forms: Sent[]) => Promise<Answer[]>;
  /** Counts of both processes since their start, added up. */
  retries: () => Promise<Retries>;
  /** What the processes said about failures, for the message of a failed race. */
  complaints: () => string;
  stop: () => Promise<void>;
};

/** Starts `count` processes of the production build in build/. */
export async function startApps(urls: { ownerUrl: string; appUrl: string }, count = 2): Promise<Apps> {
  const folder = mkdtempSync(path.join(tmpdir(), "daybook-races-"));
  const apps = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startApp(urls, path.join(folder, `web-${index}.log`), folder),
    ),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 1_000 });
  const portOf = ({ app }: { app: number }) => apps[app % apps.length]!.port;
  return {
    post: (forms) => Promise.all(forms.map((sent) => post(agent, portOf(sent), sent))),
    retries: async () => {
      const all = await Promise.all(apps.map(({ child }) => askRetries(child)));
      const sum = (key: keyof Retries) => all.reduce((total, one) => total + one[key], 0);
      return {
        transactions: sum("transactions"),
        retries: sum("retries"),
        deadlocks: sum("deadlocks"),
        gaveUp: sum("gaveUp"),
      };
    },
    complaints: () =>
      apps
        .flatMap(({ log }) => complaintsIn(log))
        .slice(-20)
        .join("\n"),
    stop: async () => {
      agent.destroy();
      await Promise.all(apps.map(({ child }) => ended(child)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type App = { child: ChildProcess; port: number; log: string };

const startApp = (
  { ownerUrl, appUrl }: { ownerUrl: string; appUrl: string },
  log: string,
  folder: string,
): Promise<App> => {
  const output = openSync(log, "a", 0o600);
  const child = fork(path.join(ROOT, "bin", "web.ts"), {
    cwd: ROOT,
    execArgv: ["--import", new URL("count-retries.ts", import.meta.url).href],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: "0",
      // Nobody follows a link of these mails; any address of one's own does.
      PUBLIC_URL: "http://localhost",
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: appUrl,
      APP_SECRET: SECRET,
      // Everybody here comes from one address.
      RATE_LIMIT_FACTOR: "100000",
      DAYBOOK_DEMO: "1",
      DAYBOOK_DATA_DIR: folder,
    },
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    child.on("message", (message: { type?: string; port?: number }) => {
      if (message.type === "ready") resolve({ child, port: message.port!, log });
    });
    child.once("exit", (code) =>
      reject(new Error(`A web process ended with code ${code}:\n${readFileSync(log, "utf8").slice(-2_000)}`)),
    );
  });
};

const askRetries = (child: ChildProcess): Promise<Retries> =>
  new Promise((resolve, reject) => {
    if (!child.connected)
      return reject(new Error(`A web process is gone (${child.exitCode ?? child.signalCode}).`));
    const listen = (message: { type?: string } & Retries) => {
      if (message.type !== "retries") return;
      child.off("message", listen);
      resolve(message);
    };
    child.on("message", listen);
    child.send({ type: "retries" });
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

/** Lines that are no request's, and requests that ended in a 5xx. */
const complaintsIn = (log: string): string[] =>
  readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !/"status":[1-4]\d\d/.test(line));

/** Node's own client: no redirect is followed, and with the agent no socket is opened twice. */
const post = (agent: Agent, port: number, sent: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body = new URLSearchParams(
      Object.entries(sent.fields).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const started = performance.now();
    const outgoing = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        path: sent.path,
        method: "POST",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "Sec-Fetch-Site": "same-origin",
          "Content-Length": Buffer.byteLength(body),
          ...(sent.cookie && { Cookie: sent.cookie }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            sent,
            status: response.statusCode ?? 0,
            location: response.headers.location ?? null,
            ms: performance.now() - started,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** A real Redis (or Valkey) of this test's own, when the machine has one: Daybook needs none, so it is not installed. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "./web.ts";

/** The command of a server on PATH, or null. */
export const redisCommand = (): string | null =>
  ["redis-server", "valkey-server"].find(
    (command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0,
  ) ?? null;

export type RedisServer = { url: string; pause: () => void; resume: () => void; stop: () => Promise<void> };

export async function startRedis(command: string): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "daybook-redis-"));
  const port = await freePort();
  const child = spawn(
    command,
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  await until("Redis is ready", () => output.includes("eady to accept connections"));
  return {
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    stop: async () => {
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });

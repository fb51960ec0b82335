/** What the processes have in common (bin/web.ts, bin/worker.ts): settings, the database, a beginning and an end. */
import { type Config, readConfig } from "#app/config.server.ts";
import { closePools, configurePools } from "#db/pool.ts";
import { requireConfinedRole } from "#db/role.ts";

const PORT_BUSY = 98;
const EXPLAINED = new Set([
  "ConfigError",
  "DatabaseUnavailableError",
  "UnconfinedRoleError",
  "NewerSchemaError",
]);

type Stop = () => Promise<unknown>;

/**
 * Runs a process until it is told to stop.
 * @param options.deadline_ms whatever hangs, the process ends so long after it was told to
 * @param options.start begins the work; what is to be done at the end is given to `atEnd`, all of it at once then
 * @returns what is told to whoever waits for the process to be ready
 */
export async function runProcess(options: {
  deadline_ms: number;
  start: (config: Config, atEnd: (stop: Stop) => void) => Promise<Record<string, string | number>>;
}): Promise<void> {
  let stopping = false;
  const stops: Stop[] = [];

  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code || 1), options.deadline_ms).unref();
    for (const result of await Promise.allSettled(stops.map((step) => step())))
      if (result.status === "rejected") console.error(result.reason);
    await closePools().catch((error) => console.error(error));
    process.exit(code);
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  // Started by the launcher and left alone by it: nobody would ever stop this process.
  process.on("disconnect", () => void stop(0));

  try {
    const config = readConfig(process.env);
    configurePools({
      url: config.database.app_url,
      role: config.database.app_role,
      maxPoolSize: config.database.pool_size,
      parseRows: config.parse_rows,
    });
    await requireConfinedRole();
    const ready = { type: "ready", ...(await options.start(config, (step) => stops.push(step))) };
    if (process.send) process.send(ready);
    else console.log(JSON.stringify(ready));
  } catch (error) {
    const busy = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    const { name, message } = error as Error;
    // What an operator can mend is said in its sentence; anything else shows where it came from.
    if (busy) console.error(`The port is busy: ${message}`);
    else if (EXPLAINED.has(name)) console.error(message);
    else console.error(error);
    await stop(busy ? PORT_BUSY : 1);
  }
}

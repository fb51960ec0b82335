/** The process that serves: web server and job worker. bin/start.mjs starts it on a laptop, a container by itself. */
import { readConfig } from "#app/config.server.ts";
import { appointOperator } from "#app/domain/operator.server.ts";
import { startWeb } from "#app/http/server.ts";
import { startWorker } from "#app/jobs/worker.ts";
import { closePools, configurePools } from "#db/pool.ts";
import { requireConfinedRole } from "#db/role.ts";

const PORT_BUSY = 98;
const EXPLAINED = new Set(["ConfigError", "DatabaseUnavailableError", "UnconfinedRoleError"]);

let stopping = false;
const stops: (() => Promise<unknown>)[] = [];

const stop = async (code: number) => {
  if (stopping) return;
  stopping = true;
  // Whatever hangs, the process ends: 15 s are more than a request or a job may take.
  setTimeout(() => process.exit(code || 1), 15_000).unref();
  for (const step of stops.reverse()) await step().catch((error) => console.error(error));
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
  stops.push(closePools);
  await requireConfinedRole();
  if (config.operator_email) await appointOperator(config.operator_email, Date.now());
  const web = await startWeb(config);
  stops.push(web.close);
  const worker = await startWorker(config.database.owner_url);
  stops.push(worker.stop);
  const ready = { type: "ready", url: config.public_url, port: web.port };
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

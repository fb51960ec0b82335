/**
 * The process that serves: web server and, unless DAYBOOK_WORKER=0, job worker. bin/start.mjs starts it on a laptop, a
 * container by itself.
 */
import { appointOperator } from "#app/domain/operator.server.ts";
import { startWeb } from "#app/http/server.ts";
import { startWorker } from "#app/jobs/worker.ts";
import { runProcess } from "./process.ts";

await runProcess({
  // Longer than a request may take; who starts it (bin/launch) waits as long.
  deadline_ms: 15_000,
  start: async (config, atEnd) => {
    if (config.operator_email) await appointOperator(config.operator_email, Date.now());
    const web = await startWeb(config);
    atEnd(web.close);
    if (config.worker.in_web) {
      const settings = { beat_ms: config.worker.beat_ms, patience_ms: 10_000, places: 2 };
      const worker = await startWorker(config.database.owner_url, settings);
      atEnd(worker.stop);
    }
    return { url: config.public_url, port: web.port };
  },
});

/** The process that only runs jobs, beside web processes with DAYBOOK_WORKER=0 or without. Any number may run. */
import { startWorker } from "#app/jobs/worker.ts";
import { runProcess } from "./process.ts";

await runProcess({
  deadline_ms: 30_000,
  start: async (config, atEnd) => {
    const settings = { beat_ms: config.worker.beat_ms, patience_ms: 25_000, places: 5 };
    const worker = await startWorker(config.database.owner_url, settings);
    atEnd(worker.stop);
    return { pid: process.pid };
  },
});

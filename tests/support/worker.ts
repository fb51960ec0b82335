/** Real job workers (bin/worker.ts), each a process of its own. */
import { type Start, spawnWeb, until } from "#tests/support/web.ts";

export type WorkerProcess = {
  pid: number;
  data_dir: string;
  output: () => string;
  is_running: () => boolean;
  kill: (signal: NodeJS.Signals) => void;
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** Starts one and waits until it takes jobs. */
export async function startWorkerProcess(start: Start): Promise<WorkerProcess> {
  const { child, output, data_dir, exited } = spawnWeb(start, "bin/worker.ts");
  let running = true;
  void exited.then(() => {
    running = false;
  });
  await until("the worker is ready", () => {
    if (!running) throw new Error(`The worker ended:\n${output()}`);
    return output().includes('"type":"ready"');
  });
  return {
    pid: child.pid ?? 0,
    data_dir,
    output,
    is_running: () => running,
    kill: (signal) => void child.kill(signal),
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}

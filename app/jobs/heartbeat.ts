import { deleteOldHeartbeats, insertHeartbeat, type Queue, updateJobsOfTheDead } from "#db/queue.ts";

/**
 * Missed beats after which a worker is dead to the others. A process that is only busy (its event loop stands still for
 * some seconds) must not lose its jobs.
 */
const MISSED = 4;

type Heart = { beat_ms: number; complain: (message: string) => void };

/**
 * Says at every beat that a worker lives, by the database's clock, and frees the jobs of those that do not any more.
 * It judges others only when it was there itself the whole time: after the database was away, or this machine asleep,
 * everybody gets the time to say that they live.
 * @returns what stops it
 */
export function startHeartbeat(queue: Queue, worker_id: string, { beat_ms, complain }: Heart): () => void {
  const fresh_ms = MISSED * beat_ms;
  let beating = false;
  const beat = async () => {
    // The last one still waits for the database: another one in line behind it says nothing more.
    if (beating) return;
    beating = true;
    try {
      if (!(await insertHeartbeat(queue, worker_id, fresh_ms))) return;
      const dead = await updateJobsOfTheDead(queue, fresh_ms);
      if (dead.length > 0) complain(`took over the jobs of ${dead.length} that ended without a word`);
      await deleteOldHeartbeats(queue);
    } catch (error) {
      complain(`no sign of life: ${(error as Error).message}`);
    } finally {
      beating = false;
    }
  };
  void beat();
  const timer = setInterval(() => void beat(), beat_ms);
  return () => clearInterval(timer);
}

import pg from "pg";

/**
 * The worker's own SQL, on connections of the schema's owner: the queue's tables (Graphile Worker's) and the workers'
 * heartbeats. They belong to no provider; what a job does for one goes through db/transaction.ts.
 */
export type Queue = Pick<pg.ClientBase, "query">;

/**
 * A worker's connections: READ COMMITTED, whatever the database's default is, and never those of the pages.
 * @param count how many at most; idle ones are closed
 */
export function openQueue(ownerUrl: string, count: number): pg.Pool {
  const url = new URL(ownerUrl);
  const options = "-c default_transaction_isolation=read\\ committed -c timezone=UTC";
  url.searchParams.set("options", options);
  const pool = new pg.Pool({
    connectionString: url.href,
    application_name: "daybook worker",
    max: count,
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks says so here as well; without a listener it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * Notes that a worker lives, and promises that it will say so again in time.
 * @param fresh_ms for how long it is to be taken for alive
 * @returns true when it had kept its last promise: it did not sleep, nor was the database away
 */
export async function insertHeartbeat(queue: Queue, worker_id: string, fresh_ms: number): Promise<boolean> {
  const { rows } = await queue.query<{ is_steady: boolean }>(
    `/* insertHeartbeat */
    with last as (select fresh_until from worker_heartbeats where worker_id = $1)
    insert into worker_heartbeats (worker_id, fresh_until) values ($1, now() + $2::float8 * interval '1 ms')
    on conflict (worker_id) do update set beat_at = now(), fresh_until = excluded.fresh_until
    returning coalesce((select fresh_until > now() from last), false) as is_steady`,
    [worker_id, fresh_ms],
  );
  return rows[0]?.is_steady ?? false;
}

/** Forgets a worker that ended in good order. */
export async function deleteHeartbeat(queue: Queue, worker_id: string): Promise<void> {
  await queue.query("/* deleteHeartbeat */ delete from worker_heartbeats where worker_id = $1", [worker_id]);
}

/** Forgets workers that have shown no sign of life for an hour; their jobs have long been freed. */
export async function deleteOldHeartbeats(queue: Queue): Promise<void> {
  await queue.query(
    "/* deleteOldHeartbeats */ delete from worker_heartbeats where fresh_until < now() - interval '1 hour'",
  );
}

/**
 * Frees the jobs of workers that are dead. A worker that nobody knows (yet) counts as dead only when it has held a job
 * for as long as a promise lasts.
 * @param fresh_ms how long that is
 * @returns ids of the dead
 */
export async function updateJobsOfTheDead(queue: Queue, fresh_ms: number): Promise<string[]> {
  const { rows } = await queue.query<{ id: string }>(
    `/* updateJobsOfTheDead */
    select distinct j.locked_by as id
    from graphile_worker._private_jobs j left join worker_heartbeats h on h.worker_id = j.locked_by
    where j.locked_at < now() - $1::float8 * interval '1 ms' and (h.fresh_until is null or h.fresh_until < now())`,
    [fresh_ms],
  );
  const dead = rows.map(({ id }) => id);
  if (dead.length > 0) await updateJobsOfWorkers(queue, dead);
  return dead;
}

/** Frees whatever these workers hold. */
export async function updateJobsOfWorkers(queue: Queue, worker_ids: string[]): Promise<void> {
  await queue.query("/* updateJobsOfWorkers */ select graphile_worker.force_unlock_workers($1)", [
    worker_ids,
  ]);
}

/** A job that is held makes its present try its last. */
export async function updateJobHopeless(queue: Queue, job_id: string): Promise<void> {
  await queue.query(
    `/* updateJobHopeless */
    update graphile_worker._private_jobs set max_attempts = attempts where id = $1 and attempts > 0`,
    [job_id],
  );
}

/** How long (days) a dead job is shown, for whoever may still mend what it stumbled over. */
const DEAD_DAYS = 30;

/** Removes dead jobs after their time. */
export async function deleteOldDeadJobs(queue: Queue): Promise<void> {
  await queue.query(
    `/* deleteOldDeadJobs */
    delete from graphile_worker._private_jobs
    where attempts >= max_attempts and locked_at is null and run_at < now() - $1 * interval '1 day'`,
    [DEAD_DAYS],
  );
}

/** Jobs due for a day whose task no worker has: they would wait for ever and be seen by nobody. */
export async function updateUnknownJobsDead(queue: Queue, tasks: string[]): Promise<void> {
  await queue.query(
    `/* updateUnknownJobsDead */
    select graphile_worker.permanently_fail_jobs(array(
      select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where not t.identifier = any($1) and j.is_available and j.run_at < now() - interval '1 day'),
      'This version of Daybook knows no such job.')`,
    [tasks],
  );
}

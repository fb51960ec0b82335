/** Jobs that were given up, as the queue leaves them. */
import type pg from "pg";

/** @returns the job's id; nobody runs it, whatever its task */
export async function createDeadJob(
  admin: pg.Client,
  { task = "booking_mail", error = "The mail server refused." as string | null, payload = {} } = {},
): Promise<string> {
  // Due far away: no worker takes it in the moment before it is dead.
  const { rows } = await admin.query(
    `select id::text as id from graphile_worker.add_job($1, $2::json, run_at => now() + interval '1 year')`,
    [task, JSON.stringify(payload)],
  );
  await admin.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $2,
       run_at = now() + case when $2::text is null then interval '0' else exp(10) * interval '1 second' end
     where id = $1`,
    [rows[0].id, error],
  );
  return rows[0].id;
}

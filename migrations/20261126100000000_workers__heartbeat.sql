-- Up Migration
-- Which job workers live. The queue marks a job with its worker's id and, when that process is killed, waits four hours;
-- a worker that shows no sign of life for as long as it said itself is taken for dead, and its jobs are free again
-- (docs/decisions/0027-heartbeat-of-the-workers.md). Belongs to no provider; written by the owner's connections only.
create table worker_heartbeats (
  worker_id   text not null,
  started_at  timestamptz not null default now(),
  beat_at     timestamptz not null default now(),
  -- The worker's own promise, so that processes with other settings may share a database.
  fresh_until timestamptz not null,
  constraint worker_heartbeats_pkey primary key (worker_id),
  constraint worker_heartbeats_id_length check (char_length(worker_id) between 1 and 100),
  constraint worker_heartbeats_fresh_after_beat check (fresh_until > beat_at)
);
grant select on worker_heartbeats to daybook_app;

-- What is only held, for the sweep that gives its time back.
create index bookings_held on bookings (provider_id, held_until) where status = 'held';

-- A job is dead when it will not run again by itself: its tries are used up and nobody holds it. One whose process was
-- killed at its last try has no error.
drop function queue_overview;
create function queue_overview(
  out waiting bigint, out failed bigint, out dead bigint, out workers bigint, out oldest_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(*) filter (where attempts < max_attempts or locked_at is not null),
         count(*) filter (where attempts < max_attempts and last_error is not null),
         count(*) filter (where attempts >= max_attempts and locked_at is null),
         (select count(*) from public.worker_heartbeats where fresh_until > now()),
         min(run_at) filter (where attempts < max_attempts and run_at <= now())
  from graphile_worker.jobs
$$;
revoke execute on function queue_overview from public;
grant execute on function queue_overview to daybook_app;

-- The dead jobs, newest first, for the operator: never their payload, which names providers and people's rows. The queue
-- notes no time of a failure, but it puts the next run off from it by e^tries seconds.
create function dead_jobs(before bigint, count integer)
returns table (id bigint, task text, tries smallint, failed_at timestamptz, error text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select j.id, t.identifier, j.attempts,
         case when j.last_error is null then j.run_at
              else j.run_at - exp(least(j.attempts, 10)) * interval '1 second' end,
         left(j.last_error, 1000)
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.attempts >= j.max_attempts and j.locked_at is null and (dead_jobs.before is null or j.id < dead_jobs.before)
  order by j.id desc limit dead_jobs.count
$$;
revoke execute on function dead_jobs from public;
grant execute on function dead_jobs to daybook_app;

-- Lets a dead job run again from its first try, or removes it; without effect on any other. Gives back its task's name,
-- or null when there is no such dead job.
create function retry_dead_job(job_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  task constant text := (select t.identifier from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where j.id = retry_dead_job.job_id);
begin
  update graphile_worker._private_jobs j
  set attempts = 0, max_attempts = 25, last_error = null, run_at = now(), updated_at = now()
  where j.id = retry_dead_job.job_id and j.attempts >= j.max_attempts and j.locked_at is null;
  if not found then
    return null;
  end if;
  perform pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":1}');
  return task;
end
$$;
revoke execute on function retry_dead_job from public;
grant execute on function retry_dead_job to daybook_app;

create function remove_dead_job(job_id bigint) returns text
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
  where t.id = j.task_id and j.id = remove_dead_job.job_id and j.attempts >= j.max_attempts and j.locked_at is null
  returning t.identifier
$$;
revoke execute on function remove_dead_job from public;
grant execute on function remove_dead_job to daybook_app;

-- Down Migration
drop function remove_dead_job;
drop function retry_dead_job;
drop function dead_jobs;
drop function queue_overview;
create function queue_overview(out waiting bigint, out failed bigint, out oldest_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(*) filter (where attempts < max_attempts), count(*) filter (where last_error is not null),
         min(run_at) filter (where attempts < max_attempts and run_at <= now())
  from graphile_worker.jobs
$$;
revoke execute on function queue_overview from public;
grant execute on function queue_overview to daybook_app;
drop index bookings_held;
drop table worker_heartbeats;

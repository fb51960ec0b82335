-- Up Migration
-- The one door from a tenant's transaction to the job queue (graphile-worker's own schema, migrated beside ours).
-- Its tables have row-level security without a policy, so the application's role cannot write them; this function
-- runs as the owner, which makes it the only SECURITY DEFINER function of the house: fixed search_path, and it
-- refuses a payload that names another provider than the transaction's.
create function enqueue_job(identifier text, payload json, run_at timestamptz default now())
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- "is not true": with neither a tenant nor a provider_id both sides are null, and equal is not known.
  if (payload ->> 'provider_id' = nullif(current_setting('app.provider_id', true), '')) is not true then
    raise exception 'a job must name the provider of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(enqueue_job.identifier, enqueue_job.payload, run_at => enqueue_job.run_at);
end
$$;
revoke execute on function enqueue_job from public;
grant execute on function enqueue_job to daybook_app;

-- Down Migration
drop function enqueue_job;

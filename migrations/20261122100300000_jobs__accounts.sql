-- Up Migration
-- Jobs about accounts have no provider: in a transaction without a tenant, a job without one. With a tenant a job
-- must name it, as before.
create or replace function enqueue_job(identifier text, payload json, run_at timestamptz default now())
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if (payload ->> 'provider_id') is distinct from nullif(current_setting('app.provider_id', true), '') then
    raise exception 'a job must name the provider of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(enqueue_job.identifier, enqueue_job.payload, run_at => enqueue_job.run_at);
end
$$;

-- How many jobs wait, and for how long: the operator's glance. Numbers only; the queue itself stays closed.
create function queue_overview(out waiting bigint, out failed bigint, out oldest_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(*) filter (where attempts < max_attempts), count(*) filter (where last_error is not null),
         min(run_at) filter (where attempts < max_attempts and run_at <= now())
  from graphile_worker.jobs
$$;
revoke execute on function queue_overview from public;
grant execute on function queue_overview to daybook_app;

-- The one way to delete a provider with all that is theirs: the application's role has no DELETE on providers, and this
-- refuses before the grace period is over, whatever calls it. Their jobs go too; one that runs ends by itself.
create function delete_provider_after_grace() returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.provider_id', true), '')::uuid;
  names constant text[] := array(select u.username from public.usernames u where u.provider_id = tenant);
begin
  delete from public.providers where id = tenant and deletes_at <= now();
  if not found then
    return false;
  end if;
  -- The operator's history: that a provider was suspended stays, which one and why does not.
  update public.account_events e set details = e.details || '{"username": "deleted", "reason": null}'
  where e.action in ('provider.suspended', 'provider.suspension_lifted') and e.details ->> 'username' = any(names);
  perform graphile_worker.complete_jobs(array(
    select id from graphile_worker._private_jobs where payload ->> 'provider_id' = current_setting('app.provider_id')));
  return true;
end
$$;
revoke execute on function delete_provider_after_grace from public;
grant execute on function delete_provider_after_grace to daybook_app;
create index account_events_of_provider on account_events ((details ->> 'username'))
  where action in ('provider.suspended', 'provider.suspension_lifted');

-- Down Migration
drop index account_events_of_provider;
drop function delete_provider_after_grace;
drop function queue_overview;
create or replace function enqueue_job(identifier text, payload json, run_at timestamptz default now())
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

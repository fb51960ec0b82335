-- Up Migration
-- What a member has taken note of leaves the list of messages that could not be delivered.
alter table deliveries add column dismissed_at timestamptz;
alter table deliveries add constraint deliveries_dismissed_has_failed check (
  dismissed_at is null or state in ('refused', 'dead')) not valid;
alter table deliveries validate constraint deliveries_dismissed_has_failed;

-- What waits, for the operator's count; few rows of many.
create index deliveries_waiting on deliveries (provider_id, due_at) where state in ('queued', 'sending');
create index account_deliveries_waiting on account_deliveries (due_at) where state in ('queued', 'sending');

-- How many messages of all providers and accounts wait, are late, or have failed: numbers only. No role of ours sees every
-- provider's rows, the owner neither (the policies are forced), so each provider is named in turn.
create function deliveries_overview(
  at timestamptz, late_before timestamptz, failed_since timestamptz,
  out waiting bigint, out overdue bigint, out refused bigint, out dead bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  named constant text := coalesce(current_setting('app.provider_id', true), '');
  tenant uuid;
  w bigint; o bigint; r bigint; d bigint;
begin
  select count(*) filter (where state in ('queued', 'sending') and due_at <= at),
         count(*) filter (where state in ('queued', 'sending') and due_at <= late_before),
         count(*) filter (where state = 'refused' and ended_at >= failed_since),
         count(*) filter (where state = 'dead' and ended_at >= failed_since)
    into waiting, overdue, refused, dead from public.account_deliveries
    where state in ('queued', 'sending', 'refused', 'dead');
  for tenant in select distinct u.provider_id from public.usernames u loop
    perform set_config('app.provider_id', tenant::text, true);
    select count(*), count(*) filter (where x.due_at <= late_before) into w, o
      from public.deliveries x
      where x.provider_id = tenant and x.state in ('queued', 'sending') and x.due_at <= at;
    select count(*) filter (where x.state = 'refused'), count(*) filter (where x.state = 'dead') into r, d
      from public.deliveries x
      where x.provider_id = tenant and x.state in ('refused', 'dead') and x.ended_at >= failed_since;
    waiting := waiting + w; overdue := overdue + o; refused := refused + r; dead := dead + d;
  end loop;
  perform set_config('app.provider_id', named, true);
end
$$;
revoke execute on function deliveries_overview from public;
grant execute on function deliveries_overview to daybook_app;

-- Down Migration
drop function deliveries_overview;
drop index account_deliveries_waiting;
drop index deliveries_waiting;
alter table deliveries drop column dismissed_at;

-- Up Migration
-- Helpers of constraints and policies. All are immutable or stable SQL without side effects and need no privilege.

-- [) with two finite ends: never empty, never unbounded ('infinity' is not "unbounded" to upper_inf, so isfinite).
create function is_bounded_range(r tstzrange) returns boolean
language sql immutable parallel safe
return coalesce(lower_inc(r) and not upper_inc(r) and isfinite(lower(r)) and isfinite(upper(r)), false);

-- An IANA name that this server knows. The pattern keeps out what PostgreSQL would also take but Node would not:
-- POSIX specifications ('FOO+3'), abbreviations ('EST'), offsets. Immutable in the sense that CHECK needs:
-- a name, once known, stays known (zone tables only grow).
create function is_time_zone(name text) returns boolean
language plpgsql immutable parallel safe
as $$
begin
  if name is null or length(name) > 64
     or name !~ '^(UTC|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4]))|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_]*(-[A-Za-z_]+)*)+)$' then
    return false;
  end if;
  perform timestamptz '2026-01-01 00:00:00+00' at time zone name;
  return true;
exception when invalid_parameter_value then
  return false;
end
$$;

-- The one template that protects every tenant table (tests/integration/tenancy.test.ts loops over pg_class).
-- The expression stands in the policy itself, not in a function, so that Citus can push it down; nullif because
-- the setting is '' and not NULL after a transaction that had set it.
create procedure protect_tenant_table(target regclass, tenant_column name default 'provider_id')
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (%2$I = nullif(current_setting(''app.provider_id'', true), '''')::uuid)'
    ' with check (%2$I = nullif(current_setting(''app.provider_id'', true), '''')::uuid)',
    target, tenant_column);
end
$$;
revoke execute on procedure protect_tenant_table from public;

-- Down Migration
drop procedure protect_tenant_table;
drop function is_time_zone;
drop function is_bounded_range;

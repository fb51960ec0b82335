-- The schema after all migrations, as db/schema_dump.ts reads it from the catalog. For reading and for reviews;
-- nothing runs it. tests/integration/schema.test.ts compares it with a migrated database and says how to update it.

create extension btree_gist;
create extension citext;

grant usage on schema public to daybook_app;

CREATE OR REPLACE FUNCTION public.dead_jobs(before bigint, count integer)
 RETURNS TABLE(id bigint, task text, tries smallint, failed_at timestamp with time zone, error text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select j.id, t.identifier, j.attempts,
         case when j.last_error is null then j.run_at
              else j.run_at - exp(least(j.attempts, 10)) * interval '1 second' end,
         left(j.last_error, 1000)
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.attempts >= j.max_attempts and j.locked_at is null and (dead_jobs.before is null or j.id < dead_jobs.before)
  order by j.id desc limit dead_jobs.count
$function$;
-- execute on function dead_jobs(bigint,integer): daybook_app

CREATE OR REPLACE FUNCTION public.delete_provider_after_grace()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- execute on function delete_provider_after_grace(): daybook_app

CREATE OR REPLACE FUNCTION public.deliveries_overview(at timestamp with time zone, late_before timestamp with time zone, failed_since timestamp with time zone, OUT waiting bigint, OUT overdue bigint, OUT refused bigint, OUT dead bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- execute on function deliveries_overview(timestamp with time zone,timestamp with time zone,timestamp with time zone): daybook_app

CREATE OR REPLACE FUNCTION public.enqueue_job(identifier text, payload json, run_at timestamp with time zone DEFAULT now())
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if (payload ->> 'provider_id') is distinct from nullif(current_setting('app.provider_id', true), '') then
    raise exception 'a job must name the provider of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(enqueue_job.identifier, enqueue_job.payload, run_at => enqueue_job.run_at);
end
$function$;
-- execute on function enqueue_job(text,json,timestamp with time zone): daybook_app

CREATE OR REPLACE FUNCTION public.forget_address()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  new.address := null;
  return new;
end
$function$;
-- execute on function forget_address(): public

CREATE OR REPLACE FUNCTION public.forget_customer(customer uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant constant uuid := nullif(current_setting('app.provider_id', true), '')::uuid;
  theirs uuid[];
begin
  if not exists (select from public.customers c
                 where c.provider_id = tenant and c.id = forget_customer.customer and c.erased_at is not null) then
    raise exception 'only an erased customer is forgotten' using errcode = '42501';
  end if;
  theirs := array(select b.id from public.bookings b
                  where b.provider_id = tenant and b.customer_id = forget_customer.customer);
  update public.audit_events e set
    address = case when e.actor = 'customer' then null else e.address end,
    details = (select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(e.details) d
               where jsonb_typeof(d.value) in ('number', 'boolean') or d.key = 'status'
                 or d.value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
  where e.provider_id = tenant and e.booking_id = any(theirs);
  perform graphile_worker.complete_jobs(array(
    select j.id from graphile_worker._private_jobs j
    where j.payload ->> 'provider_id' = tenant::text and j.payload ->> 'booking_id' = any(theirs::text[])));
end
$function$;
-- execute on function forget_customer(uuid): daybook_app

CREATE OR REPLACE FUNCTION public.forget_invited(email text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant constant uuid := nullif(current_setting('app.provider_id', true), '')::uuid;
begin
  if tenant is null then
    update public.account_events e set details = jsonb_set(e.details, '{email}', '"deleted"')
    where e.action = 'account.invited' and lower(e.details ->> 'email') = lower(forget_invited.email);
    return;
  end if;
  delete from public.invitations i where i.provider_id = tenant and lower(i.email::text) = lower(forget_invited.email);
  update public.audit_events e set details = jsonb_set(e.details, '{email}', '"deleted"')
  where e.provider_id = tenant and e.action like 'invitation.%'
    and lower(e.details ->> 'email') = lower(forget_invited.email);
end
$function$;
-- execute on function forget_invited(text): daybook_app

CREATE OR REPLACE FUNCTION public.is_bounded_range(r tstzrange)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((lower_inc(r) AND (NOT upper_inc(r)) AND isfinite(lower(r)) AND isfinite(upper(r))), false);
-- execute on function is_bounded_range(tstzrange): public

CREATE OR REPLACE FUNCTION public.is_time_zone(name text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
$function$;
-- execute on function is_time_zone(text): public

CREATE OR REPLACE PROCEDURE public.protect_tenant_table(IN target regclass, IN tenant_column name DEFAULT 'provider_id'::name)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (%2$I = nullif(current_setting(''app.provider_id'', true), '''')::uuid)'
    ' with check (%2$I = nullif(current_setting(''app.provider_id'', true), '''')::uuid)',
    target, tenant_column);
end
$procedure$;
-- execute on procedure protect_tenant_table(regclass,name): nobody

CREATE OR REPLACE FUNCTION public.queue_overview(OUT waiting bigint, OUT failed bigint, OUT dead bigint, OUT workers bigint, OUT oldest_at timestamp with time zone)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select count(*) filter (where attempts < max_attempts or locked_at is not null),
         count(*) filter (where attempts < max_attempts and last_error is not null),
         count(*) filter (where attempts >= max_attempts and locked_at is null),
         (select count(*) from public.worker_heartbeats where fresh_until > now()),
         min(run_at) filter (where attempts < max_attempts and run_at <= now())
  from graphile_worker.jobs
$function$;
-- execute on function queue_overview(): daybook_app

CREATE OR REPLACE FUNCTION public.remove_dead_job(job_id bigint)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
  where t.id = j.task_id and j.id = remove_dead_job.job_id and j.attempts >= j.max_attempts and j.locked_at is null
  returning t.identifier
$function$;
-- execute on function remove_dead_job(bigint): daybook_app

CREATE OR REPLACE FUNCTION public.retry_dead_job(job_id bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- execute on function retry_dead_job(bigint): daybook_app

create table account_deliveries (
  id uuid not null,
  kind text not null,
  once text not null,
  account_id uuid,
  details jsonb not null default '{}'::jsonb,
  due_at timestamp with time zone not null,
  state text not null default 'queued'::text,
  tries smallint not null default 0,
  answer text not null default ''::text,
  tried_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint account_deliveries_pkey PRIMARY KEY (id),
  constraint account_deliveries_once UNIQUE (once),
  constraint account_deliveries_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint account_deliveries_answer_length CHECK (char_length(answer) <= 500),
  constraint account_deliveries_details_object CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 2000),
  constraint account_deliveries_ended_has_time CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text])) = (ended_at IS NULL)),
  constraint account_deliveries_kind_form CHECK (kind ~ '^[a-z_]{1,40}$'::text),
  constraint account_deliveries_once_length CHECK (char_length(once) >= 1 AND char_length(once) <= 160),
  constraint account_deliveries_state_known CHECK (state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'void'::text, 'refused'::text, 'dead'::text])),
  constraint account_deliveries_tries_not_negative CHECK (tries >= 0)
);
CREATE INDEX account_deliveries_ended ON public.account_deliveries USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX account_deliveries_of_account ON public.account_deliveries USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX account_deliveries_troubled ON public.account_deliveries USING btree (ended_at) WHERE (state = ANY (ARRAY['refused'::text, 'dead'::text]));
CREATE INDEX account_deliveries_waiting ON public.account_deliveries USING btree (due_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
grant delete, insert, select, update on account_deliveries to daybook_app;

create table account_events (
  id uuid not null,
  account_id uuid,
  actor_account_id uuid,
  action text not null,
  details jsonb not null default '{}'::jsonb,
  address text,
  at timestamp with time zone not null,
  constraint account_events_pkey PRIMARY KEY (id),
  constraint account_events_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint account_events_actor_fkey FOREIGN KEY (actor_account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint account_events_action_form CHECK (action ~ '^[a-z_]+\.[a-z_]+$'::text AND char_length(action) <= 60),
  constraint account_events_address_length CHECK (char_length(address) <= 45),
  constraint account_events_details_object CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 20000)
);
CREATE INDEX account_events_invited ON public.account_events USING btree (lower((details ->> 'email'::text))) WHERE (action = 'account.invited'::text);
CREATE INDEX account_events_of_account ON public.account_events USING btree (account_id, at);
CREATE INDEX account_events_of_actor ON public.account_events USING btree (actor_account_id);
CREATE INDEX account_events_of_provider ON public.account_events USING btree (((details ->> 'username'::text))) WHERE (action = ANY (ARRAY['provider.suspended'::text, 'provider.suspension_lifted'::text]));
CREATE TRIGGER account_events_forget BEFORE UPDATE OF actor_account_id ON public.account_events FOR EACH ROW WHEN (((old.actor_account_id IS NOT NULL) AND (new.actor_account_id IS NULL))) EXECUTE FUNCTION forget_address();
grant insert, select on account_events to daybook_app;

create table accounts (
  id uuid not null,
  email citext not null,
  name text not null,
  password_hash text,
  email_verified_at timestamp with time zone not null,
  operator_since timestamp with time zone,
  suspended_at timestamp with time zone,
  suspension_reason text not null default ''::text,
  deletes_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_email_once UNIQUE (email),
  constraint accounts_email_form CHECK (char_length(email::text) <= 254 AND email ~ '^[^[:space:]@]+@[^[:space:]@]+$'::citext),
  constraint accounts_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 120),
  constraint accounts_password_hash_form CHECK (password_hash ~ '^\$2b\$[0-9]{2}\$.{53}$'::text),
  constraint accounts_suspension_reason_length CHECK (char_length(suspension_reason) <= 500),
  constraint accounts_version_positive CHECK (version > 0)
);
CREATE INDEX accounts_created ON public.accounts USING btree (created_at, id);
CREATE INDEX accounts_deletion ON public.accounts USING btree (deletes_at) WHERE (deletes_at IS NOT NULL);
grant delete, insert, select, update on accounts to daybook_app;

create table audit_events (
  provider_id uuid not null,
  id uuid not null,
  booking_id uuid,
  action text not null,
  actor text not null,
  details jsonb not null default '{}'::jsonb,
  at timestamp with time zone not null,
  account_id uuid,
  address text,
  constraint audit_events_pkey PRIMARY KEY (provider_id, id),
  constraint audit_events_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint audit_events_booking_fkey FOREIGN KEY (provider_id, booking_id) REFERENCES bookings(provider_id, id) ON DELETE CASCADE,
  constraint audit_events_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint audit_events_action_form CHECK (action ~ '^[a-z_]+\.[a-z_]+$'::text AND char_length(action) <= 60),
  constraint audit_events_actor_known CHECK (actor = ANY (ARRAY['customer'::text, 'provider'::text, 'system'::text])),
  constraint audit_events_address_length CHECK (char_length(address) <= 45),
  constraint audit_events_details_object CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 20000)
);
CREATE INDEX audit_events_of_account ON public.audit_events USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX audit_events_of_booking ON public.audit_events USING btree (provider_id, booking_id, at);
CREATE TRIGGER audit_events_forget BEFORE UPDATE OF account_id ON public.audit_events FOR EACH ROW WHEN (((old.account_id IS NOT NULL) AND (new.account_id IS NULL))) EXECUTE FUNCTION forget_address();
alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy tenant on audit_events as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant insert, select on audit_events to daybook_app;

create table blocked_times (
  provider_id uuid not null,
  id uuid not null,
  schedule_id uuid,
  during tstzrange not null,
  starts_at timestamp with time zone generated always as (lower(during)) stored,
  ends_at timestamp with time zone generated always as (upper(during)) stored,
  reason text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  public_text text not null default ''::text,
  version integer not null default 1,
  constraint blocked_times_pkey PRIMARY KEY (provider_id, id),
  constraint blocked_times_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint blocked_times_schedule_fkey FOREIGN KEY (provider_id, schedule_id) REFERENCES schedules(provider_id, id) ON DELETE CASCADE,
  constraint blocked_times_during_bounded CHECK (is_bounded_range(during)),
  constraint blocked_times_public_text_length CHECK (char_length(public_text) <= 500),
  constraint blocked_times_reason_length CHECK (char_length(reason) <= 200),
  constraint blocked_times_version_positive CHECK (version > 0)
);
CREATE INDEX blocked_times_in_window ON public.blocked_times USING btree (provider_id, ends_at);
alter table blocked_times enable row level security;
alter table blocked_times force row level security;
create policy tenant on blocked_times as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on blocked_times to daybook_app;

create table bookings (
  provider_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  customer_id uuid not null,
  during tstzrange not null,
  status text not null,
  held_until timestamp with time zone,
  confirmed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancelled_by text,
  declined_at timestamp with time zone,
  expired_at timestamp with time zone,
  end_reason text not null default ''::text,
  version integer not null default 1,
  idempotency_key text not null,
  request_hash bytea not null,
  manage_token_hash bytea not null,
  customer_name text not null,
  customer_phone text,
  customer_time_zone text not null,
  customer_locale text not null default 'en'::text,
  note text not null default ''::text,
  answers jsonb not null default '[]'::jsonb,
  service_title text not null,
  price_cents integer,
  currency text not null,
  place text not null,
  place_detail text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  starts_at timestamp with time zone generated always as (lower(during)) stored,
  ends_at timestamp with time zone generated always as (upper(during)) stored,
  booked_by text not null default 'customer'::text,
  no_show_at timestamp with time zone,
  internal_note text not null default ''::text,
  constraint bookings_pkey PRIMARY KEY (provider_id, id),
  constraint bookings_idempotency_once UNIQUE (provider_id, idempotency_key),
  constraint bookings_manage_token_once UNIQUE (provider_id, manage_token_hash),
  constraint bookings_customer_fkey FOREIGN KEY (provider_id, customer_id) REFERENCES customers(provider_id, id),
  constraint bookings_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint bookings_service_fkey FOREIGN KEY (provider_id, service_id) REFERENCES services(provider_id, id),
  constraint bookings_answers_list CHECK (jsonb_typeof(answers) = 'array'::text),
  constraint bookings_booked_by_known CHECK (booked_by = ANY (ARRAY['customer'::text, 'provider'::text])),
  constraint bookings_cancelled_by_known CHECK (cancelled_by = ANY (ARRAY['customer'::text, 'provider'::text, 'system'::text])),
  constraint bookings_cancelled_has_time CHECK ((status = 'cancelled'::text) = (cancelled_at IS NOT NULL) AND (status = 'cancelled'::text) = (cancelled_by IS NOT NULL)),
  constraint bookings_confirmed_has_time CHECK (status <> 'confirmed'::text OR confirmed_at IS NOT NULL),
  constraint bookings_currency_form CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint bookings_customer_time_zone_known CHECK (is_time_zone(customer_time_zone)),
  constraint bookings_declined_has_time CHECK ((status = 'declined'::text) = (declined_at IS NOT NULL)),
  constraint bookings_during_bounded CHECK (is_bounded_range(during)),
  constraint bookings_expired_has_time CHECK ((status = 'expired'::text) = (expired_at IS NOT NULL)),
  constraint bookings_hashes_sha256 CHECK (octet_length(request_hash) = 32 AND octet_length(manage_token_hash) = 32),
  constraint bookings_held_has_end CHECK (status <> 'held'::text OR held_until IS NOT NULL),
  constraint bookings_idempotency_key_length CHECK (char_length(idempotency_key) >= 8 AND char_length(idempotency_key) <= 100),
  constraint bookings_internal_note_length CHECK (char_length(internal_note) <= 2000),
  constraint bookings_locale_form CHECK (customer_locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'::text),
  constraint bookings_place_known CHECK (place = ANY (ARRAY['in_person'::text, 'phone'::text, 'video'::text])),
  constraint bookings_price_not_negative CHECK (price_cents >= 0),
  constraint bookings_status_known CHECK (status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'cancelled'::text, 'declined'::text, 'expired'::text])),
  constraint bookings_text_length CHECK (char_length(customer_name) >= 1 AND char_length(customer_name) <= 120 AND char_length(customer_phone) <= 40 AND char_length(note) <= 2000 AND char_length(end_reason) <= 500 AND char_length(service_title) <= 200 AND char_length(place_detail) <= 500 AND octet_length(answers::text) <= 60000),
  constraint bookings_version_positive CHECK (version > 0)
);
CREATE INDEX bookings_by_start ON public.bookings USING btree (provider_id, starts_at, id);
CREATE INDEX bookings_held ON public.bookings USING btree (provider_id, held_until) WHERE (status = 'held'::text);
CREATE INDEX bookings_of_customer ON public.bookings USING btree (provider_id, customer_id, starts_at, id);
CREATE INDEX bookings_of_service ON public.bookings USING btree (provider_id, service_id, starts_at, id);
CREATE INDEX bookings_over ON public.bookings USING btree (provider_id, starts_at, id) WHERE (status = ANY (ARRAY['cancelled'::text, 'declined'::text, 'expired'::text]));
CREATE INDEX bookings_pending ON public.bookings USING btree (provider_id, lower(during), id) WHERE (status = 'pending'::text);
alter table bookings enable row level security;
alter table bookings force row level security;
create policy tenant on bookings as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant insert, select, update on bookings to daybook_app;

create table calendar_feeds (
  provider_id uuid not null,
  id uuid not null,
  scope text not null,
  service_id uuid,
  account_id uuid,
  detail text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_read_at timestamp with time zone,
  constraint calendar_feeds_pkey PRIMARY KEY (provider_id, id),
  constraint calendar_feeds_hash_once UNIQUE (provider_id, token_hash),
  constraint calendar_feeds_once UNIQUE NULLS NOT DISTINCT (provider_id, service_id, account_id, scope, detail),
  constraint calendar_feeds_member_fkey FOREIGN KEY (provider_id, account_id) REFERENCES memberships(provider_id, account_id) ON DELETE CASCADE,
  constraint calendar_feeds_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint calendar_feeds_service_fkey FOREIGN KEY (provider_id, service_id) REFERENCES services(provider_id, id) ON DELETE CASCADE,
  constraint calendar_feeds_detail_known CHECK (detail = ANY (ARRAY['busy'::text, 'details'::text])),
  constraint calendar_feeds_hash_length CHECK (octet_length(token_hash) = 32),
  constraint calendar_feeds_scope_fits CHECK ((scope = ANY (ARRAY['provider'::text, 'service'::text, 'member'::text])) AND (scope = 'service'::text) = (service_id IS NOT NULL) AND (scope = 'member'::text) = (account_id IS NOT NULL))
);
CREATE INDEX calendar_feeds_of_member ON public.calendar_feeds USING btree (provider_id, account_id);
alter table calendar_feeds enable row level security;
alter table calendar_feeds force row level security;
create policy tenant on calendar_feeds as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on calendar_feeds to daybook_app;

create table calendar_sources (
  provider_id uuid not null,
  id uuid not null,
  name text not null,
  sealed_address text not null,
  host text not null,
  ending text not null,
  etag text,
  last_modified text,
  body_hash bytea,
  read_as text not null default ''::text,
  read_at timestamp with time zone,
  fetched_at timestamp with time zone,
  ok_at timestamp with time zone,
  failing_since timestamp with time zone,
  failures integer not null default 0,
  failure text not null default ''::text,
  told_at timestamp with time zone,
  events integer not null default 0,
  warnings jsonb not null default '[]'::jsonb,
  next_fetch_at timestamp with time zone not null,
  turn integer not null default 1,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  constraint calendar_sources_pkey PRIMARY KEY (provider_id, id),
  constraint calendar_sources_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint calendar_sources_counts_positive CHECK (failures >= 0 AND events >= 0 AND turn > 0 AND version > 0),
  constraint calendar_sources_ending_length CHECK (char_length(ending) <= 4),
  constraint calendar_sources_etag_length CHECK (char_length(etag) <= 500),
  constraint calendar_sources_failing_together CHECK ((failing_since IS NULL) = (failure = ''::text)),
  constraint calendar_sources_failure_length CHECK (char_length(failure) <= 300),
  constraint calendar_sources_host_length CHECK (char_length(host) >= 1 AND char_length(host) <= 260),
  constraint calendar_sources_last_modified_length CHECK (char_length(last_modified) <= 100),
  constraint calendar_sources_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 60),
  constraint calendar_sources_read_as_length CHECK (char_length(read_as) <= 100),
  constraint calendar_sources_sealed_address_length CHECK (char_length(sealed_address) >= 1 AND char_length(sealed_address) <= 4000),
  constraint calendar_sources_warnings_list CHECK (jsonb_typeof(warnings) = 'array'::text)
);
alter table calendar_sources enable row level security;
alter table calendar_sources force row level security;
create policy tenant on calendar_sources as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on calendar_sources to daybook_app;

create table customer_tags (
  provider_id uuid not null,
  customer_id uuid not null,
  tag text collate "C" not null,
  constraint customer_tags_pkey PRIMARY KEY (provider_id, customer_id, tag),
  constraint customer_tags_customer_fkey FOREIGN KEY (provider_id, customer_id) REFERENCES customers(provider_id, id) ON DELETE CASCADE,
  constraint customer_tags_tag_length CHECK (char_length(tag) >= 1 AND char_length(tag) <= 40)
);
CREATE INDEX customer_tags_by_tag ON public.customer_tags USING btree (provider_id, tag, customer_id);
alter table customer_tags enable row level security;
alter table customer_tags force row level security;
create policy tenant on customer_tags as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on customer_tags to daybook_app;

create table customers (
  provider_id uuid not null,
  id uuid not null,
  email citext not null,
  name text not null,
  phone text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  note text not null default ''::text,
  blocked_at timestamp with time zone,
  erased_at timestamp with time zone,
  name_key text collate "C" generated always as (lower(name)) stored,
  last_name_key text collate "C" generated always as (lower("substring"(name, '\S+$'::text))) stored,
  email_key text collate "C" generated always as (lower((email)::text)) stored,
  phone_key text collate "C" generated always as (reverse(regexp_replace(phone, '\D'::text, ''::text, 'g'::text))) stored,
  constraint customers_pkey PRIMARY KEY (provider_id, id),
  constraint customers_email_once UNIQUE (provider_id, email),
  constraint customers_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint customers_email_length CHECK (char_length(email::text) >= 3 AND char_length(email::text) <= 254),
  constraint customers_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 120),
  constraint customers_note_length CHECK (char_length(note) <= 4000),
  constraint customers_phone_length CHECK (char_length(phone) <= 40),
  constraint customers_version_positive CHECK (version > 0)
);
CREATE INDEX customers_blocked ON public.customers USING btree (provider_id, name_key, id) WHERE (blocked_at IS NOT NULL);
CREATE INDEX customers_by_email ON public.customers USING btree (provider_id, email_key);
CREATE INDEX customers_by_last_name ON public.customers USING btree (provider_id, last_name_key, id);
CREATE INDEX customers_by_name ON public.customers USING btree (provider_id, name_key, id);
CREATE INDEX customers_by_phone ON public.customers USING btree (provider_id, phone_key) WHERE (phone_key IS NOT NULL);
alter table customers enable row level security;
alter table customers force row level security;
create policy tenant on customers as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on customers to daybook_app;

create table date_overrides (
  provider_id uuid not null,
  schedule_id uuid not null,
  id uuid not null,
  date date not null,
  starts_min smallint,
  ends_min smallint,
  note text not null default ''::text,
  constraint date_overrides_pkey PRIMARY KEY (provider_id, id),
  constraint date_overrides_no_overlap EXCLUDE USING gist (provider_id WITH =, schedule_id WITH =, date WITH =, int4range(COALESCE(starts_min::integer, 0), COALESCE(ends_min::integer, 1440)) WITH &&),
  constraint date_overrides_schedule_fkey FOREIGN KEY (provider_id, schedule_id) REFERENCES schedules(provider_id, id) ON DELETE CASCADE,
  constraint date_overrides_date_range CHECK (date >= '1970-01-01'::date AND date <= '2199-12-31'::date),
  constraint date_overrides_note_length CHECK (char_length(note) <= 200),
  constraint date_overrides_within_day CHECK (starts_min IS NULL AND ends_min IS NULL OR starts_min IS NOT NULL AND ends_min IS NOT NULL AND 0 <= starts_min AND starts_min < ends_min AND ends_min <= 1440)
);
CREATE INDEX date_overrides_by_date ON public.date_overrides USING btree (provider_id, schedule_id, date);
alter table date_overrides enable row level security;
alter table date_overrides force row level security;
create policy tenant on date_overrides as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on date_overrides to daybook_app;

create table deliveries (
  provider_id uuid not null,
  id uuid not null,
  kind text not null,
  once text not null,
  booking_id uuid,
  booking_version integer,
  recipient text not null,
  account_id uuid,
  details jsonb not null default '{}'::jsonb,
  due_at timestamp with time zone not null,
  state text not null default 'queued'::text,
  tries smallint not null default 0,
  answer text not null default ''::text,
  tried_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  dismissed_at timestamp with time zone,
  constraint deliveries_pkey PRIMARY KEY (provider_id, id),
  constraint deliveries_once UNIQUE (provider_id, once),
  constraint deliveries_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint deliveries_booking_fkey FOREIGN KEY (provider_id, booking_id) REFERENCES bookings(provider_id, id) ON DELETE CASCADE,
  constraint deliveries_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint deliveries_answer_length CHECK (char_length(answer) <= 500),
  constraint deliveries_booking_has_version CHECK ((booking_id IS NULL) = (booking_version IS NULL)),
  constraint deliveries_details_object CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 2000),
  constraint deliveries_dismissed_has_failed CHECK (dismissed_at IS NULL OR (state = ANY (ARRAY['refused'::text, 'dead'::text]))),
  constraint deliveries_ended_has_time CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text])) = (ended_at IS NULL)),
  constraint deliveries_kind_form CHECK (kind ~ '^[a-z_]{1,40}$'::text),
  constraint deliveries_once_length CHECK (char_length(once) >= 1 AND char_length(once) <= 160),
  constraint deliveries_recipient_known CHECK (recipient = ANY (ARRAY['customer'::text, 'member'::text, 'invited'::text])),
  constraint deliveries_state_known CHECK (state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'void'::text, 'refused'::text, 'dead'::text])),
  constraint deliveries_tries_not_negative CHECK (tries >= 0)
);
CREATE INDEX deliveries_ended ON public.deliveries USING btree (provider_id, ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX deliveries_of_account ON public.deliveries USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX deliveries_of_booking ON public.deliveries USING btree (provider_id, booking_id, due_at);
CREATE INDEX deliveries_troubled ON public.deliveries USING btree (provider_id, ended_at) WHERE (state = ANY (ARRAY['refused'::text, 'dead'::text]));
CREATE INDEX deliveries_waiting ON public.deliveries USING btree (provider_id, due_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
alter table deliveries enable row level security;
alter table deliveries force row level security;
create policy tenant on deliveries as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on deliveries to daybook_app;

create table external_busy_times (
  provider_id uuid not null,
  source_id uuid not null,
  during tstzrange not null,
  starts_at timestamp with time zone not null generated always as (lower(during)) stored,
  ends_at timestamp with time zone generated always as (upper(during)) stored,
  constraint external_busy_times_pkey PRIMARY KEY (provider_id, source_id, starts_at),
  constraint external_busy_times_source_fkey FOREIGN KEY (provider_id, source_id) REFERENCES calendar_sources(provider_id, id) ON DELETE CASCADE,
  constraint external_busy_times_during_bounded CHECK (is_bounded_range(during)),
  constraint external_busy_times_during_length CHECK (EXTRACT(epoch FROM upper(during) - lower(during)) <= 604800::numeric)
);
CREATE INDEX external_busy_times_in_window ON public.external_busy_times USING btree (provider_id, starts_at, ends_at) INCLUDE (source_id);
alter table external_busy_times enable row level security;
alter table external_busy_times force row level security;
create policy tenant on external_busy_times as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on external_busy_times to daybook_app;

create table holidays (
  provider_id uuid not null,
  date date not null,
  name text not null,
  kept_open_at timestamp with time zone,
  constraint holidays_pkey PRIMARY KEY (provider_id, date),
  constraint holidays_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint holidays_date_range CHECK (date >= '1970-01-01'::date AND date <= '2199-12-31'::date),
  constraint holidays_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 200)
);
alter table holidays enable row level security;
alter table holidays force row level security;
create policy tenant on holidays as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on holidays to daybook_app;

create table identities (
  id uuid not null,
  account_id uuid not null,
  issuer text not null,
  subject text not null,
  email citext,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_issuer_once_per_account UNIQUE (account_id, issuer),
  constraint identities_subject_once UNIQUE (issuer, subject),
  constraint identities_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint identities_length CHECK (char_length(issuer) >= 1 AND char_length(issuer) <= 300 AND char_length(subject) >= 1 AND char_length(subject) <= 255 AND char_length(email::text) <= 254)
);
grant delete, insert, select, update on identities to daybook_app;

create table installation (
  id smallint not null default 1,
  sign_up text not null default 'open'::text,
  updated_at timestamp with time zone not null default now(),
  constraint installation_pkey PRIMARY KEY (id),
  constraint installation_sign_up_known CHECK (sign_up = ANY (ARRAY['open'::text, 'invitation'::text])),
  constraint installation_single CHECK (id = 1)
);
grant select, update on installation to daybook_app;

create table invitations (
  provider_id uuid not null,
  id uuid not null,
  email citext not null,
  role text not null,
  token_hash bytea not null,
  invited_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint invitations_pkey PRIMARY KEY (provider_id, id),
  constraint invitations_email_once UNIQUE (provider_id, email),
  constraint invitations_hash_once UNIQUE (provider_id, token_hash),
  constraint invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint invitations_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint invitations_email_length CHECK (char_length(email::text) >= 3 AND char_length(email::text) <= 254),
  constraint invitations_hash_length CHECK (octet_length(token_hash) = 32),
  constraint invitations_role_known CHECK (role = ANY (ARRAY['owner'::text, 'manager'::text, 'viewer'::text]))
);
CREATE INDEX invitations_by_account ON public.invitations USING btree (invited_by);
alter table invitations enable row level security;
alter table invitations force row level security;
create policy tenant on invitations as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on invitations to daybook_app;

create table memberships (
  provider_id uuid not null,
  account_id uuid not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  constraint memberships_pkey PRIMARY KEY (provider_id, account_id),
  constraint memberships_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint memberships_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint memberships_role_known CHECK (role = ANY (ARRAY['owner'::text, 'manager'::text, 'viewer'::text]))
);
CREATE INDEX memberships_of_account ON public.memberships USING btree (account_id, last_used_at);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy own on memberships as permissive for select to public
  using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
create policy tenant on memberships as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on memberships to daybook_app;

create table message_optouts (
  provider_id uuid not null,
  recipient_id uuid not null,
  kind text not null,
  created_at timestamp with time zone not null default now(),
  constraint message_optouts_pkey PRIMARY KEY (provider_id, recipient_id, kind),
  constraint message_optouts_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint message_optouts_kind_form CHECK (kind ~ '^[a-z_]{1,40}$'::text)
);
alter table message_optouts enable row level security;
alter table message_optouts force row level security;
create policy tenant on message_optouts as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on message_optouts to daybook_app;

create table message_settings (
  provider_id uuid not null,
  kind text not null,
  disabled_at timestamp with time zone,
  subject text not null default ''::text,
  opening text not null default ''::text,
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  constraint message_settings_pkey PRIMARY KEY (provider_id, kind),
  constraint message_settings_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint message_settings_kind_form CHECK (kind ~ '^[a-z_]{1,40}$'::text),
  constraint message_settings_text_length CHECK (char_length(subject) <= 150 AND char_length(opening) <= 2000),
  constraint message_settings_version_positive CHECK (version > 0)
);
alter table message_settings enable row level security;
alter table message_settings force row level security;
create policy tenant on message_settings as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on message_settings to daybook_app;

create table providers (
  id uuid not null,
  username text not null,
  name text not null,
  headline text not null default ''::text,
  about text not null default ''::text,
  email citext,
  phone text,
  photo_path text,
  time_zone text not null,
  locale text not null default 'en'::text,
  currency text not null default 'EUR'::text,
  week_starts_on smallint not null default 1,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  accent text,
  hour_cycle text,
  links jsonb not null default '[]'::jsonb,
  notice text not null default ''::text,
  shows_contact boolean not null default true,
  setup_finished_at timestamp with time zone,
  suspended_at timestamp with time zone,
  suspension_reason text not null default ''::text,
  deletes_at timestamp with time zone,
  retention_months smallint,
  holiday_country text,
  holiday_region text,
  agenda_min smallint not null default 420,
  constraint providers_pkey PRIMARY KEY (id),
  constraint providers_username_fkey FOREIGN KEY (id, username) REFERENCES usernames(provider_id, username) DEFERRABLE INITIALLY DEFERRED,
  constraint providers_about_length CHECK (char_length(about) <= 4000),
  constraint providers_accent_form CHECK (accent ~ '^#[0-9a-f]{6}$'::text),
  constraint providers_agenda_min_range CHECK (agenda_min >= 0 AND agenda_min <= 1439),
  constraint providers_contact_length CHECK (char_length(email::text) <= 254 AND char_length(phone) <= 40 AND char_length(photo_path) <= 300),
  constraint providers_currency_form CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint providers_headline_length CHECK (char_length(headline) <= 160),
  constraint providers_holiday_country_form CHECK (holiday_country ~ '^[A-Z]{2}$'::text),
  constraint providers_holiday_region_form CHECK (holiday_region ~ '^[A-Z0-9-]{1,20}$'::text),
  constraint providers_holiday_region_has_country CHECK (holiday_region IS NULL OR holiday_country IS NOT NULL),
  constraint providers_hour_cycle_known CHECK (hour_cycle = ANY (ARRAY['h12'::text, 'h23'::text])),
  constraint providers_links_list CHECK (jsonb_typeof(links) = 'array'::text AND octet_length(links::text) <= 4000),
  constraint providers_locale_form CHECK (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'::text),
  constraint providers_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 120),
  constraint providers_notice_length CHECK (char_length(notice) <= 500),
  constraint providers_retention_months_range CHECK (retention_months >= 1 AND retention_months <= 240),
  constraint providers_suspension_reason_length CHECK (char_length(suspension_reason) <= 500),
  constraint providers_time_zone_known CHECK (is_time_zone(time_zone)),
  constraint providers_version_positive CHECK (version > 0),
  constraint providers_week_starts_on_weekday CHECK (week_starts_on >= 1 AND week_starts_on <= 7)
);
alter table providers enable row level security;
alter table providers force row level security;
create policy tenant on providers as permissive for all to public
  using ((id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant insert, select, update on providers to daybook_app;

create table rate_limits (
  key text not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_pkey PRIMARY KEY (key),
  constraint rate_limits_key_length CHECK (char_length(key) <= 255)
);
CREATE INDEX rate_limits_expired ON public.rate_limits USING btree (expire);
grant delete, insert, select, update on rate_limits to daybook_app;

create table reservations (
  provider_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  service_id uuid not null,
  session_id uuid not null,
  seat smallint not null default 1,
  capacity smallint not null default 1,
  occupied tstzrange not null,
  occupied_from timestamp with time zone generated always as (lower(occupied)) stored,
  occupied_until timestamp with time zone generated always as (upper(occupied)) stored,
  constraint reservations_pkey PRIMARY KEY (provider_id, id),
  constraint reservations_booking_once UNIQUE (provider_id, booking_id),
  constraint reservations_seat_once UNIQUE (provider_id, session_id, seat),
  constraint reservations_no_overlap EXCLUDE USING gist (provider_id WITH =, occupied WITH &&, session_id WITH <>),
  constraint reservations_booking_fkey FOREIGN KEY (provider_id, booking_id) REFERENCES bookings(provider_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  constraint reservations_capacity_range CHECK (capacity >= 1 AND capacity <= 1000),
  constraint reservations_occupied_bounded CHECK (is_bounded_range(occupied)),
  constraint reservations_occupied_length CHECK ((upper(occupied) - lower(occupied)) <= '72:00:00'::interval),
  constraint reservations_seat_within_capacity CHECK (seat >= 1 AND seat <= capacity)
);
CREATE INDEX reservations_in_window ON public.reservations USING btree (provider_id, occupied_from);
alter table reservations enable row level security;
alter table reservations force row level security;
create policy tenant on reservations as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select on reservations to daybook_app;

create table schedules (
  provider_id uuid not null,
  id uuid not null,
  name text not null,
  time_zone text not null,
  is_default boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  alternates_from date,
  constraint schedules_pkey PRIMARY KEY (provider_id, id),
  constraint schedules_name_once UNIQUE (provider_id, name),
  constraint schedules_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint schedules_alternates_from_range CHECK (alternates_from >= '1970-01-01'::date AND alternates_from <= '2199-12-31'::date),
  constraint schedules_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
  constraint schedules_time_zone_known CHECK (is_time_zone(time_zone)),
  constraint schedules_version_positive CHECK (version > 0)
);
CREATE UNIQUE INDEX schedules_one_default ON public.schedules USING btree (provider_id) WHERE is_default;
alter table schedules enable row level security;
alter table schedules force row level security;
create policy tenant on schedules as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on schedules to daybook_app;

create table service_durations (
  provider_id uuid not null,
  service_id uuid not null,
  duration_min smallint not null,
  price_cents integer,
  constraint service_durations_pkey PRIMARY KEY (provider_id, service_id, duration_min),
  constraint service_durations_service_fkey FOREIGN KEY (provider_id, service_id) REFERENCES services(provider_id, id) ON DELETE CASCADE,
  constraint service_durations_price_not_negative CHECK (price_cents >= 0),
  constraint service_durations_range CHECK (duration_min >= 1 AND duration_min <= 1440)
);
alter table service_durations enable row level security;
alter table service_durations force row level security;
create policy tenant on service_durations as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on service_durations to daybook_app;

create table service_questions (
  provider_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  "position" integer not null default 0,
  label text not null,
  help text not null default ''::text,
  kind text not null,
  options text[] not null default '{}'::text[],
  is_required boolean not null default false,
  constraint service_questions_pkey PRIMARY KEY (provider_id, id),
  constraint service_questions_service_fkey FOREIGN KEY (provider_id, service_id) REFERENCES services(provider_id, id) ON DELETE CASCADE,
  constraint service_questions_kind_known CHECK (kind = ANY (ARRAY['text'::text, 'long_text'::text, 'choice'::text, 'several'::text, 'checkbox'::text, 'number'::text])),
  constraint service_questions_options_fit CHECK ((kind = ANY (ARRAY['choice'::text, 'several'::text])) = (cardinality(options) > 0) AND cardinality(options) <= 50 AND array_position(options, NULL::text) IS NULL),
  constraint service_questions_text_length CHECK (char_length(label) >= 1 AND char_length(label) <= 200 AND char_length(help) <= 400 AND char_length(array_to_string(options, ''::text)) <= 5000)
);
CREATE INDEX service_questions_in_order ON public.service_questions USING btree (provider_id, service_id, "position", id);
alter table service_questions enable row level security;
alter table service_questions force row level security;
create policy tenant on service_questions as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on service_questions to daybook_app;

create table services (
  provider_id uuid not null,
  id uuid not null,
  schedule_id uuid,
  slug text not null,
  title text not null,
  description text not null default ''::text,
  "position" integer not null default 0,
  currency text not null,
  slot_interval_min smallint,
  buffer_before_min smallint not null default 0,
  buffer_after_min smallint not null default 0,
  min_notice_min integer not null default 0,
  horizon_days smallint,
  bookable_from date,
  bookable_until date,
  limit_per_day smallint,
  limit_per_week smallint,
  capacity smallint not null default 1,
  place text not null,
  place_address text not null default ''::text,
  place_url text not null default ''::text,
  place_phone text not null default ''::text,
  phone_field text not null default 'hidden'::text,
  requires_approval boolean not null default false,
  cancel_cutoff_min integer not null default 0,
  reschedule_cutoff_min integer not null default 0,
  hidden_at timestamp with time zone,
  archived_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  reminder_min integer[] not null default '{1440}'::integer[],
  follow_up_min integer,
  constraint services_pkey PRIMARY KEY (provider_id, id),
  constraint services_slug_once UNIQUE (provider_id, slug),
  constraint services_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint services_schedule_fkey FOREIGN KEY (provider_id, schedule_id) REFERENCES schedules(provider_id, id),
  constraint services_bookable_dates_finite CHECK (isfinite(bookable_from) AND isfinite(bookable_until)),
  constraint services_bookable_dates_ordered CHECK (bookable_from <= bookable_until),
  constraint services_buffers_range CHECK (buffer_before_min >= 0 AND buffer_before_min <= 1440 AND buffer_after_min >= 0 AND buffer_after_min <= 1440),
  constraint services_capacity_range CHECK (capacity >= 1 AND capacity <= 1000),
  constraint services_currency_form CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint services_cutoffs_range CHECK (cancel_cutoff_min >= 0 AND cancel_cutoff_min <= 525600 AND reschedule_cutoff_min >= 0 AND reschedule_cutoff_min <= 525600),
  constraint services_follow_up_range CHECK (follow_up_min >= 0 AND follow_up_min <= 43200),
  constraint services_horizon_range CHECK (horizon_days >= 0 AND horizon_days <= 730),
  constraint services_limits_positive CHECK (limit_per_day > 0 AND limit_per_week > 0),
  constraint services_notice_range CHECK (min_notice_min >= 0 AND min_notice_min <= 525600),
  constraint services_phone_field_known CHECK (phone_field = ANY (ARRAY['hidden'::text, 'optional'::text, 'required'::text])),
  constraint services_place_known CHECK (place = ANY (ARRAY['in_person'::text, 'phone'::text, 'video'::text, 'customer_choice'::text])),
  constraint services_place_url_form CHECK (place_url = ''::text OR place_url ~ '^https://'::text),
  constraint services_reminders_fit CHECK (cardinality(reminder_min) <= 5 AND array_position(reminder_min, NULL::integer) IS NULL AND (5 <= ALL (reminder_min)) AND (43200 >= ALL (reminder_min))),
  constraint services_slot_interval_range CHECK (slot_interval_min >= 1 AND slot_interval_min <= 1440),
  constraint services_slug_form CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'::text),
  constraint services_slug_not_reserved CHECK (slug <> ALL (ARRAY['bookings'::text, 'new'::text, 'photo'::text, 'feed'::text, 'embed'::text])),
  constraint services_text_length CHECK (char_length(title) >= 1 AND char_length(title) <= 120 AND char_length(description) <= 4000 AND char_length(place_address) <= 300 AND char_length(place_url) <= 500 AND char_length(place_phone) <= 40),
  constraint services_version_positive CHECK (version > 0)
);
CREATE INDEX services_in_order ON public.services USING btree (provider_id, "position", id);
alter table services enable row level security;
alter table services force row level security;
create policy tenant on services as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on services to daybook_app;

create table sessions (
  id uuid not null,
  account_id uuid not null,
  method text not null,
  user_agent text not null default ''::text,
  address text,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint sessions_client_length CHECK (char_length(user_agent) <= 300 AND char_length(address) <= 45),
  constraint sessions_ends_after_start CHECK (expires_at > created_at),
  constraint sessions_method_known CHECK (method = ANY (ARRAY['password'::text, 'identity'::text, 'link'::text]))
);
CREATE INDEX sessions_expired ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_of_account ON public.sessions USING btree (account_id);
grant delete, insert, select, update on sessions to daybook_app;

create table usernames (
  username text not null,
  provider_id uuid not null,
  listed_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  closed_at timestamp with time zone,
  constraint usernames_pkey PRIMARY KEY (username),
  constraint usernames_once_per_provider UNIQUE (provider_id, username),
  constraint usernames_provider_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  constraint usernames_form CHECK (username ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'::text),
  constraint usernames_not_reserved CHECK (username <> ALL (ARRAY['about'::text, 'account'::text, 'accounts'::text, 'admin'::text, 'api'::text, 'app'::text, 'assets'::text, 'auth'::text, 'billing'::text, 'blog'::text, 'book'::text, 'booking'::text, 'bookings'::text, 'build'::text, 'calendar'::text, 'contact'::text, 'dashboard'::text, 'daybook'::text, 'demo'::text, 'dev'::text, 'docs'::text, 'embed'::text, 'events'::text, 'favicon'::text, 'feed'::text, 'feeds'::text, 'fonts'::text, 'healthz'::text, 'help'::text, 'home'::text, 'index'::text, 'invite'::text, 'legal'::text, 'login'::text, 'logout'::text, 'mail'::text, 'me'::text, 'metrics'::text, 'new'::text, 'null'::text, 'oauth'::text, 'operator'::text, 'owner'::text, 'pricing'::text, 'privacy'::text, 'provider'::text, 'providers'::text, 'public'::text, 'readyz'::text, 'register'::text, 'robots'::text, 'root'::text, 'search'::text, 'security'::text, 'settings'::text, 'sign-in'::text, 'sign-out'::text, 'sign-up'::text, 'signin'::text, 'signout'::text, 'signup'::text, 'sitemap'::text, 'staff'::text, 'static'::text, 'status'::text, 'support'::text, 'system'::text, 'team'::text, 'teams'::text, 'terms'::text, 'undefined'::text, 'user'::text, 'users'::text, 'webhooks'::text, 'well-known'::text, 'www'::text, 'zone'::text]))
);
CREATE INDEX usernames_listed ON public.usernames USING btree (username) WHERE (listed_at IS NOT NULL);
alter table usernames enable row level security;
alter table usernames force row level security;
create policy directory on usernames as permissive for select to public
  using (true);
create policy tenant on usernames as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant insert, select, update on usernames to daybook_app;

create table verification_tokens (
  id uuid not null,
  purpose text not null,
  email citext not null,
  account_id uuid,
  token_hash bytea not null,
  details jsonb not null default '{}'::jsonb,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint verification_tokens_pkey PRIMARY KEY (id),
  constraint verification_tokens_hash_once UNIQUE (token_hash),
  constraint verification_tokens_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint verification_tokens_details_object CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 4000),
  constraint verification_tokens_email_length CHECK (char_length(email::text) >= 3 AND char_length(email::text) <= 254),
  constraint verification_tokens_hash_length CHECK (octet_length(token_hash) = 32),
  constraint verification_tokens_purpose_known CHECK (purpose = ANY (ARRAY['sign_up'::text, 'password_reset'::text, 'email_change'::text, 'account_restore'::text]))
);
CREATE INDEX verification_tokens_expired ON public.verification_tokens USING btree (expires_at);
CREATE INDEX verification_tokens_of_account ON public.verification_tokens USING btree (account_id);
grant delete, insert, select, update on verification_tokens to daybook_app;

create table weekly_hours (
  provider_id uuid not null,
  schedule_id uuid not null,
  weekday smallint not null,
  starts_min smallint not null,
  ends_min smallint not null,
  week smallint not null default 0,
  constraint weekly_hours_pkey PRIMARY KEY (provider_id, schedule_id, week, weekday, starts_min),
  constraint weekly_hours_no_overlap EXCLUDE USING gist (provider_id WITH =, schedule_id WITH =, week WITH =, weekday WITH =, int4range(starts_min::integer, ends_min::integer) WITH &&),
  constraint weekly_hours_schedule_fkey FOREIGN KEY (provider_id, schedule_id) REFERENCES schedules(provider_id, id) ON DELETE CASCADE,
  constraint weekly_hours_week_known CHECK (week >= 0 AND week <= 2),
  constraint weekly_hours_weekday_iso CHECK (weekday >= 1 AND weekday <= 7),
  constraint weekly_hours_within_day CHECK (0 <= starts_min AND starts_min < ends_min AND ends_min <= 1440)
);
alter table weekly_hours enable row level security;
alter table weekly_hours force row level security;
create policy tenant on weekly_hours as permissive for all to public
  using ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid))
  with check ((provider_id = (NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on weekly_hours to daybook_app;

create table worker_heartbeats (
  worker_id text not null,
  started_at timestamp with time zone not null default now(),
  beat_at timestamp with time zone not null default now(),
  fresh_until timestamp with time zone not null,
  constraint worker_heartbeats_pkey PRIMARY KEY (worker_id),
  constraint worker_heartbeats_fresh_after_beat CHECK (fresh_until > beat_at),
  constraint worker_heartbeats_id_length CHECK (char_length(worker_id) >= 1 AND char_length(worker_id) <= 100)
);
grant select on worker_heartbeats to daybook_app;

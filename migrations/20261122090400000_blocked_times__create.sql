-- Up Migration
-- Time off and other absences, as instants. Without a schedule the whole provider is away.
create table blocked_times (
  provider_id uuid not null,
  id          uuid not null,
  schedule_id uuid,
  during      tstzrange not null,
  starts_at   timestamptz generated always as (lower(during)) stored,
  ends_at     timestamptz generated always as (upper(during)) stored,
  reason      text not null default '',
  created_at  timestamptz not null default now(),
  constraint blocked_times_pkey primary key (provider_id, id),
  constraint blocked_times_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint blocked_times_schedule_fkey foreign key (provider_id, schedule_id)
    references schedules (provider_id, id) on delete cascade,
  constraint blocked_times_during_bounded check (is_bounded_range(during)),
  constraint blocked_times_reason_length check (char_length(reason) <= 200)
);
-- By its end, because a window asks for what is not over yet; columns and not &&, see reservations.
create index blocked_times_in_window on blocked_times (provider_id, ends_at);
call protect_tenant_table('blocked_times');
grant select, insert, update, delete on blocked_times to daybook_app;

-- Down Migration
drop table blocked_times;

-- Up Migration
-- Calendars elsewhere whose busy times count here. Their addresses are secrets: whoever has one reads the calendar. So
-- only the sealed form is kept (AES-256-GCM under a key made from APP_SECRET), beside what a page may show of it.
-- turn: the one job that may fetch this source next carries the same number; jobs with another one end quietly.
create table calendar_sources (
  provider_id    uuid not null,
  id             uuid not null,
  name           text not null,
  sealed_address text not null,
  host           text not null,
  ending         text not null,
  etag           text,
  last_modified  text,
  body_hash      bytea,
  -- How the body was read, beside its content: another zone of the provider's gives other busy times.
  read_as        text not null default '',
  read_at        timestamptz,
  fetched_at     timestamptz,
  ok_at          timestamptz,
  failing_since  timestamptz,
  failures       integer not null default 0,
  failure        text not null default '',
  told_at        timestamptz,
  events         integer not null default 0,
  warnings       jsonb not null default '[]',
  next_fetch_at  timestamptz not null,
  turn           integer not null default 1,
  version        integer not null default 1,
  created_at     timestamptz not null,
  constraint calendar_sources_pkey primary key (provider_id, id),
  constraint calendar_sources_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint calendar_sources_name_length check (char_length(name) between 1 and 60),
  constraint calendar_sources_sealed_address_length check (char_length(sealed_address) between 1 and 4000),
  constraint calendar_sources_host_length check (char_length(host) between 1 and 260),
  constraint calendar_sources_ending_length check (char_length(ending) <= 4),
  constraint calendar_sources_etag_length check (char_length(etag) <= 500),
  constraint calendar_sources_last_modified_length check (char_length(last_modified) <= 100),
  constraint calendar_sources_read_as_length check (char_length(read_as) <= 100),
  constraint calendar_sources_failure_length check (char_length(failure) <= 300),
  constraint calendar_sources_failing_together check ((failing_since is null) = (failure = '')),
  constraint calendar_sources_counts_positive check (failures >= 0 and events >= 0 and turn > 0 and version > 0),
  constraint calendar_sources_warnings_list check (jsonb_typeof(warnings) = 'array')
);
call protect_tenant_table('calendar_sources');
grant select, insert, update, delete on calendar_sources to daybook_app;

-- When those calendars say "busy": instants, merged within each source. None is longer than a week (longer ones are
-- cut), so that a window of days is one short range of the index, however much else there is.
create table external_busy_times (
  provider_id uuid not null,
  source_id   uuid not null,
  during      tstzrange not null,
  starts_at   timestamptz generated always as (lower(during)) stored,
  ends_at     timestamptz generated always as (upper(during)) stored,
  constraint external_busy_times_pkey primary key (provider_id, source_id, starts_at),
  constraint external_busy_times_source_fkey foreign key (provider_id, source_id)
    references calendar_sources (provider_id, id) on delete cascade,
  constraint external_busy_times_during_bounded check (is_bounded_range(during)),
  constraint external_busy_times_during_length check (extract(epoch from upper(during) - lower(during)) <= 604800)
);
create index external_busy_times_in_window on external_busy_times (provider_id, starts_at, ends_at) include (source_id);
call protect_tenant_table('external_busy_times');
grant select, insert, update, delete on external_busy_times to daybook_app;

-- Down Migration
drop table external_busy_times;
drop table calendar_sources;

-- Up Migration
-- Wall-clock hours in an IANA zone. A provider may have several; one is the default; a service may use its own.
create table schedules (
  provider_id uuid not null,
  id          uuid not null,
  name        text not null,
  time_zone   text not null,
  is_default  boolean not null default false,
  version     integer not null default 1,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  constraint schedules_pkey primary key (provider_id, id),
  constraint schedules_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint schedules_name_once unique (provider_id, name),
  constraint schedules_name_length check (char_length(name) between 1 and 80),
  constraint schedules_time_zone_known check (is_time_zone(time_zone)),
  constraint schedules_version_positive check (version > 0)
);
create unique index schedules_one_default on schedules (provider_id) where is_default;
call protect_tenant_table('schedules');

-- Minutes of the wall clock from midnight, [starts_min, ends_min); 1440 is 24:00. A night shift is two rows.
create table weekly_hours (
  provider_id uuid not null,
  schedule_id uuid not null,
  weekday     smallint not null,
  starts_min  smallint not null,
  ends_min    smallint not null,
  constraint weekly_hours_pkey primary key (provider_id, schedule_id, weekday, starts_min),
  constraint weekly_hours_schedule_fkey foreign key (provider_id, schedule_id)
    references schedules (provider_id, id) on delete cascade,
  constraint weekly_hours_weekday_iso check (weekday between 1 and 7),
  constraint weekly_hours_within_day check (0 <= starts_min and starts_min < ends_min and ends_min <= 1440),
  constraint weekly_hours_no_overlap exclude using gist (
    provider_id with =, schedule_id with =, weekday with =, int4range(starts_min, ends_min) with &&)
);
call protect_tenant_table('weekly_hours');

-- A date's own hours, in place of the weekday's; one row without times closes the date, so it excludes all others.
create table date_overrides (
  provider_id uuid not null,
  schedule_id uuid not null,
  id          uuid not null,
  date        date not null,
  starts_min  smallint,
  ends_min    smallint,
  note        text not null default '',
  constraint date_overrides_pkey primary key (provider_id, id),
  constraint date_overrides_schedule_fkey foreign key (provider_id, schedule_id)
    references schedules (provider_id, id) on delete cascade,
  constraint date_overrides_within_day check (
    (starts_min is null and ends_min is null)
    or (starts_min is not null and ends_min is not null and 0 <= starts_min and starts_min < ends_min and ends_min <= 1440)),
  constraint date_overrides_date_range check (date between date '1970-01-01' and date '2199-12-31'),
  constraint date_overrides_note_length check (char_length(note) <= 200),
  constraint date_overrides_no_overlap exclude using gist (
    provider_id with =, schedule_id with =, date with =,
    int4range(coalesce(starts_min, 0), coalesce(ends_min, 1440)) with &&)
);
-- A window's overrides of one schedule: the exclusion index is by equality on date, this one by range.
create index date_overrides_by_date on date_overrides (provider_id, schedule_id, date);
call protect_tenant_table('date_overrides');

grant select, insert, update, delete on schedules, weekly_hours, date_overrides to daybook_app;

-- Down Migration
drop table date_overrides;
drop table weekly_hours;
drop table schedules;

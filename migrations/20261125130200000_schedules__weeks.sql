-- Up Migration
-- Alternating weeks: with alternates_from (a date in an A week, of the schedule's own calendar) the hours of week 1 count
-- in A weeks and those of week 2 in B weeks, turn about, before that date too. Hours of week 0 count in every week.
alter table schedules
  add column alternates_from date,
  add constraint schedules_alternates_from_range check (alternates_from between '1970-01-01' and '2199-12-31');
alter table weekly_hours
  add column week smallint not null default 0,
  add constraint weekly_hours_week_known check (week between 0 and 2),
  drop constraint weekly_hours_pkey,
  drop constraint weekly_hours_no_overlap,
  add constraint weekly_hours_pkey primary key (provider_id, schedule_id, week, weekday, starts_min),
  add constraint weekly_hours_no_overlap exclude using gist
    (provider_id with =, schedule_id with =, week with =, weekday with =, int4range(starts_min, ends_min) with &&);

-- Down Migration
-- One week is left: the A week's hours, where they alternate.
alter table weekly_hours no force row level security;
delete from weekly_hours where week = 2;
alter table weekly_hours force row level security;
alter table weekly_hours
  drop constraint weekly_hours_pkey,
  drop constraint weekly_hours_no_overlap,
  drop constraint weekly_hours_week_known,
  drop column week,
  add constraint weekly_hours_pkey primary key (provider_id, schedule_id, weekday, starts_min),
  add constraint weekly_hours_no_overlap exclude using gist
    (provider_id with =, schedule_id with =, weekday with =, int4range(starts_min, ends_min) with &&);
alter table schedules
  drop constraint schedules_alternates_from_range,
  drop column alternates_from;

-- Up Migration
-- Out of office: what the public page says while this absence lasts. The reason beside it stays in the house.
alter table blocked_times
  add column public_text text not null default '',
  add column version     integer not null default 1,
  add constraint blocked_times_public_text_length check (char_length(public_text) <= 500),
  add constraint blocked_times_version_positive check (version > 0);

-- Down Migration
alter table blocked_times
  drop constraint blocked_times_version_positive,
  drop constraint blocked_times_public_text_length,
  drop column version,
  drop column public_text;

-- Up Migration
-- What a provider says in their own words, and what they do not send. A kind without a row is as Daybook has it.
create table message_settings (
  provider_id uuid not null,
  kind        text not null,
  disabled_at timestamptz,
  -- Empty: Daybook's own words.
  subject     text not null default '',
  opening     text not null default '',
  version     integer not null default 1,
  updated_at  timestamptz not null default now(),
  constraint message_settings_pkey primary key (provider_id, kind),
  constraint message_settings_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint message_settings_kind_form check (kind ~ '^[a-z_]{1,40}$'),
  constraint message_settings_text_length check (char_length(subject) <= 150 and char_length(opening) <= 2000),
  constraint message_settings_version_positive check (version > 0)
);
call protect_tenant_table('message_settings');

-- Who does not want to hear something: a customer (follow-ups), a member (notices, the morning's agenda).
create table message_optouts (
  provider_id  uuid not null,
  -- A customer's or an account's id; those who are gone have no mail to be kept from.
  recipient_id uuid not null,
  kind         text not null,
  created_at   timestamptz not null default now(),
  constraint message_optouts_pkey primary key (provider_id, recipient_id, kind),
  constraint message_optouts_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint message_optouts_kind_form check (kind ~ '^[a-z_]{1,40}$')
);
call protect_tenant_table('message_optouts');
grant select, insert, update, delete on message_settings, message_optouts to daybook_app;

-- Constant defaults: no table is rewritten.
alter table providers add column agenda_min smallint not null default 420;
alter table providers add constraint providers_agenda_min_range check (agenda_min between 0 and 1439) not valid;
alter table providers validate constraint providers_agenda_min_range;
alter table services
  -- Minutes before the start, elapsed; the longest first.
  add column reminder_min  integer[] not null default '{1440}',
  -- Minutes after the end; null: none.
  add column follow_up_min integer;
alter table services
  add constraint services_reminders_fit check (
    cardinality(reminder_min) <= 5 and array_position(reminder_min, null) is null
    and 5 <= all (reminder_min) and 43200 >= all (reminder_min)) not valid,
  add constraint services_follow_up_range check (follow_up_min between 0 and 43200) not valid;
alter table services validate constraint services_reminders_fit;
alter table services validate constraint services_follow_up_range;

-- Down Migration
alter table services drop column follow_up_min, drop column reminder_min;
alter table providers drop column agenda_min;
drop table message_optouts;
drop table message_settings;

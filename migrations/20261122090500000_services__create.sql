-- Up Migration
-- What can be booked, and by which rules. Minutes are elapsed minutes; dates are the provider's.
create table services (
  provider_id           uuid not null,
  id                    uuid not null,
  schedule_id           uuid,
  slug                  text not null,
  title                 text not null,
  description           text not null default '',
  position              integer not null default 0,
  currency              text not null,
  slot_interval_min     smallint,
  buffer_before_min     smallint not null default 0,
  buffer_after_min      smallint not null default 0,
  min_notice_min        integer not null default 0,
  horizon_days          smallint,
  bookable_from         date,
  bookable_until        date,
  limit_per_day         smallint,
  limit_per_week        smallint,
  capacity              smallint not null default 1,
  place                 text not null,
  place_address         text not null default '',
  place_url             text not null default '',
  place_phone           text not null default '',
  phone_field           text not null default 'hidden',
  requires_approval     boolean not null default false,
  cancel_cutoff_min     integer not null default 0,
  reschedule_cutoff_min integer not null default 0,
  hidden_at             timestamptz,
  archived_at           timestamptz,
  version               integer not null default 1,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  constraint services_pkey primary key (provider_id, id),
  constraint services_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint services_schedule_fkey foreign key (provider_id, schedule_id) references schedules (provider_id, id),
  constraint services_slug_once unique (provider_id, slug),
  constraint services_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  constraint services_slug_not_reserved check (slug not in ('bookings', 'new', 'photo', 'feed', 'embed')),
  constraint services_text_length check (
    char_length(title) between 1 and 120 and char_length(description) <= 4000 and char_length(place_address) <= 300
    and char_length(place_url) <= 500 and char_length(place_phone) <= 40),
  constraint services_currency_form check (currency ~ '^[A-Z]{3}$'),
  constraint services_slot_interval_range check (slot_interval_min between 1 and 1440),
  constraint services_buffers_range check (
    buffer_before_min between 0 and 1440 and buffer_after_min between 0 and 1440),
  constraint services_notice_range check (min_notice_min between 0 and 525600),
  constraint services_horizon_range check (horizon_days between 0 and 730),
  constraint services_bookable_dates_ordered check (bookable_from <= bookable_until),
  constraint services_bookable_dates_finite check (isfinite(bookable_from) and isfinite(bookable_until)),
  constraint services_limits_positive check (limit_per_day > 0 and limit_per_week > 0),
  constraint services_capacity_range check (capacity between 1 and 1000),
  constraint services_place_known check (place in ('in_person', 'phone', 'video', 'customer_choice')),
  constraint services_place_url_form check (place_url = '' or place_url ~ '^https://'),
  constraint services_phone_field_known check (phone_field in ('hidden', 'optional', 'required')),
  constraint services_cutoffs_range check (
    cancel_cutoff_min between 0 and 525600 and reschedule_cutoff_min between 0 and 525600),
  constraint services_version_positive check (version > 0)
);
create index services_in_order on services (provider_id, position, id);
call protect_tenant_table('services');

-- The lengths to choose from, each with its price; the shortest is proposed first.
create table service_durations (
  provider_id  uuid not null,
  service_id   uuid not null,
  duration_min smallint not null,
  price_cents  integer,
  constraint service_durations_pkey primary key (provider_id, service_id, duration_min),
  constraint service_durations_service_fkey foreign key (provider_id, service_id)
    references services (provider_id, id) on delete cascade,
  constraint service_durations_range check (duration_min between 1 and 1440),
  constraint service_durations_price_not_negative check (price_cents >= 0)
);
call protect_tenant_table('service_durations');

create table service_questions (
  provider_id uuid not null,
  id          uuid not null,
  service_id  uuid not null,
  position    integer not null default 0,
  label       text not null,
  help        text not null default '',
  kind        text not null,
  options     text[] not null default '{}',
  is_required boolean not null default false,
  constraint service_questions_pkey primary key (provider_id, id),
  constraint service_questions_service_fkey foreign key (provider_id, service_id)
    references services (provider_id, id) on delete cascade,
  constraint service_questions_kind_known check (
    kind in ('text', 'long_text', 'choice', 'several', 'checkbox', 'number')),
  constraint service_questions_options_fit check (
    (kind in ('choice', 'several')) = (cardinality(options) > 0) and cardinality(options) <= 50
    and array_position(options, null) is null),
  constraint service_questions_text_length check (
    char_length(label) between 1 and 200 and char_length(help) <= 400 and char_length(array_to_string(options, '')) <= 5000)
);
create index service_questions_in_order on service_questions (provider_id, service_id, position, id);
call protect_tenant_table('service_questions');

grant select, insert, update, delete on services, service_durations, service_questions to daybook_app;

-- Down Migration
drop table service_questions;
drop table service_durations;
drop table services;

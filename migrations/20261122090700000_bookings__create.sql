-- Up Migration
-- A person's booking. Its id and its link never change; what was promised is copied from the service.
create table bookings (
  provider_id        uuid not null,
  id                 uuid not null,
  service_id         uuid not null,
  customer_id        uuid not null,
  during             tstzrange not null,
  status             text not null,
  held_until         timestamptz,
  confirmed_at       timestamptz,
  cancelled_at       timestamptz,
  cancelled_by       text,
  declined_at        timestamptz,
  expired_at         timestamptz,
  end_reason         text not null default '',
  version            integer not null default 1,
  idempotency_key    text not null,
  request_hash       bytea not null,
  manage_token_hash  bytea not null,
  customer_name      text not null,
  customer_phone     text,
  customer_time_zone text not null,
  customer_locale    text not null default 'en',
  note               text not null default '',
  answers            jsonb not null default '[]',
  service_title      text not null,
  price_cents        integer,
  currency           text not null,
  place              text not null,
  place_detail       text not null default '',
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint bookings_pkey primary key (provider_id, id),
  constraint bookings_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint bookings_service_fkey foreign key (provider_id, service_id) references services (provider_id, id),
  constraint bookings_customer_fkey foreign key (provider_id, customer_id) references customers (provider_id, id),
  constraint bookings_idempotency_once unique (provider_id, idempotency_key),
  constraint bookings_manage_token_once unique (provider_id, manage_token_hash),
  constraint bookings_during_bounded check (is_bounded_range(during)),
  constraint bookings_status_known check (
    status in ('held', 'pending', 'confirmed', 'cancelled', 'declined', 'expired')),
  constraint bookings_held_has_end check (status <> 'held' or held_until is not null),
  constraint bookings_confirmed_has_time check (status <> 'confirmed' or confirmed_at is not null),
  constraint bookings_cancelled_has_time check (
    (status = 'cancelled') = (cancelled_at is not null) and (status = 'cancelled') = (cancelled_by is not null)),
  constraint bookings_cancelled_by_known check (cancelled_by in ('customer', 'provider', 'system')),
  constraint bookings_declined_has_time check ((status = 'declined') = (declined_at is not null)),
  constraint bookings_expired_has_time check ((status = 'expired') = (expired_at is not null)),
  constraint bookings_version_positive check (version > 0),
  constraint bookings_idempotency_key_length check (char_length(idempotency_key) between 8 and 100),
  constraint bookings_hashes_sha256 check (octet_length(request_hash) = 32 and octet_length(manage_token_hash) = 32),
  constraint bookings_customer_time_zone_known check (is_time_zone(customer_time_zone)),
  constraint bookings_text_length check (
    char_length(customer_name) between 1 and 120 and char_length(customer_phone) <= 40 and char_length(note) <= 2000
    and char_length(end_reason) <= 500 and char_length(service_title) <= 200 and char_length(place_detail) <= 500
    and octet_length(answers::text) <= 60000),
  constraint bookings_answers_list check (jsonb_typeof(answers) = 'array'),
  constraint bookings_price_not_negative check (price_cents >= 0),
  constraint bookings_currency_form check (currency ~ '^[A-Z]{3}$'),
  constraint bookings_place_known check (place in ('in_person', 'phone', 'video')),
  constraint bookings_locale_form check (customer_locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$')
);
-- What waits for the provider's approval, the next to take place first.
create index bookings_pending on bookings (provider_id, lower(during), id) where status = 'pending';
create index bookings_of_service on bookings (provider_id, service_id);
create index bookings_of_customer on bookings (provider_id, customer_id);
call protect_tenant_table('bookings');
grant select, insert, update on bookings to daybook_app;

-- Down Migration
drop table bookings;

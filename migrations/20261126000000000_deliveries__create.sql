-- Up Migration
-- What was sent, to whom, about which version of what: the truth of it, so that a job that runs twice finds it.
-- No address stands here: who is meant is looked up when it is sent, and is gone when they are erased.
create table deliveries (
  provider_id     uuid not null,
  id              uuid not null,
  kind            text not null,
  -- "<what it is about>.<version>.<kind>[.<which>]": the same message is written once, whatever runs twice.
  once            text not null,
  booking_id      uuid,
  booking_version integer,
  -- The member it goes to; for 'customer' nobody.
  recipient       text not null,
  account_id      uuid,
  details         jsonb not null default '{}',
  due_at          timestamptz not null,
  state           text not null default 'queued',
  tries           smallint not null default 0,
  -- What the mail server said, or why nothing was sent.
  answer          text not null default '',
  tried_at        timestamptz,
  ended_at        timestamptz,
  created_at      timestamptz not null,
  constraint deliveries_pkey primary key (provider_id, id),
  constraint deliveries_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint deliveries_booking_fkey foreign key (provider_id, booking_id)
    references bookings (provider_id, id) on delete cascade,
  constraint deliveries_account_fkey foreign key (account_id) references accounts (id) on delete set null,
  constraint deliveries_once unique (provider_id, once),
  constraint deliveries_kind_form check (kind ~ '^[a-z_]{1,40}$'),
  constraint deliveries_once_length check (char_length(once) between 1 and 160),
  constraint deliveries_recipient_known check (recipient in ('customer', 'member', 'invited')),
  constraint deliveries_booking_has_version check ((booking_id is null) = (booking_version is null)),
  constraint deliveries_details_object check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 2000),
  constraint deliveries_state_known check (state in ('queued', 'sending', 'sent', 'void', 'refused', 'dead')),
  constraint deliveries_tries_not_negative check (tries >= 0),
  constraint deliveries_answer_length check (char_length(answer) <= 500),
  constraint deliveries_ended_has_time check ((state in ('queued', 'sending')) = (ended_at is null))
);
create index deliveries_of_booking on deliveries (provider_id, booking_id, due_at);
create index deliveries_troubled on deliveries (provider_id, ended_at) where state in ('refused', 'dead');
create index deliveries_ended on deliveries (provider_id, ended_at) where ended_at is not null;
create index deliveries_of_account on deliveries (account_id) where account_id is not null;
call protect_tenant_table('deliveries');
grant select, insert, update, delete on deliveries to daybook_app;

-- The same for what people are told about their accounts, which no provider has.
create table account_deliveries (
  id         uuid not null,
  kind       text not null,
  once       text not null,
  account_id uuid,
  details    jsonb not null default '{}',
  due_at     timestamptz not null,
  state      text not null default 'queued',
  tries      smallint not null default 0,
  answer     text not null default '',
  tried_at   timestamptz,
  ended_at   timestamptz,
  created_at timestamptz not null,
  constraint account_deliveries_pkey primary key (id),
  constraint account_deliveries_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint account_deliveries_once unique (once),
  constraint account_deliveries_kind_form check (kind ~ '^[a-z_]{1,40}$'),
  constraint account_deliveries_once_length check (char_length(once) between 1 and 160),
  constraint account_deliveries_details_object check (
    jsonb_typeof(details) = 'object' and octet_length(details::text) <= 2000),
  constraint account_deliveries_state_known check (state in ('queued', 'sending', 'sent', 'void', 'refused', 'dead')),
  constraint account_deliveries_tries_not_negative check (tries >= 0),
  constraint account_deliveries_answer_length check (char_length(answer) <= 500),
  constraint account_deliveries_ended_has_time check ((state in ('queued', 'sending')) = (ended_at is null))
);
create index account_deliveries_troubled on account_deliveries (ended_at) where state in ('refused', 'dead');
create index account_deliveries_ended on account_deliveries (ended_at) where ended_at is not null;
create index account_deliveries_of_account on account_deliveries (account_id) where account_id is not null;
grant select, insert, update, delete on account_deliveries to daybook_app;

-- Down Migration
drop table account_deliveries;
drop table deliveries;

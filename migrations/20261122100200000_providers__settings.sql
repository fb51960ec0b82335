-- Up Migration
-- Settings of "Sign in". Every column has a constant default, so no table is rewritten and no lock lasts.
alter table providers
  add column accent            text,
  add column hour_cycle        text,
  add column links             jsonb not null default '[]',
  add column notice            text not null default '',
  -- Whether phone and e-mail stand on the public page; who has booked sees them always.
  add column shows_contact     boolean not null default true,
  -- Null until the three forms of the start are done. Providers of before are done.
  add column setup_finished_at timestamptz default now(),
  add column suspended_at      timestamptz,
  add column suspension_reason text not null default '',
  -- The end of the grace period after "delete"; the page is closed from the start of it.
  add column deletes_at        timestamptz;
alter table providers alter column setup_finished_at drop default;
alter table providers
  add constraint providers_accent_form check (accent ~ '^#[0-9a-f]{6}$') not valid,
  add constraint providers_hour_cycle_known check (hour_cycle in ('h12', 'h23')) not valid,
  add constraint providers_links_list check (jsonb_typeof(links) = 'array' and octet_length(links::text) <= 4000) not valid,
  add constraint providers_notice_length check (char_length(notice) <= 500) not valid,
  add constraint providers_suspension_reason_length check (char_length(suspension_reason) <= 500) not valid;
-- Validated apart: it reads the table but locks nobody out.
alter table providers validate constraint providers_accent_form;
alter table providers validate constraint providers_hour_cycle_known;
alter table providers validate constraint providers_links_list;
alter table providers validate constraint providers_notice_length;
alter table providers validate constraint providers_suspension_reason_length;

-- A closed page (suspended, or about to be deleted) is in no list; reading lists must not need every provider's row.
alter table usernames add column closed_at timestamptz;

-- The history says who (an account, if one was signed in) and from where.
alter table audit_events add column account_id uuid, add column address text;
alter table audit_events
  add constraint audit_events_account_fkey foreign key (account_id) references accounts (id) on delete set null not valid,
  add constraint audit_events_address_length check (char_length(address) <= 45) not valid;
alter table audit_events validate constraint audit_events_account_fkey;
alter table audit_events validate constraint audit_events_address_length;
create index audit_events_of_account on audit_events (account_id) where account_id is not null;

-- Down Migration
drop index audit_events_of_account;
alter table audit_events drop column address, drop column account_id;
alter table usernames drop column closed_at;
alter table providers
  drop column deletes_at, drop column suspension_reason, drop column suspended_at, drop column setup_finished_at,
  drop column shows_contact, drop column notice, drop column links, drop column hour_cycle, drop column accent;

-- Up Migration
-- What a provider knows of their customers. The keys are what one searches by the beginning of: comparisons of texts in
-- "C" are leakproof, so an index answers them under row-level security (LIKE, citext and arrays are not). phone_key is
-- the digits from the last to the first: who types +49 30 123 and who types 030 123 mean the same end.
-- For operators: generated columns rewrite the table under a lock; about 4 s for each million customers.
alter table customers
  add column note          text not null default '',
  add column blocked_at    timestamptz,
  add column erased_at     timestamptz,
  add column name_key      text collate "C" generated always as (lower(name)) stored,
  add column last_name_key text collate "C" generated always as (lower(substring(name from '\S+$'))) stored,
  add column email_key     text collate "C" generated always as (lower(email::text)) stored,
  add column phone_key     text collate "C" generated always as (reverse(regexp_replace(phone, '\D', '', 'g'))) stored,
  add constraint customers_note_length check (char_length(note) <= 4000);
create index customers_by_name on customers (provider_id, name_key, id);
create index customers_by_last_name on customers (provider_id, last_name_key, id);
create index customers_by_email on customers (provider_id, email_key);
create index customers_by_phone on customers (provider_id, phone_key) where phone_key is not null;

create table customer_tags (
  provider_id uuid not null,
  customer_id uuid not null,
  tag         text collate "C" not null,
  constraint customer_tags_pkey primary key (provider_id, customer_id, tag),
  constraint customer_tags_customer_fkey foreign key (provider_id, customer_id)
    references customers (provider_id, id) on delete cascade,
  constraint customer_tags_tag_length check (char_length(tag) between 1 and 40)
);
create index customer_tags_by_tag on customer_tags (provider_id, tag, customer_id);
call protect_tenant_table('customer_tags');
grant select, insert, update, delete on customer_tags to daybook_app;

-- Months after the last visit, when a customer's data are erased by themselves; null: never.
alter table providers
  add column retention_months smallint,
  add constraint providers_retention_months_range check (retention_months between 1 and 240);

-- Down Migration
alter table providers
  drop constraint providers_retention_months_range,
  drop column retention_months;
drop table customer_tags;
drop index customers_by_phone;
drop index customers_by_email;
drop index customers_by_last_name;
drop index customers_by_name;
alter table customers
  drop constraint customers_note_length,
  drop column phone_key,
  drop column email_key,
  drop column last_name_key,
  drop column name_key,
  drop column erased_at,
  drop column blocked_at,
  drop column note;

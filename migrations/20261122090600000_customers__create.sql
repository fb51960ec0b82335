-- Up Migration
-- One person in one provider's book. The same e-mail address at two providers is two customers, who never meet.
create table customers (
  provider_id uuid not null,
  id          uuid not null,
  email       citext not null,
  name        text not null,
  phone       text,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  version     integer not null default 1,
  constraint customers_pkey primary key (provider_id, id),
  constraint customers_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint customers_email_once unique (provider_id, email),
  constraint customers_email_length check (char_length(email) between 3 and 254),
  constraint customers_name_length check (char_length(name) between 1 and 120),
  constraint customers_phone_length check (char_length(phone) <= 40),
  constraint customers_version_positive check (version > 0)
);
call protect_tenant_table('customers');
grant select, insert, update, delete on customers to daybook_app;

-- Down Migration
drop table customers;

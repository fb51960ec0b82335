-- Up Migration
-- Public holidays that a provider switched on: a closed date for each schedule that has no override of its own on it.
-- kept_open_at: this one was taken out by hand, and stays out when the list is made anew for another year.
create table holidays (
  provider_id  uuid not null,
  date         date not null,
  name         text not null,
  kept_open_at timestamptz,
  constraint holidays_pkey primary key (provider_id, date),
  constraint holidays_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint holidays_date_range check (date between '1970-01-01' and '2199-12-31'),
  constraint holidays_name_length check (char_length(name) between 1 and 200)
);
call protect_tenant_table('holidays');
grant select, insert, update, delete on holidays to daybook_app;

alter table providers
  add column holiday_country text,
  add column holiday_region  text,
  add constraint providers_holiday_country_form check (holiday_country ~ '^[A-Z]{2}$'),
  add constraint providers_holiday_region_form check (holiday_region ~ '^[A-Z0-9-]{1,20}$'),
  add constraint providers_holiday_region_has_country check (holiday_region is null or holiday_country is not null);

-- Down Migration
alter table providers
  drop constraint providers_holiday_region_has_country,
  drop constraint providers_holiday_region_form,
  drop constraint providers_holiday_country_form,
  drop column holiday_region,
  drop column holiday_country;
drop table holidays;

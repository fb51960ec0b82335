-- Up Migration
-- The provider is the tenant: its id is the first column of every key below.
create table providers (
  id             uuid not null,
  username       text not null,
  name           text not null,
  headline       text not null default '',
  about          text not null default '',
  email          citext,
  phone          text,
  photo_path     text,
  time_zone      text not null,
  locale         text not null default 'en',
  currency       text not null default 'EUR',
  week_starts_on smallint not null default 1,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint providers_pkey primary key (id),
  constraint providers_name_length check (char_length(name) between 1 and 120),
  constraint providers_headline_length check (char_length(headline) <= 160),
  constraint providers_about_length check (char_length(about) <= 4000),
  constraint providers_contact_length check (char_length(email) <= 254 and char_length(phone) <= 40 and char_length(photo_path) <= 300),
  constraint providers_time_zone_known check (is_time_zone(time_zone)),
  constraint providers_locale_form check (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  constraint providers_currency_form check (currency ~ '^[A-Z]{3}$'),
  constraint providers_week_starts_on_weekday check (week_starts_on between 1 and 7),
  constraint providers_version_positive check (version > 0)
);

-- The directory: the one table that is read before the tenant is known, because every URL names its tenant by
-- username. It holds nothing that the address bar does not. A provider's former names stay and lead on.
create table usernames (
  username    text not null,
  provider_id uuid not null,
  listed_at   timestamptz,
  created_at  timestamptz not null default now(),
  constraint usernames_pkey primary key (username),
  constraint usernames_once_per_provider unique (provider_id, username),
  constraint usernames_provider_fkey foreign key (provider_id) references providers (id) on delete cascade
    deferrable initially deferred,
  constraint usernames_form check (username ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  constraint usernames_not_reserved check (username not in (
    'about', 'account', 'accounts', 'admin', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'book', 'booking',
    'bookings', 'build', 'calendar', 'contact', 'dashboard', 'daybook', 'demo', 'dev', 'docs', 'embed', 'events',
    'favicon', 'feed', 'feeds', 'fonts', 'healthz', 'help', 'home', 'index', 'invite', 'legal', 'login', 'logout',
    'mail', 'me', 'metrics', 'new', 'null', 'oauth', 'operator', 'owner', 'pricing', 'privacy', 'provider',
    'providers', 'public', 'readyz', 'register', 'robots', 'root', 'search', 'security', 'settings', 'sign-in',
    'sign-out', 'sign-up', 'signin', 'signout', 'signup', 'sitemap', 'staff', 'static', 'status', 'support',
    'system', 'team', 'teams', 'terms', 'undefined', 'user', 'users', 'webhooks', 'well-known', 'www', 'zone'))
);

-- The current name is one of the provider's own. Deferred: provider and name are written in one transaction.
alter table providers add constraint providers_username_fkey
  foreign key (id, username) references usernames (provider_id, username) deferrable initially deferred;

call protect_tenant_table('providers', 'id');

-- Anyone may look a name up; only its provider's transactions may change it.
alter table usernames enable row level security;
alter table usernames force row level security;
create policy directory on usernames for select using (true);
create policy tenant on usernames
  using (provider_id = nullif(current_setting('app.provider_id', true), '')::uuid)
  with check (provider_id = nullif(current_setting('app.provider_id', true), '')::uuid);

-- The sitemap reads the listed names in order.
create index usernames_listed on usernames (username) where listed_at is not null;

-- No delete: it would take bookings and history along.
grant select, insert, update on providers, usernames to daybook_app;

-- Down Migration
alter table providers drop constraint providers_username_fkey;
drop table usernames;
drop table providers;

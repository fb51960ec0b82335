-- Up Migration
-- People who sign in. They belong to no provider: memberships (next migration) join them. So these tables are global,
-- found by an e-mail address, a token's hash or a session's id before anybody is known.
create table accounts (
  id                uuid not null,
  email             citext not null,
  name              text not null,
  -- Absent for who signs in by a connected identity only.
  password_hash     text,
  email_verified_at timestamptz not null,
  operator_since    timestamptz,
  suspended_at      timestamptz,
  suspension_reason text not null default '',
  -- The end of the grace period; the account works until then and can be kept.
  deletes_at        timestamptz,
  version           integer not null default 1,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint accounts_pkey primary key (id),
  constraint accounts_email_once unique (email),
  constraint accounts_email_form check (char_length(email) <= 254 and email ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
  constraint accounts_name_length check (char_length(name) between 1 and 120),
  constraint accounts_password_hash_form check (password_hash ~ '^\$2b\$[0-9]{2}\$.{53}$'),
  constraint accounts_suspension_reason_length check (char_length(suspension_reason) <= 500),
  constraint accounts_version_positive check (version > 0)
);
-- The operator's list, newest first.
create index accounts_created on accounts (created_at, id);

-- A sign-in by somebody else's word (OIDC): who says so, and under which name they know the person.
create table identities (
  id           uuid not null,
  account_id   uuid not null,
  issuer       text not null,
  subject      text not null,
  email        citext,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  constraint identities_pkey primary key (id),
  constraint identities_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint identities_subject_once unique (issuer, subject),
  constraint identities_issuer_once_per_account unique (account_id, issuer),
  constraint identities_length check (char_length(issuer) between 1 and 300 and char_length(subject) between 1 and 255
    and char_length(email) <= 254)
);

-- A session is a row, so that it can be ended at once and everywhere; the cookie only names it (a signed JWT).
create table sessions (
  id           uuid not null,
  account_id   uuid not null,
  -- How it began: 'password', 'identity', 'link' (proof of the address), for the list of sessions.
  method       text not null,
  user_agent   text not null default '',
  address      text,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  -- The absolute limit; the idle limit counts from last_seen_at.
  expires_at   timestamptz not null,
  constraint sessions_pkey primary key (id),
  constraint sessions_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint sessions_method_known check (method in ('password', 'identity', 'link')),
  constraint sessions_client_length check (char_length(user_agent) <= 300 and char_length(address) <= 45),
  constraint sessions_ends_after_start check (expires_at > created_at)
);
create index sessions_of_account on sessions (account_id);
create index sessions_expired on sessions (expires_at);

-- Proof of an address, once and for a short while. A row is written for every address that is typed, known or not, so
-- that both take the same time; the job that sends the mail decides. The token itself is stored nowhere.
create table verification_tokens (
  id         uuid not null,
  purpose    text not null,
  email      citext not null,
  account_id uuid,
  token_hash bytea not null,
  -- Where to go on afterwards (an own path), or what the link is about.
  details    jsonb not null default '{}',
  expires_at timestamptz not null,
  used_at    timestamptz,
  created_at timestamptz not null,
  constraint verification_tokens_pkey primary key (id),
  constraint verification_tokens_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint verification_tokens_hash_once unique (token_hash),
  constraint verification_tokens_hash_length check (octet_length(token_hash) = 32),
  constraint verification_tokens_purpose_known check (
    purpose in ('sign_up', 'password_reset', 'email_change', 'account_restore')),
  constraint verification_tokens_email_length check (char_length(email) between 3 and 254),
  constraint verification_tokens_details_object check (
    jsonb_typeof(details) = 'object' and octet_length(details::text) <= 4000)
);
create index verification_tokens_of_account on verification_tokens (account_id);
create index verification_tokens_expired on verification_tokens (expires_at);

-- What happened to an account, and what an operator did: who, when, from where, what changed. What happens to a
-- provider stands in audit_events.
create table account_events (
  id               uuid not null,
  account_id       uuid,
  actor_account_id uuid,
  action           text not null,
  details          jsonb not null default '{}',
  address          text,
  at               timestamptz not null,
  constraint account_events_pkey primary key (id),
  constraint account_events_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint account_events_actor_fkey foreign key (actor_account_id) references accounts (id) on delete set null,
  constraint account_events_action_form check (action ~ '^[a-z_]+\.[a-z_]+$' and char_length(action) <= 60),
  constraint account_events_details_object check (
    jsonb_typeof(details) = 'object' and octet_length(details::text) <= 20000),
  constraint account_events_address_length check (char_length(address) <= 45)
);
create index account_events_of_account on account_events (account_id, at);
create index account_events_of_actor on account_events (actor_account_id);

-- One row: what the operator decides for the whole installation.
create table installation (
  id         smallint not null default 1,
  sign_up    text not null default 'open',
  updated_at timestamptz not null default now(),
  constraint installation_pkey primary key (id),
  constraint installation_single check (id = 1),
  constraint installation_sign_up_known check (sign_up in ('open', 'invitation'))
);
insert into installation default values;

grant select, insert, update, delete on accounts, identities, sessions, verification_tokens to daybook_app;
grant select, insert on account_events to daybook_app;
grant select, update on installation to daybook_app;

-- Down Migration
drop table installation;
drop table account_events;
drop table verification_tokens;
drop table sessions;
drop table identities;
drop table accounts;

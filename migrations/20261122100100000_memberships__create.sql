-- Up Migration
-- Who works for which provider, and as what. A tenant table; besides, an account may read which providers it has.
create table memberships (
  provider_id  uuid not null,
  account_id   uuid not null,
  role         text not null,
  created_at   timestamptz not null default now(),
  -- /dashboard leads to the one used last.
  last_used_at timestamptz not null default now(),
  constraint memberships_pkey primary key (provider_id, account_id),
  constraint memberships_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint memberships_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint memberships_role_known check (role in ('owner', 'manager', 'viewer'))
);
create index memberships_of_account on memberships (account_id, last_used_at);
call protect_tenant_table('memberships');
create policy own on memberships for select
  using (account_id = nullif(current_setting('app.account_id', true), '')::uuid);

-- The link's token is stored hashed; /join/<username>/<token> names the tenant.
create table invitations (
  provider_id uuid not null,
  id          uuid not null,
  email       citext not null,
  role        text not null,
  token_hash  bytea not null,
  invited_by  uuid,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  constraint invitations_pkey primary key (provider_id, id),
  constraint invitations_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint invitations_invited_by_fkey foreign key (invited_by) references accounts (id) on delete set null,
  constraint invitations_hash_once unique (provider_id, token_hash),
  constraint invitations_email_once unique (provider_id, email),
  constraint invitations_hash_length check (octet_length(token_hash) = 32),
  constraint invitations_role_known check (role in ('owner', 'manager', 'viewer')),
  constraint invitations_email_length check (char_length(email) between 3 and 254)
);
create index invitations_by_account on invitations (invited_by);
call protect_tenant_table('invitations');

grant select, insert, update, delete on memberships, invitations to daybook_app;

-- Down Migration
drop table invitations;
drop table memberships;

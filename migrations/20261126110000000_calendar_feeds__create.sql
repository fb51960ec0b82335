-- Up Migration
-- Private addresses at which a calendar program reads bookings: all of a provider's, one service's, or all of them for one
-- member. The address's token is stored hashed; /feeds/<username>/<token>.ics names the tenant. A new address is a new row.
create table calendar_feeds (
  provider_id  uuid not null,
  id           uuid not null,
  scope        text not null,
  service_id   uuid,
  -- Whose own it is; what a member made for themself ends with their membership.
  account_id   uuid,
  detail       text not null,
  token_hash   bytea not null,
  created_at   timestamptz not null,
  -- To the hour: reading must not be writing.
  last_read_at timestamptz,
  constraint calendar_feeds_pkey primary key (provider_id, id),
  constraint calendar_feeds_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint calendar_feeds_service_fkey foreign key (provider_id, service_id)
    references services (provider_id, id) on delete cascade,
  constraint calendar_feeds_member_fkey foreign key (provider_id, account_id)
    references memberships (provider_id, account_id) on delete cascade,
  constraint calendar_feeds_hash_once unique (provider_id, token_hash),
  -- One of a kind: a form that is sent twice makes one.
  constraint calendar_feeds_once unique nulls not distinct (provider_id, service_id, account_id, scope, detail),
  constraint calendar_feeds_scope_fits check (
    scope in ('provider', 'service', 'member')
    and (scope = 'service') = (service_id is not null) and (scope = 'member') = (account_id is not null)),
  constraint calendar_feeds_detail_known check (detail in ('busy', 'details')),
  constraint calendar_feeds_hash_length check (octet_length(token_hash) = 32)
);
create index calendar_feeds_of_member on calendar_feeds (provider_id, account_id);
call protect_tenant_table('calendar_feeds');
grant select, insert, update, delete on calendar_feeds to daybook_app;

-- Down Migration
drop table calendar_feeds;

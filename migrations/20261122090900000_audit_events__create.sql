-- Up Migration
-- Who did what, when. Written in the transaction of the act; the application can add and read, never change.
create table audit_events (
  provider_id uuid not null,
  id          uuid not null,
  booking_id  uuid,
  action      text not null,
  actor       text not null,
  details     jsonb not null default '{}',
  at          timestamptz not null,
  constraint audit_events_pkey primary key (provider_id, id),
  constraint audit_events_provider_fkey foreign key (provider_id) references providers (id) on delete cascade,
  constraint audit_events_booking_fkey foreign key (provider_id, booking_id)
    references bookings (provider_id, id) on delete cascade,
  constraint audit_events_action_form check (action ~ '^[a-z_]+\.[a-z_]+$' and char_length(action) <= 60),
  constraint audit_events_actor_known check (actor in ('customer', 'provider', 'system')),
  constraint audit_events_details_object check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 20000)
);
create index audit_events_of_booking on audit_events (provider_id, booking_id, at);
call protect_tenant_table('audit_events');
grant select, insert on audit_events to daybook_app;

-- Down Migration
drop table audit_events;

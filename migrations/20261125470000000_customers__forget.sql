-- Up Migration
-- Takes what is personal out of the history of an erased customer's bookings, and their bookings' jobs out of the queue.
-- Histories are otherwise nobody's to change and the queue is closed, so this is the one way; it refuses for a customer
-- who is not erased. Of an event's details numbers, yes and no, ids and the status stay; texts (a reason) go, and so does
-- the customer's own network address. Events about customers hold ids and names of fields alone.
create function forget_customer(customer uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.provider_id', true), '')::uuid;
  theirs uuid[];
begin
  if not exists (select from public.customers c
                 where c.provider_id = tenant and c.id = forget_customer.customer and c.erased_at is not null) then
    raise exception 'only an erased customer is forgotten' using errcode = '42501';
  end if;
  theirs := array(select b.id from public.bookings b
                  where b.provider_id = tenant and b.customer_id = forget_customer.customer);
  update public.audit_events e set
    address = case when e.actor = 'customer' then null else e.address end,
    details = (select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(e.details) d
               where jsonb_typeof(d.value) in ('number', 'boolean') or d.key = 'status'
                 or d.value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
  where e.provider_id = tenant and e.booking_id = any(theirs);
  perform graphile_worker.complete_jobs(array(
    select j.id from graphile_worker._private_jobs j
    where j.payload ->> 'provider_id' = tenant::text and j.payload ->> 'booking_id' = any(theirs::text[])));
end
$$;
revoke execute on function forget_customer from public;
grant execute on function forget_customer to daybook_app;

-- Down Migration
drop function forget_customer;

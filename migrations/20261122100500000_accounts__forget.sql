-- Up Migration
-- What stays of a person whose account is deleted: that something was done, never who did it or from where. The foreign
-- keys set the account to null in every tenant at once; the address goes with it.
create function forget_address() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  new.address := null;
  return new;
end
$$;
create trigger audit_events_forget before update of account_id on audit_events
  for each row when (old.account_id is not null and new.account_id is null) execute function forget_address();
create trigger account_events_forget before update of actor_account_id on account_events
  for each row when (old.actor_account_id is not null and new.actor_account_id is null)
  execute function forget_address();

-- Takes an e-mail address out of the transaction's provider: invitations to it, and the history of such invitations;
-- without a provider, out of the operator's history. The histories are otherwise nobody's to change, so this is the one
-- way, and it replaces nothing but the address.
create function forget_invited(email text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  tenant constant uuid := nullif(current_setting('app.provider_id', true), '')::uuid;
begin
  if tenant is null then
    update public.account_events e set details = jsonb_set(e.details, '{email}', '"deleted"')
    where e.action = 'account.invited' and lower(e.details ->> 'email') = lower(forget_invited.email);
    return;
  end if;
  delete from public.invitations i where i.provider_id = tenant and lower(i.email::text) = lower(forget_invited.email);
  update public.audit_events e set details = jsonb_set(e.details, '{email}', '"deleted"')
  where e.provider_id = tenant and e.action like 'invitation.%'
    and lower(e.details ->> 'email') = lower(forget_invited.email);
end
$$;
revoke execute on function forget_invited from public;
grant execute on function forget_invited to daybook_app;

create index account_events_invited on account_events (lower(details ->> 'email')) where action = 'account.invited';
-- The accounts whose grace period is over, for the nightly sweep.
create index accounts_deletion on accounts (deletes_at) where deletes_at is not null;

-- Down Migration
drop index accounts_deletion;
drop index account_events_invited;
drop function forget_invited;
drop trigger account_events_forget on account_events;
drop trigger audit_events_forget on audit_events;
drop function forget_address;

-- Up Migration
-- Blocked customers lie far apart among those who are not: the list of them alone, in the order of names.
create index customers_blocked on customers (provider_id, name_key, id) where blocked_at is not null;

-- Down Migration
drop index customers_blocked;

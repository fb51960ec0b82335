-- Up Migration
-- Counters of rate-limiter-flexible, when there is no Redis. Keys are hashes: no address of a person stands here.
-- Unlogged: a crash forgets counters, and writing them costs no flush.
create unlogged table rate_limits (
  key    text not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_pkey primary key (key),
  constraint rate_limits_key_length check (char_length(key) <= 255)
);
create index rate_limits_expired on rate_limits (expire);
grant select, insert, update, delete on rate_limits to daybook_app;

-- Down Migration
drop table rate_limits;

-- Up Migration
-- The application's role owns nothing and cannot bypass row-level security; migrations run as the owner.
-- A role is global to the server: it may already be there (embedded start, another database of the same server).
-- The embedded start and docs/self-hosting.md give it LOGIN; with one DATABASE_URL the owner switches to it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'daybook_app') then
    create role daybook_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    -- Since PostgreSQL 16 a role's creator administers it but may not switch to it without this.
    execute format('grant daybook_app to %I', current_user);
  elsif not pg_has_role(current_user, 'daybook_app', 'member') then
    -- Made by someone else: fine with two addresses; with one, the start says that the role cannot be taken.
    begin
      execute format('grant daybook_app to %I', current_user);
    exception when insufficient_privilege then
      raise notice '% is not a member of daybook_app and cannot become one', current_user;
    end;
  end if;
end
$$;

create extension if not exists btree_gist;
create extension if not exists citext;

grant usage on schema public to daybook_app;

-- Down Migration
-- The role stays: other databases of the server may use it. The extensions go with the tables that need them.
revoke usage on schema public from daybook_app;
drop extension if exists citext;
drop extension if exists btree_gist;

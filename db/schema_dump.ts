import type pg from "pg";

/**
 * The schema as text, read from the catalog: embedded PostgreSQL brings no pg_dump, and pg_dump writes otherwise on
 * each version. Everything that a migration can change in the schema `public` is here, in an order of its own; what
 * belongs to an extension is not. The same on PostgreSQL 15 and 18.
 */
const HEADER = `-- The schema after all migrations, as db/schema_dump.ts reads it from the catalog. For reading and for reviews;
-- nothing runs it. tests/integration/schema.test.ts compares it with a migrated database and says how to update it.
`;

// What an extension brought (pg_depend says so) is the extension's business.
const ours = (catalog: string, oid: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

/** Not the runner's own table; NOT NULL is part of the column, and only PostgreSQL 18 also makes a constraint of it. */
const TABLES = `
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relkind,
    array(
      select format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation not in (0, t.typcollation) then ' collate ' || a.attcollation::regcollation else '' end,
        case when a.attnotnull then ' not null' else '' end,
        case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
             when a.attidentity <> '' then ' generated as identity'
             when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
    array(
      select format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid, true))
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'
      order by array_position(array['p','u','x','f','c','t']::"char"[], k.contype), k.conname) as constraints,
    array(
      select pg_get_indexdef(i.indexrelid) || ';' from pg_index i
      where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
      order by i.indexrelid::regclass::text) as indexes,
    array(
      select pg_get_triggerdef(g.oid) || ';' from pg_trigger g
      where g.tgrelid = c.oid and not g.tgisinternal order by g.tgname) as triggers,
    array(
      select format('create policy %I on %I as %s for %s to %s%s%s;', p.polname, c.relname,
        case when p.polpermissive then 'permissive' else 'restrictive' end,
        case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
        case when p.polroles = '{0}' then 'public' else array_to_string(p.polroles::regrole[], ', ') end,
        E'\\n  using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        E'\\n  with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
      from pg_policy p where p.polrelid = c.oid order by p.polname) as policies,
    array(
      select format('grant %s on %I to %s;', string_agg(lower(x.privilege_type), ', ' order by x.privilege_type),
        c.relname, coalesce(nullif(x.grantee, 0)::regrole::text, 'public'))
      from aclexplode(c.relacl) x where x.grantee <> c.relowner group by x.grantee
      order by x.grantee::regrole::text) as grants,
    array(
      select format('grant %s (%I) on %I to %s;', lower(x.privilege_type), a.attname, c.relname,
        coalesce(nullif(x.grantee, 0)::regrole::text, 'public'))
      from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid
      order by a.attnum, x.privilege_type, x.grantee::regrole::text) as column_grants,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as view,
    c.reloptions::text as options
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relname <> 'schema_migrations' and ${ours("pg_class", "c.oid")}
  order by c.relname`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as definition, p.oid::regprocedure::text as signature,
    case p.prokind when 'p' then 'procedure' else 'function' end as kind,
    array(
      select coalesce(nullif(x.grantee, 0)::regrole::text, 'public')
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
      where x.grantee <> p.proowner order by 1) as grantees
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind <> 'a' and ${ours("pg_proc", "p.oid")}
  order by p.proname, p.oid::regprocedure::text`;

const EXTENSIONS =
  "select format('create extension %I;', extname) as line from pg_extension where extname <> 'plpgsql' order by 1";

const OTHERS = `
  select format('create type %I;', t.typname) as line from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd', 'r', 'm') and ${ours("pg_type", "t.oid")}
  union all
  select format('create sequence %I;', c.relname) from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and c.relname <> 'schema_migrations_id_seq'
    and ${ours("pg_class", "c.oid")}
  union all
  select format('grant %s on schema public to %s;', lower(x.privilege_type), x.grantee::regrole)
  from pg_namespace n, aclexplode(n.nspacl) x where n.nspname = 'public' and x.grantee not in (0, n.nspowner)
  order by 1`;

const tableText = (table: Record<string, string[]> & { name: string }): string => {
  const row = table as unknown as Record<string, string & boolean>;
  const body = [...table.columns!, ...table.constraints!].join(",\n");
  const head = row.view
    ? `create view ${row.name} as\n${row.view}`
    : `create table ${row.name} (\n${body}\n);`;
  const security = [
    row.options ? `-- options: ${row.options}` : "",
    row.relrowsecurity ? `alter table ${row.name} enable row level security;` : "",
    row.relforcerowsecurity ? `alter table ${row.name} force row level security;` : "",
  ].filter(Boolean);
  const { indexes, triggers, policies, grants, column_grants } = table;
  return [head, ...indexes!, ...triggers!, ...security, ...policies!, ...grants!, ...column_grants!].join(
    "\n",
  );
};

/** Reads the schema of the connected database. Any role can; @throws what PostgreSQL says. */
export async function dumpSchema(client: pg.Client): Promise<string> {
  await client.query("set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set search_path to public");
  const lines = async (query: string): Promise<string> =>
    (await client.query(query)).rows.map(({ line }) => line).join("\n");
  const functions = (await client.query(FUNCTIONS)).rows.map(({ definition, signature, kind, grantees }) =>
    [
      `${definition.trimEnd()};`,
      `-- execute on ${kind} ${signature}: ${grantees.join(", ") || "nobody"}`,
    ].join("\n"),
  );
  const tables = (await client.query(TABLES)).rows.map(tableText);
  const parts = [HEADER, await lines(EXTENSIONS), await lines(OTHERS), ...functions, ...tables];
  return `${parts.filter(Boolean).join("\n\n").replace("\n\n\n", "\n\n")}\n`;
}

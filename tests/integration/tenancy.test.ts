/** What the catalog must say so that one provider never sees another's data, in whatever migration comes next. */
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();

/**
 * Out of the template, in writing: usernames is the directory, read before the tenant is known, because every URL
 * names its tenant by username. It holds nothing that the address bar does not; writes are bound to the tenant.
 */
const DIRECTORY = "usernames";
/** Keys of the directory that are not the tenant's: a name is unique over all providers, that is its point. */
const GLOBAL_KEYS = ["usernames_pkey"];

/** Tables that belong to no provider, in writing: each has its reason, and none holds a tenant's data. */
const GLOBAL: Record<string, string> = {
  schema_migrations: "the migration runner's own; closed to the application's role",
  accounts: "a person, who may work for several providers and is found by address before any is known",
  identities: "how a person signs in elsewhere; found by issuer and subject",
  sessions: "a browser of a person; found by its id, from the cookie, before any provider is named",
  verification_tokens: "proof of an address; found by the hash of what stood in a mail",
  account_deliveries: "what was sent about a person's account; found by its id, from the queue",
  account_events: "what happened to a person, and what an operator did to the installation",
  installation: "one row: what the operator decided",
  rate_limits: "counters under hashed keys, counted before anybody is known",
  worker_heartbeats: "which processes run jobs; written by the owner's connections",
};

/** What an account may read of the tenants' tables besides the template: which providers are its own. */
const OWN = {
  memberships: {
    table: "memberships",
    name: "own",
    text: "r t {0} (account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid) /",
  },
};

const SETTING = "(NULLIF(current_setting('app.provider_id'::text, true), ''::text))::uuid";

const select = async <T extends pg.QueryResultRow>(query: string): Promise<T[]> =>
  (await database.admin.query<T>(query)).rows;

type Table = { name: string; tenant: string; rls: boolean; forced: boolean; kind: string };
let tables: Table[];
beforeAll(async () => {
  tables = await select<Table>(`
    select c.relname as name, a.attname as tenant, relrowsecurity as rls, relforcerowsecurity as forced, relkind as kind
    from pg_class c join pg_attribute a on a.attrelid = c.oid
      and a.attname = case c.relname when 'providers' then 'id' else 'provider_id' end and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm', 'v') order by 1`);
});

test("every table of ours belongs to a provider, or says here why not", async () => {
  const all = await select<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'm', 'v') order by 1`);
  const names = all.map(({ name }) => name);
  expect(names.filter((name) => !(name in GLOBAL))).toEqual(tables.map(({ name }) => name));
  expect(Object.keys(GLOBAL).filter((name) => !names.includes(name))).toEqual([]);
  expect(tables.length).toBeGreaterThanOrEqual(15);
});

test("row-level security is on and forced, by the template's one policy", async () => {
  const policies = await select<{ table: string; name: string; text: string }>(`
    select polrelid::regclass::text as table, polname as name,
      concat_ws(' ', polcmd, polpermissive, polroles::text, pg_get_expr(polqual, polrelid), '/', pg_get_expr(polwithcheck, polrelid)) as text
    from pg_policy order by 1, 2`);
  for (const { name, tenant, rls, forced } of tables) {
    expect({ name, rls, forced }).toEqual({ name, rls: true, forced: true });
    const template = {
      table: name,
      name: "tenant",
      text: `* t {0} (${tenant} = ${SETTING}) / (${tenant} = ${SETTING})`,
    };
    const directory = { table: name, name: "directory", text: "r t {0} true /" };
    const own = name in OWN ? [OWN[name as keyof typeof OWN]] : [];
    expect(policies.filter(({ table }) => table === name)).toEqual(
      name === DIRECTORY ? [directory, template] : [...own, template],
    );
  }
});

test("a global table has no column that could tell one provider's business", async () => {
  const columns = await select<{ table: string; name: string }>(`
    select c.relname as table, a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and a.attname ~ 'provider|customer|booking|service'
      and c.relkind = 'r' and not a.attisdropped`);
  expect(columns.filter(({ table }) => table in GLOBAL)).toEqual([]);
});

test("provider_id comes first in every primary key, unique index and exclusion", async () => {
  const keys = await select<{ name: string; table: string; first: string; operator: string }>(`
    select i.indexrelid::regclass::text as name, c.relname as table, a.attname as first,
      (select oprname from pg_constraint k, pg_operator o where k.conindid = i.indexrelid and o.oid = k.conexclop[1]) as operator
    from pg_index i join pg_class c on c.oid = i.indrelid
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'public'::regnamespace and (i.indisunique or i.indisexclusion)
      and not c.relname = any('{${Object.keys(GLOBAL)}}')`);
  expect(keys.length).toBeGreaterThan(20);
  for (const { name, table, first, operator } of keys) {
    if (GLOBAL_KEYS.includes(name)) continue;
    expect({ name, first, operator }).toEqual({
      name,
      first: table === "providers" ? "id" : "provider_id",
      operator: operator === null ? null : "=",
    });
  }
});

test("provider_id comes first, on both sides, in every foreign key", async () => {
  const keys = await select<{ name: string; from: string; to: string; target: string; first: string }>(`
    select conname as name, conrelid::regclass::text as from, confrelid::regclass::text as target,
      a.attname as first, b.attname as to
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace`);
  expect(keys.length).toBeGreaterThan(15);
  for (const { name, from, first, target, to } of keys) {
    if (target === "accounts") {
      // People are global: an account of another provider says no more than that somebody signs in.
      expect({ name, to }).toEqual({ name, to: "id" });
      continue;
    }
    expect(from in GLOBAL, `${name}: a global table refers to a tenant's`).toBe(false);
    expect({ name, first, to }).toEqual({
      name,
      first: from === "providers" ? "id" : "provider_id",
      to: target === "providers" ? "id" : "provider_id",
    });
  }
});

describe("ways around the policies", () => {
  test("no view without security_invoker, no materialized view, no rule", async () => {
    expect(
      await select(`select relname from pg_class where relnamespace = 'public'::regnamespace
        and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false))`),
    ).toEqual([]);
    expect(
      await select(`select rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
        where c.relnamespace = 'public'::regnamespace and c.relkind <> 'v'`),
    ).toEqual([]);
  });

  test("nine functions have their owner's rights, each with its reason; their search_path is fixed", async () => {
    const reasons = {
      dead_jobs: "what the operator is shown of jobs that were given up: never their payload",
      delete_provider_after_grace: "the only DELETE of a provider, and it keeps to the grace period",
      deliveries_overview: "four numbers about everybody's messages, for the operator",
      enqueue_job: "the one door to the queue; refuses a job of another provider",
      forget_customer: "takes an erased customer out of the history and the queue, and refuses for any other",
      forget_invited: "takes the address of a deleted account out of histories, which nobody else can change",
      queue_overview: "five numbers about the queue, for the operator",
      remove_dead_job: "the operator's; touches no job that lives",
      retry_dead_job: "the operator's; touches no job that lives",
    };
    const functions = await select(`
      select proname as name, proconfig as settings, has_function_privilege('public', oid, 'execute') as everybody
      from pg_proc where prosecdef and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      order by 1`);
    expect(functions).toEqual(
      Object.keys(reasons).map((name) => ({
        name,
        settings: ["search_path=pg_catalog, pg_temp"],
        everybody: false,
      })),
    );
  });

  test("the application's role has no rights that bypass a policy, and owns nothing", async () => {
    const [role] = await select(`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = 'daybook_app'`);
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
    });
    expect(
      await select("select roleid::regrole::text from pg_auth_members where member = 'daybook_app'::regrole"),
    ).toEqual([]);
    expect(
      await select("select * from pg_shdepend where refobjid = 'daybook_app'::regrole and deptype = 'o'"),
    ).toEqual([]);
  });

  test("it can create nothing, not even a temporary table", async () => {
    const [rights] = await select(`
      select bool_or(has_schema_privilege('daybook_app', oid, 'create')) as create_in_schema,
        has_database_privilege('daybook_app', current_database(), 'create') as create_schema,
        has_database_privilege('daybook_app', current_database(), 'temp') as temporary,
        has_schema_privilege('daybook_app', 'graphile_worker', 'usage') as queue
      from pg_namespace`);
    expect(rights).toEqual({ create_in_schema: false, create_schema: false, temporary: false, queue: false });
  });

  test("it has exactly the rights on tables that their meaning allows", async () => {
    const grants = await select<{ name: string; rights: string }>(`
      select c.relname as name, string_agg(p, ' ' order by p) filter (where has_table_privilege('daybook_app', c.oid, p)
        or (p in ('INSERT', 'SELECT', 'UPDATE') and has_any_column_privilege('daybook_app', c.oid, p))) as rights
      from pg_class c, unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by 1`);
    // What is taken never changes, a booking is never deleted, history is only added to.
    const special: Record<string, string | null> = {
      reservations: "DELETE INSERT SELECT",
      bookings: "INSERT SELECT UPDATE",
      // Deleting a provider would take bookings and history along.
      providers: "INSERT SELECT UPDATE",
      usernames: "INSERT SELECT UPDATE",
      audit_events: "INSERT SELECT",
      schema_migrations: null,
      account_events: "INSERT SELECT",
      // One row, there from the start.
      installation: "SELECT UPDATE",
      worker_heartbeats: "SELECT",
    };
    for (const { name, rights } of grants) {
      const expected = name in special ? special[name] : "DELETE INSERT SELECT UPDATE";
      expect({ name, rights }).toEqual({ name, rights: expected });
    }
  });

  test("no sequence: numbers in a row would tell one provider how busy the others are", async () => {
    expect(
      await select(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
        and relname <> 'schema_migrations_id_seq'`),
    ).toEqual([]);
  });
});

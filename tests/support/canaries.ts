/** A provider and its people with a text of its own in every column, so that a page which shows it gives itself away. */
import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { createFullAccount, createFullProvider } from "./full-provider.ts";

/** What a column's value looks like wherever it shows. */
export type Canary = { column: string; texts: string[] };

/** Columns without a canary, and why. */
const WORDS = "one of a few words";
export const UNMARKED: Record<string, string> = {
  "providers.hour_cycle": WORDS,
  "providers.locale": "a language",
  "providers.currency": "a currency",
  "providers.time_zone": "a zone: on every page with a time",
  "schedules.time_zone": "a zone",
  "services.currency": "a currency",
  "services.place": WORDS,
  "services.phone_field": WORDS,
  "service_questions.kind": WORDS,
  "bookings.status": WORDS,
  "bookings.cancelled_by": WORDS,
  "bookings.booked_by": WORDS,
  "customers.name_key": "made of customers.name",
  "customers.last_name_key": "made of customers.name",
  "customers.email_key": "made of customers.email",
  "customers.phone_key": "made of customers.phone",
  "providers.holiday_country": "a country",
  "providers.holiday_region": "a region",
  "bookings.customer_time_zone": "a zone",
  "bookings.customer_locale": "a language",
  "bookings.currency": "a currency",
  "bookings.place": WORDS,
  "audit_events.actor": WORDS,
  "memberships.role": WORDS,
  "deliveries.kind": WORDS,
  "deliveries.recipient": WORDS,
  "deliveries.state": WORDS,
  "account_deliveries.kind": WORDS,
  "account_deliveries.state": WORDS,
  "message_settings.kind": WORDS,
  "message_optouts.kind": WORDS,
  "invitations.role": WORDS,
  "calendar_feeds.scope": WORDS,
  "calendar_feeds.detail": WORDS,
  "sessions.method": WORDS,
  "verification_tokens.purpose": WORDS,
  "installation.sign_up": WORDS,
  "calendar_sources.ending": "four letters",
  "usernames.username": "providers.username is one of them",
  "rate_limits.key": "hashed, and of no page's data",
  "worker_heartbeats.worker_id": "made up by the queue, and on no page",
};

type Column = { table: string; name: string; type: string };

/** Every column that can hold a text, and every id, from the catalog. */
export async function textColumns(admin: pg.Client): Promise<Column[]> {
  const { rows } = await admin.query<Column>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and c.relname <> 'schema_migrations' and format_type(a.atttypid, null) = any('{text,citext,jsonb,text[],bytea}')
    order by 1, 2`);
  return rows;
}

export type CanaryWorld = Awaited<ReturnType<typeof createCanaryWorld>>;

/** `mark` tells the canaries of two worlds apart: some letters. */
export async function createCanaryWorld(admin: pg.Client, mark: string) {
  const username = `${mark}-username`;
  const provider = await createFullProvider(admin, { username });
  const { provider_id, account_id } = provider;
  const { id: person_id } = await createFullAccount(admin);
  await admin.query("update memberships set account_id = $1 where provider_id = $2", [
    person_id,
    provider_id,
  ]);
  await admin.query("update audit_events set account_id = $1 where provider_id = $2", [
    person_id,
    provider_id,
  ]);
  await admin.query("update invitations set invited_by = $1 where provider_id = $2", [
    person_id,
    provider_id,
  ]);
  await admin.query("delete from accounts where id = $1", [account_id]);
  await admin.query("update service_questions set kind = 'choice', options = '{x}' where provider_id = $1", [
    provider_id,
  ]);
  const token = randomBytes(24).toString("base64url");
  const canaries: Canary[] = [{ column: "providers.username", texts: [username] }];
  for (const [index, { table, name, type }] of (await textColumns(admin)).entries()) {
    const column = `${table}.${name}`;
    if (column in UNMARKED || column === "providers.username") continue;
    const code = `${mark}x${String(index).padStart(3, "0")}x`;
    const { value, texts } = markedValue({ table, name, type }, code, { provider_id, token });
    const owner = await ownerOf(admin, table);
    if (owner === null) continue;
    const { rowCount } = await admin.query(`update ${table} set ${name} = $1 where ${owner} = $2`, [
      value,
      owner === "account_id" || table === "accounts" ? person_id : provider_id,
    ]);
    if (!rowCount) throw new Error(`${column}: there is no row to put a canary into.`);
    canaries.push({ column, texts });
  }
  return { ...provider, account_id: person_id, username, token, canaries, slug: `${mark}-slug` };
}

const ownerOf = async (admin: pg.Client, table: string): Promise<string | null> => {
  if (table === "providers" || table === "accounts") return "id";
  const { rows } = await admin.query(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attname in ('provider_id', 'account_id')
     order by attname desc limit 1`,
    [table],
  );
  return rows[0]?.name ?? null;
};

type Keys = { provider_id: string; token: string };

/** A value that the column takes, and how it would look on a page. */
function markedValue({ table, name, type }: Column, code: string, { provider_id, token }: Keys) {
  const mark = code.split("x")[0]!;
  const special: Record<string, string> = {
    "providers.accent": "#0b5c3a",
    "providers.photo_path": `/photos/${provider_id}/${createHash("md5").update(code).digest("hex")}-512.webp`,
    "services.slug": `${mark}-slug`,
    "services.place_url": `https://canary.example/${code}`,
    "audit_events.action": `${mark}audit.made`,
    "account_events.action": `${mark}account.made`,
    "accounts.password_hash": `$2b$12$${code.padEnd(53, "y")}`,
  };
  const own = special[`${table}.${name}`];
  if (own)
    return { value: own, texts: [own.startsWith("/photos/") ? own.split("/").at(-1)!.slice(0, 32) : own] };
  if (type === "bytea") {
    const bytes =
      name === "manage_token_hash" ? createHash("sha256").update(token).digest() : randomBytes(32);
    return {
      value: bytes,
      texts: [bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url")],
    };
  }
  if (name === "links")
    return { value: JSON.stringify([{ label: code, url: `https://canary.example/${code}` }]), texts: [code] };
  if (name === "answers") return { value: JSON.stringify([{ label: code, value: code }]), texts: [code] };
  if (name === "warnings")
    return { value: JSON.stringify([{ code: "unknown_zones", names: [code] }]), texts: [code] };
  if (type === "jsonb") return { value: JSON.stringify({ note: code }), texts: [code] };
  if (type === "text[]") return { value: [code], texts: [code] };
  if (name === "email") return { value: `${code}@canary.example`, texts: [code] };
  return { value: code, texts: [code] };
}

/** The columns whose canaries stand in a text. */
export const found = (canaries: readonly Canary[], text: string): string[] =>
  canaries.filter(({ texts }) => texts.some((one) => text.includes(one))).map(({ column }) => column);

import { z } from "zod";
import { type DirectoryTx, sql, type TenantTx } from "./transaction.ts";

export const ProviderRow = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  headline: z.string(),
  about: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  photo_path: z.string().nullable(),
  time_zone: z.string(),
  locale: z.string(),
  currency: z.string(),
  week_starts_on: z.number().int(),
  accent: z.string().nullable(),
  hour_cycle: z.enum(["h12", "h23"]).nullable(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  notice: z.string(),
  shows_contact: z.boolean(),
  setup_finished_at: z.number().nullable(),
  suspended_at: z.number().nullable(),
  suspension_reason: z.string(),
  deletes_at: z.number().nullable(),
  version: z.number().int(),
});
export type ProviderRow = z.infer<typeof ProviderRow>;

/** The provider that a username leads to, or null. The only look-up that comes before the tenant is known. */
export async function selectOptionalProviderId(tx: DirectoryTx, username: string): Promise<string | null> {
  return tx.maybeOneFirst(sql.type(z.object({ provider_id: z.uuid() }))`
    /* selectOptionalProviderId */
    select provider_id from usernames where username = ${username}`) as Promise<string | null>;
}

export const ListedRow = z.object({ username: z.string(), provider_id: z.uuid() });
export type ListedRow = z.infer<typeof ListedRow>;

/** Whose pages may be found by search engines, in order of their names, at most `count`. */
export async function selectListedProviders(tx: DirectoryTx, count: number): Promise<readonly ListedRow[]> {
  return tx.any(sql.type(ListedRow)`
    /* selectListedProviders */
    select username, provider_id from usernames where listed_at is not null order by username limit ${count}`);
}

const columns = sql.fragment`
  id, username, name, headline, about, email, phone, photo_path, time_zone, locale, currency, week_starts_on,
  accent, hour_cycle, links, notice, shows_contact, setup_finished_at, suspended_at, suspension_reason, deletes_at, version`;

/** The transaction's provider. Throws Slonik's NotFoundError when it is gone. */
export async function selectProvider(tx: TenantTx): Promise<ProviderRow> {
  return tx.one(sql.type(ProviderRow)`
    /* selectProvider */
    select ${columns} from providers where id = ${tx.provider_id}`);
}

/** The transaction's provider, or null when it is gone. */
export async function selectOptionalProvider(tx: TenantTx): Promise<ProviderRow | null> {
  return tx.maybeOne(sql.type(ProviderRow)`
    /* selectOptionalProvider */
    select ${columns} from providers where id = ${tx.provider_id}`);
}

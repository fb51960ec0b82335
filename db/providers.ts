import { z } from "zod";
import { type DirectoryTx, instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

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
    select username, provider_id from usernames
    where listed_at is not null and closed_at is null order by username limit ${count}`);
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

/** A page of all usernames, former ones too, in their order: those that contain `search` and come after `after`. */
export async function selectUsernames(
  tx: DirectoryTx,
  page: { search: string; after: string; count: number },
): Promise<readonly ListedRow[]> {
  return tx.any(sql.type(ListedRow)`
    /* selectUsernames */
    select username, provider_id from usernames
    where username > ${page.after} and strpos(username, ${page.search}) > 0 order by username limit ${page.count}`);
}

/**
 * Suspends the transaction's provider, with a reason, or lifts that (null); `now` in epoch ms.
 * @returns false when it was so already
 */
export async function updateProviderSuspension(
  tx: WriteTx,
  suspension: { reason: string } | null,
  now: number,
): Promise<boolean> {
  const at = suspension ? instant(now) : sql.fragment`null`;
  const changed = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateProviderSuspension */
    update providers set suspended_at = ${at}, suspension_reason = ${suspension?.reason ?? ""}, updated_at = ${instant(now)}
    where id = ${tx.provider_id} and (suspended_at is null) = ${suspension !== null} returning id`);
  if (changed) await updateListing(tx, now);
  return changed !== null;
}

/**
 * Takes a closed page (suspended, or about to be deleted) out of every list, or puts an open one back. Call it in the
 * transaction that changes either.
 */
export async function updateListing(tx: WriteTx, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateListing */
    update usernames u set closed_at =
      case when p.suspended_at is null and p.deletes_at is null then null else coalesce(u.closed_at, ${instant(now)}) end
    from providers p where p.id = ${tx.provider_id} and u.provider_id = ${tx.provider_id}`);
}

/**
 * Sets the end of the transaction's provider (epoch ms), or takes it back (null) while it lies ahead of `now`.
 * @returns false when it was so already, or is too late
 */
export async function updateProviderDeletion(
  tx: WriteTx,
  deletes_at: number | null,
  now: number,
): Promise<boolean> {
  const at = deletes_at === null ? sql.fragment`null` : instant(deletes_at);
  const open =
    deletes_at === null ? sql.fragment`deletes_at > ${instant(now)}` : sql.fragment`deletes_at is null`;
  const changed = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateProviderDeletion */
    update providers set deletes_at = ${at}, updated_at = ${instant(now)}
    where id = ${tx.provider_id} and ${open} returning id`);
  if (changed) await updateListing(tx, now);
  return changed !== null;
}

/** Deletes the transaction's provider with all that is theirs, jobs too; false while the grace period is not over. */
export async function deleteProviderAfterGrace(tx: WriteTx): Promise<boolean> {
  return tx.oneFirst(sql.type(z.object({ gone: z.boolean() }))`
    /* deleteProviderAfterGrace */
    select delete_provider_after_grace() as gone`);
}

/** What mails to customers and members of the transaction's provider are named by (app/mail/outbox.server.ts). */
export async function selectMailSubjects(tx: TenantTx): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ id: z.uuid() }))`
    /* selectMailSubjects */
    select id from bookings where provider_id = ${tx.provider_id}
    union all select id from invitations where provider_id = ${tx.provider_id}
    union all select ${tx.provider_id}::uuid`);
}

/** What a provider's members may set; the version is the lock of those who set it. */
export type ProviderSettings = Pick<
  ProviderRow,
  | "name"
  | "headline"
  | "about"
  | "email"
  | "phone"
  | "time_zone"
  | "locale"
  | "currency"
  | "week_starts_on"
  | "accent"
  | "hour_cycle"
  | "links"
  | "notice"
  | "shows_contact"
>;

/** Writes all settings of the transaction's provider; its version rises by one. */
export async function updateProviderSettings(tx: WriteTx, to: ProviderSettings): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateProviderSettings */
    update providers set
      name = ${to.name}, headline = ${to.headline}, about = ${to.about}, email = ${to.email}, phone = ${to.phone},
      time_zone = ${to.time_zone}, locale = ${to.locale}, currency = ${to.currency},
      week_starts_on = ${to.week_starts_on}, accent = ${to.accent}, hour_cycle = ${to.hour_cycle},
      links = ${sql.jsonb(to.links)}, notice = ${to.notice}, shows_contact = ${to.shows_contact},
      version = version + 1, updated_at = now()
    where id = ${tx.provider_id}`);
}

/** Gives the transaction's provider another of its own names (db/usernames.ts). */
export async function updateProviderUsername(tx: WriteTx, username: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateProviderUsername */
    update providers set username = ${username}, updated_at = now() where id = ${tx.provider_id}`);
}

/** Sets where the photo is served, or null for none. */
export async function updateProviderPhoto(tx: WriteTx, photo_path: string | null): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateProviderPhoto */
    update providers set photo_path = ${photo_path}, updated_at = now() where id = ${tx.provider_id}`);
}

/** Every provider of the installation. */
export async function selectAllProviderIds(tx: DirectoryTx): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ provider_id: z.uuid() }))`
    /* selectAllProviderIds */
    select distinct provider_id from usernames`);
}

export type NewProvider = {
  username: string;
  name: string;
  time_zone: string;
  locale: string;
  currency: string;
  week_starts_on: number;
  /** Replies to mails go there; it is not shown unless the provider says so. */
  email: string;
  now: number;
};

/** Adds the transaction's provider; its username (db/usernames.ts) belongs in the same transaction. `now` in epoch ms. */
export async function insertProvider(tx: WriteTx, provider: NewProvider): Promise<void> {
  const at = instant(provider.now);
  await tx.query(sql.typeAlias("void")`
    /* insertProvider */
    insert into providers (id, username, name, time_zone, locale, currency, week_starts_on, email, shows_contact,
      created_at, updated_at)
    values (${tx.provider_id}, ${provider.username}, ${provider.name}, ${provider.time_zone}, ${provider.locale},
            ${provider.currency}, ${provider.week_starts_on}, ${provider.email}, false, ${at}, ${at})`);
}

/** Changes what the first form of the start asks; `now` in epoch ms. */
export async function updateProviderIdentity(
  tx: WriteTx,
  identity: { name: string; time_zone: string },
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateProviderIdentity */
    update providers set name = ${identity.name}, time_zone = ${identity.time_zone},
      version = version + 1, updated_at = ${instant(now)}
    where id = ${tx.provider_id}`);
}

/** The currency that the next service is proposed in; `now` in epoch ms. */
export async function updateProviderCurrency(tx: WriteTx, currency: string, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateProviderCurrency */
    update providers set currency = ${currency}, updated_at = ${instant(now)}
    where id = ${tx.provider_id} and currency <> ${currency}`);
}

/**
 * Opens the public page, once there are hours and a service to book; `now` in epoch ms.
 * @returns true when it was opened by this
 */
export async function updateSetupFinished(tx: WriteTx, now: number): Promise<boolean> {
  const opened = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateSetupFinished */
    update providers p set setup_finished_at = ${instant(now)}, updated_at = ${instant(now)}
    where p.id = ${tx.provider_id} and p.setup_finished_at is null
      and exists (select from weekly_hours h where h.provider_id = p.id)
      and exists (select from services s where s.provider_id = p.id and s.archived_at is null)
    returning id`);
  return opened !== null;
}

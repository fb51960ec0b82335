import { z } from "zod";
import { tellOfChange } from "./changes.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** What is odd about a calendar that was read all the same. `until` in epoch ms. */
export const SourceWarning = z.discriminatedUnion("code", [
  z.object({ code: z.literal("unknown_zones"), names: z.array(z.string()) }),
  z.object({ code: z.literal("broken_events"), count: z.number().int() }),
  z.object({ code: z.literal("often"), count: z.number().int() }),
  z.object({ code: z.literal("cut"), until: z.number() }),
]);
export type SourceWarning = z.infer<typeof SourceWarning>;

export const CalendarSourceRow = z.object({
  id: z.uuid(),
  name: z.string(),
  host: z.string(),
  /** The address's last characters: all that is shown of it, with its host. */
  ending: z.string(),
  fetched_at: z.number().nullable(),
  /** When it could be read last. */
  ok_at: z.number().nullable(),
  failing_since: z.number().nullable(),
  /** A sentence; empty while it does not fail. */
  failure: z.string(),
  failures: z.number().int(),
  told_at: z.number().nullable(),
  events: z.number().int(),
  warnings: z.array(SourceWarning),
  next_fetch_at: z.number(),
  turn: z.number().int(),
  version: z.number().int(),
});
export type CalendarSourceRow = z.infer<typeof CalendarSourceRow>;

const columns = sql.fragment`
  id, name, host, ending, fetched_at, ok_at, failing_since, failure, failures, told_at, events, warnings,
  next_fetch_at, turn, version`;

/** No provider has more (app/domain/calendar_sources.ts); a list that has no end would be one. */
const MOST = 50;

/** The provider's calendars elsewhere, by name. */
export async function selectCalendarSources(tx: TenantTx): Promise<readonly CalendarSourceRow[]> {
  return tx.any(sql.type(CalendarSourceRow)`
    /* selectCalendarSources */
    select ${columns} from calendar_sources where provider_id = ${tx.provider_id} order by name, id limit ${MOST}`);
}

/** One of them, or null. */
export async function selectOptionalCalendarSource(
  tx: TenantTx,
  id: string,
): Promise<CalendarSourceRow | null> {
  return tx.maybeOne(sql.type(CalendarSourceRow)`
    /* selectOptionalCalendarSource */
    select ${columns} from calendar_sources where provider_id = ${tx.provider_id} and id = ${id}`);
}

const FeedRow = z.object({
  id: z.uuid(),
  sealed_address: z.string(),
  etag: z.string().nullable(),
  last_modified: z.string().nullable(),
  /** SHA-256 of what was read last, in hex. */
  body_hash: z.string().nullable(),
  read_as: z.string(),
  read_at: z.number().nullable(),
  turn: z.number().int(),
});
export type FeedRow = z.infer<typeof FeedRow>;

/** What fetching needs to know of a calendar, or null when there is none. */
export async function selectOptionalFeed(tx: TenantTx, id: string): Promise<FeedRow | null> {
  return tx.maybeOne(sql.type(FeedRow)`
    /* selectOptionalFeed */
    select id, sealed_address, etag, last_modified, encode(body_hash, 'hex') as body_hash, read_as, read_at, turn
    from calendar_sources where provider_id = ${tx.provider_id} and id = ${id}`);
}

const SealedRow = z.object({ id: z.uuid(), sealed_address: z.string() });

/** Every calendar's sealed address. */
export async function selectSealedAddresses(tx: TenantTx): Promise<readonly z.infer<typeof SealedRow>[]> {
  return tx.any(sql.type(SealedRow)`
    /* selectSealedAddresses */
    select id, sealed_address from calendar_sources where provider_id = ${tx.provider_id} limit ${MOST}`);
}

export type NewCalendarSource = {
  id: string;
  name: string;
  sealed_address: string;
  host: string;
  ending: string;
  now: number;
};

/** Adds a calendar that was never read, to be fetched at once; `now` in epoch ms. */
export async function insertCalendarSource(tx: WriteTx, source: NewCalendarSource): Promise<void> {
  const at = instant(source.now);
  await tx.query(sql.typeAlias("void")`
    /* insertCalendarSource */
    insert into calendar_sources (provider_id, id, name, sealed_address, host, ending, next_fetch_at, created_at)
    values (${tx.provider_id}, ${source.id}, ${source.name}, ${source.sealed_address}, ${source.host},
            ${source.ending}, ${at}, ${at})`);
}

/** Gives a calendar another name. @returns false when it is no longer at that version */
export async function updateCalendarSourceName(
  tx: WriteTx,
  { id, version, name }: { id: string; version: number; name: string },
): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateCalendarSourceName */
    update calendar_sources set name = ${name}, version = version + 1
    where provider_id = ${tx.provider_id} and id = ${id} and version = ${version} returning id`);
  return row !== null;
}

/** Gives a calendar another address; what was known of the old one's answers is forgotten. */
export async function updateCalendarSourceAddress(
  tx: WriteTx,
  { id, sealed_address, host, ending }: Pick<NewCalendarSource, "id" | "sealed_address" | "host" | "ending">,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateCalendarSourceAddress */
    update calendar_sources set sealed_address = ${sealed_address}, host = ${host}, ending = ${ending},
      etag = null, last_modified = null, body_hash = null, read_as = '', failures = 0
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** The next turn of a calendar, at an instant (epoch ms). Earlier turns' jobs are void from now on. */
export async function updateCalendarSourceTurn(
  tx: WriteTx,
  id: string,
  next_fetch_at: number,
): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ turn: z.number().int() }))`
    /* updateCalendarSourceTurn */
    update calendar_sources set turn = turn + 1, next_fetch_at = ${instant(next_fetch_at)}
    where provider_id = ${tx.provider_id} and id = ${id} returning turn`) as Promise<number>;
}

/** It was fetched and is as it was; only what the answer says of itself may be new. `now` in epoch ms. */
export async function updateCalendarSourceUnchanged(
  tx: WriteTx,
  id: string,
  {
    now,
    validators,
  }: { now: number; validators: { etag: string | null; last_modified: string | null } | null },
): Promise<void> {
  const renewed = validators
    ? sql.fragment`, etag = ${validators.etag}, last_modified = ${validators.last_modified}`
    : sql.fragment``;
  await tx.query(sql.typeAlias("void")`
    /* updateCalendarSourceUnchanged */
    update calendar_sources set fetched_at = ${instant(now)}, ok_at = ${instant(now)}, failing_since = null,
      failure = '', failures = 0, told_at = null ${renewed}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

export type ReadSource = {
  now: number;
  etag: string | null;
  last_modified: string | null;
  body_hash: string;
  read_as: string;
  events: number;
  warnings: readonly SourceWarning[];
};

/** It was fetched and read. `now` in epoch ms. */
export async function updateCalendarSourceRead(tx: WriteTx, id: string, read: ReadSource): Promise<void> {
  const at = instant(read.now);
  await tx.query(sql.typeAlias("void")`
    /* updateCalendarSourceRead */
    update calendar_sources set fetched_at = ${at}, ok_at = ${at}, read_at = ${at}, read_as = ${read.read_as},
      etag = ${read.etag}, last_modified = ${read.last_modified}, body_hash = decode(${read.body_hash}, 'hex'),
      events = ${read.events}, warnings = ${sql.jsonb(read.warnings.map((warning) => ({ ...warning })))},
      failing_since = null, failure = '', failures = 0, told_at = null
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** It could not be fetched or read, `failure` says why; what it said before stays. `now` in epoch ms. */
export async function updateCalendarSourceFailing(
  tx: WriteTx,
  id: string,
  { now, failure, told }: { now: number; failure: string; told: boolean },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateCalendarSourceFailing */
    update calendar_sources set fetched_at = ${instant(now)}, failing_since = coalesce(failing_since, ${instant(now)}),
      failure = ${failure}, failures = failures + 1, told_at = ${told ? instant(now) : sql.fragment`told_at`}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Removes a calendar, and with it the times in which it said "busy". @returns false when there was none */
export async function deleteCalendarSource(tx: WriteTx, id: string): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* deleteCalendarSource */
    delete from calendar_sources where provider_id = ${tx.provider_id} and id = ${id} returning id`);
  return row !== null;
}

/** Tells pages that are open of a change that is no line of the history. */
export async function notifyOfChange(tx: WriteTx): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* notifyOfChange */
    select from ${tellOfChange(tx.provider_id)}`);
}

const FailingRow = z.object({ id: z.uuid(), name: z.string(), failing_since: z.number() });
export type FailingRow = z.infer<typeof FailingRow>;

/** Calendars that have failed since an instant (epoch ms) or longer, by name. */
export async function selectFailingSources(tx: TenantTx, since: number): Promise<readonly FailingRow[]> {
  return tx.any(sql.type(FailingRow)`
    /* selectFailingSources */
    select id, name, failing_since from calendar_sources
    where provider_id = ${tx.provider_id} and failing_since <= ${instant(since)} order by name, id limit ${MOST}`);
}

/** Calendars that should have been fetched at an instant (epoch ms) or before. */
export async function selectOverdueSources(tx: TenantTx, since: number): Promise<readonly { id: string }[]> {
  return tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* selectOverdueSources */
    select id from calendar_sources
    where provider_id = ${tx.provider_id} and next_fetch_at <= ${instant(since)} limit ${MOST}`);
}

import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** Feeds: private addresses of bookings for calendar programs. What stands in them: feed_sessions.ts. */

export const CalendarFeedRow = z.object({
  id: z.uuid(),
  scope: z.enum(["provider", "service", "member"]),
  service_id: z.uuid().nullable(),
  /** Of the feed's service; null for any other scope. */
  service_title: z.string().nullable(),
  account_id: z.uuid().nullable(),
  detail: z.enum(["busy", "details"]),
  token_hash: z.instanceof(Uint8Array),
  created_at: z.number(),
  /** Within the hour; null when nobody ever came. */
  last_read_at: z.number().nullable(),
});
export type CalendarFeedRow = z.infer<typeof CalendarFeedRow>;

const selection = sql.fragment`
  select f.id, f.scope, f.service_id, s.title as service_title, f.account_id, f.detail, f.token_hash, f.created_at,
    f.last_read_at
  from calendar_feeds f left join services s on s.provider_id = f.provider_id and s.id = f.service_id`;

/** The provider's feeds without those of its members: all bookings first, then by service. */
export async function selectSharedFeeds(tx: TenantTx): Promise<readonly CalendarFeedRow[]> {
  return tx.any(sql.type(CalendarFeedRow)`
    /* selectSharedFeeds */
    ${selection} where f.provider_id = ${tx.provider_id} and f.scope <> 'member'
    order by f.scope, s.position, s.id, f.detail, f.id`);
}

/** What a member made for themself. */
export async function selectFeedsOfMember(
  tx: TenantTx,
  account_id: string,
): Promise<readonly CalendarFeedRow[]> {
  return tx.any(sql.type(CalendarFeedRow)`
    /* selectFeedsOfMember */
    ${selection} where f.provider_id = ${tx.provider_id} and f.account_id = ${account_id} order by f.detail, f.id`);
}

/** A feed by id, or null when it is gone. */
export async function selectOptionalFeedById(tx: TenantTx, id: string): Promise<CalendarFeedRow | null> {
  return tx.maybeOne(sql.type(CalendarFeedRow)`
    /* selectOptionalFeedById */
    ${selection} where f.provider_id = ${tx.provider_id} and f.id = ${id}`);
}

/**
 * The feed that an address leads to, by the SHA-256 of its token, or null. A member's is open while their account is:
 * not suspended, not about to be deleted.
 */
export async function selectOptionalOpenFeed(
  tx: TenantTx,
  token_hash: Uint8Array,
): Promise<CalendarFeedRow | null> {
  return tx.maybeOne(sql.type(CalendarFeedRow)`
    /* selectOptionalOpenFeed */
    ${selection} left join accounts a on a.id = f.account_id
    where f.provider_id = ${tx.provider_id} and f.token_hash = ${sql.binary(Buffer.from(token_hash))}
      and (f.account_id is null or (a.suspended_at is null and a.deletes_at is null))`);
}

export type NewCalendarFeed = Pick<
  CalendarFeedRow,
  "id" | "scope" | "service_id" | "account_id" | "detail"
> & { token_hash: Uint8Array; now: number };

/** Adds a feed; `now` in epoch ms. @returns false when there is one of this kind */
export async function insertFeed(tx: WriteTx, feed: NewCalendarFeed): Promise<boolean> {
  const added = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertFeed */
    insert into calendar_feeds (provider_id, id, scope, service_id, account_id, detail, token_hash, created_at)
    values (${tx.provider_id}, ${feed.id}, ${feed.scope}, ${feed.service_id}, ${feed.account_id}, ${feed.detail},
            ${sql.binary(Buffer.from(feed.token_hash))}, ${instant(feed.now)})
    on conflict on constraint calendar_feeds_once do nothing
    returning id`);
  return added !== null;
}

/** Ends a feed; false when it was gone already. */
export async function deleteFeed(tx: WriteTx, id: string): Promise<boolean> {
  const gone = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* deleteFeed */
    delete from calendar_feeds where provider_id = ${tx.provider_id} and id = ${id} returning id`);
  return gone !== null;
}

/** Notes that a program read the feed at `now` (epoch ms), unless that was noted after `unless_after`. */
export async function updateFeedRead(
  tx: WriteTx,
  { id, now, unless_after }: { id: string; now: number; unless_after: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateFeedRead */
    update calendar_feeds set last_read_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}
      and (last_read_at is null or last_read_at <= ${instant(unless_after)})`);
}

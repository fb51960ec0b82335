import { z } from "zod";
import { inWindow } from "./reservations.ts";
import { instant, sql, type TenantTx } from "./transaction.ts";

/** What stands in a feed: sessions that are taken, one-to-one or with seats. */

/** Which bookings a feed is about: those that begin in a window (epoch ms), of one service or of all. */
export type FeedWindow = { starts_at: number; ends_at: number; service_id: string | null };

// Both ways have their own index: bookings_by_start, bookings_of_service.
const inFeed = (tx: TenantTx, { starts_at, ends_at, service_id }: FeedWindow) => sql.fragment`
  b.provider_id = ${tx.provider_id} and b.starts_at >= ${instant(starts_at)} and b.starts_at < ${instant(ends_at)}
  and ${service_id === null ? sql.fragment`true` : sql.fragment`b.service_id = ${service_id}`}`;

const FeedStateRow = z.object({
  bookings: z.number().int(),
  versions: z.number().int(),
  updated_at: z.number().nullable(),
});
export type FeedStateRow = z.infer<typeof FeedStateRow>;

/**
 * By what one can tell that a feed is as it was: every booking ever made in its window, whatever became of it. Both
 * numbers grow with each change and never shrink but when a booking leaves the window; the latest change alone would not
 * do, because of two at once the earlier may be committed last.
 */
export async function selectFeedState(tx: TenantTx, window: FeedWindow): Promise<FeedStateRow> {
  return tx.one(sql.type(FeedStateRow)`
    /* selectFeedState */
    select count(*)::int as bookings, coalesce(sum(b.version), 0)::int as versions, max(b.updated_at) as updated_at
    from bookings b where ${inFeed(tx, window)}`);
}

export const FeedGuest = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  is_pending: z.boolean(),
});

export const FeedSessionRow = z.object({
  session_id: z.uuid(),
  capacity: z.number().int(),
  seats_taken: z.number().int(),
  is_confirmed: z.boolean(),
  /** Of the first who booked, and with one seat the only one. */
  booking_id: z.uuid(),
  version: z.number().int(),
  created_at: z.number(),
  updated_at: z.number(),
  starts_at: z.number(),
  ends_at: z.number(),
  service_title: z.string(),
  place_detail: z.string(),
  /** By name, at most GUESTS; empty when nobody asked who they are. */
  guests: z.array(FeedGuest),
});
export type FeedSessionRow = z.infer<typeof FeedSessionRow>;

/** As many names as an entry of a calendar can bear. */
export const GUESTS = 100;

/** What is taken or waited for in a feed's window, one row a session however many sit in it, by start, at most `count`. */
export async function selectFeedSessions(
  tx: TenantTx,
  window: FeedWindow,
  { with_guests, count }: { with_guests: boolean; count: number },
): Promise<readonly FeedSessionRow[]> {
  const guests = with_guests
    ? sql.fragment`to_jsonb((array_agg(jsonb_build_object('name', b.customer_name, 'phone', b.customer_phone,
        'is_pending', b.status = 'pending') order by b.customer_name, b.id))[1:${GUESTS}])`
    : sql.fragment`'[]'::jsonb`;
  return tx.any(sql.type(FeedSessionRow)`
    /* selectFeedSessions */
    select r.session_id, max(r.capacity)::int as capacity, count(*)::int as seats_taken,
      bool_or(b.status = 'confirmed') as is_confirmed,
      (array_agg(b.id order by b.id))[1] as booking_id, max(b.version)::int as version,
      min(b.created_at) as created_at, max(b.updated_at) as updated_at,
      min(b.starts_at) as starts_at, max(b.ends_at) as ends_at,
      (array_agg(b.service_title order by b.id))[1] as service_title,
      (array_agg(b.place_detail order by b.id))[1] as place_detail,
      ${guests} as guests
    from bookings b join reservations r on r.provider_id = b.provider_id and r.booking_id = b.id
    where ${inFeed(tx, window)} and b.status in ('pending', 'confirmed')
      -- Says nothing new, but lets reservations be read by their own window: without it all the years of a provider were.
      and ${inWindow(window.starts_at, window.ends_at)}
    group by r.session_id
    order by min(b.starts_at), r.session_id limit ${count}`);
}

import { z } from "zod";
import { BOOKING_STATUSES } from "./bookings.ts";
import { AccountDeliveryRow, DeliveryRow } from "./deliveries.ts";
import {
  type AccountTx,
  type AccountWriteTx,
  instant,
  sql,
  type TenantTx,
  type WriteTx,
} from "./transaction.ts";

/** What was sent, as people look at it: with whom and what it was about. */

export const LedgerRow = DeliveryRow.extend({
  dismissed_at: z.number().nullable(),
  /** The member's whom it goes to, while they have an account. */
  account_name: z.string().nullable(),
  /** Whom an invitation is for, while it stands. */
  invited_email: z.string().nullable(),
  /** All null when it is about no booking. */
  customer_id: z.uuid().nullable(),
  customer_name: z.string().nullable(),
  customer_email: z.string().nullable(),
  service_title: z.string().nullable(),
  starts_at: z.number().nullable(),
  status: z.enum(BOOKING_STATUSES).nullable(),
  version: z.number().int().nullable(),
  no_show_at: z.number().nullable(),
  is_erased: z.boolean(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

const ledger = sql.fragment`
  select d.id, d.kind, d.once, d.account_id, d.details, d.due_at, d.state, d.tries, d.answer, d.tried_at, d.ended_at,
         d.booking_id, d.booking_version, d.recipient, d.dismissed_at,
         a.name as account_name, i.email as invited_email,
         b.customer_id, b.customer_name, c.email as customer_email, b.service_title, b.starts_at, b.status, b.version,
         b.no_show_at, c.erased_at is not null as is_erased
  from deliveries d
  left join bookings b on b.provider_id = d.provider_id and b.id = d.booking_id
  left join customers c on c.provider_id = b.provider_id and c.id = b.customer_id
  left join accounts a on a.id = d.account_id
  left join invitations i on d.recipient = 'invited' and i.provider_id = d.provider_id
    and i.id = (d.details ->> 'invitation_id')::uuid`;

/** Everything sent or to be sent about a booking, in the order of its times, at most `count`. */
export async function selectDeliveriesOfBooking(
  tx: TenantTx,
  booking_id: string,
  count: number,
): Promise<readonly LedgerRow[]> {
  return tx.any(sql.type(LedgerRow)`
    /* selectDeliveriesOfBooking */
    ${ledger}
    where d.provider_id = ${tx.provider_id} and d.booking_id = ${booking_id}
    order by d.due_at, d.id limit ${count}`);
}

/** One of them, or null. */
export async function selectOptionalDelivery(tx: TenantTx, id: string): Promise<LedgerRow | null> {
  return tx.maybeOne(sql.type(LedgerRow)`
    /* selectOptionalDelivery */
    ${ledger}
    where d.provider_id = ${tx.provider_id} and d.id = ${id}`);
}

/** A place in the list of what could not be delivered: when it ended (epoch ms) and which it was. */
export type TroubledCursor = { ended_at: number; id: string };

/**
 * What was refused or given up since (epoch ms) and that nobody has dismissed, the latest first.
 * @param page.after the last one of the page before, or null
 */
export async function selectTroubledDeliveries(
  tx: TenantTx,
  page: { since: number; after: TroubledCursor | null; count: number },
): Promise<readonly LedgerRow[]> {
  const { since, after, count } = page;
  return tx.any(sql.type(LedgerRow)`
    /* selectTroubledDeliveries */
    ${ledger}
    where d.provider_id = ${tx.provider_id} and d.state in ('refused', 'dead') and d.dismissed_at is null
      and d.ended_at >= ${instant(since)}
      and ${
        after
          ? sql.fragment`(d.ended_at, d.id) < (${instant(after.ended_at)}, ${after.id}::uuid)`
          : sql.fragment`true`
      }
    order by d.ended_at desc, d.id desc limit ${count}`);
}

/** How many there are of those, counted up to `most`. */
export async function selectTroubledCount(tx: TenantTx, since: number, most: number): Promise<number> {
  return (await tx.oneFirst(sql.type(z.object({ count: z.number().int() }))`
    /* selectTroubledCount */
    select count(*)::int from (
      select from deliveries
      where provider_id = ${tx.provider_id} and state in ('refused', 'dead') and dismissed_at is null
        and ended_at >= ${instant(since)}
      limit ${most}) troubled`)) as number;
}

const RefusedRow = z.object({ answer: z.string(), ended_at: z.number() });
export type RefusedRow = z.infer<typeof RefusedRow>;

/**
 * Why a customer's address was refused, and when: null when it never was, when something reached them later, or when
 * somebody has changed their entry since.
 */
export async function selectOptionalRefusal(tx: TenantTx, customer_id: string): Promise<RefusedRow | null> {
  return tx.maybeOne(sql.type(RefusedRow)`
    /* selectOptionalRefusal */
    select d.answer, d.ended_at
    from deliveries d
    join bookings b on b.provider_id = d.provider_id and b.id = d.booking_id
    join customers c on c.provider_id = b.provider_id and c.id = b.customer_id
    where d.provider_id = ${tx.provider_id} and d.state = 'refused' and d.recipient = 'customer'
      and b.customer_id = ${customer_id} and d.ended_at > c.updated_at and c.erased_at is null
      and not exists (
        select from deliveries later
        join bookings of on of.provider_id = later.provider_id and of.id = later.booking_id
        where later.provider_id = d.provider_id and of.customer_id = b.customer_id and later.recipient = 'customer'
          and later.state = 'sent' and later.ended_at > d.ended_at)
    order by d.ended_at desc limit 1`);
}

/** Puts one that has ended without being sent back into the queue (epoch ms). @returns false when it is there already */
export async function updateDeliveryQueued(tx: WriteTx, id: string, now: number): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateDeliveryQueued */
    update deliveries set state = 'queued', tries = 0, answer = '', due_at = ${instant(now)}, tried_at = null,
      ended_at = null, dismissed_at = null
    where provider_id = ${tx.provider_id} and id = ${id} and state in ('refused', 'dead', 'void')
    returning id`);
  return row !== null;
}

/** Takes one that has failed off the list (epoch ms). @returns false when it is not there */
export async function updateDeliveryDismissed(tx: WriteTx, id: string, now: number): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateDeliveryDismissed */
    update deliveries set dismissed_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id} and state in ('refused', 'dead') and dismissed_at is null
    returning id`);
  return row !== null;
}

const OverviewRow = z.object({
  waiting: z.number().int(),
  overdue: z.number().int(),
  refused: z.number().int(),
  dead: z.number().int(),
});
export type DeliveriesOverviewRow = z.infer<typeof OverviewRow>;

/**
 * How many messages of everybody's wait for their turn, are late, were refused and given up; numbers only.
 * @param as.late_before what was due before is late (epoch ms)
 */
export async function selectDeliveriesOverview(
  tx: AccountTx,
  as: { now: number; late_before: number; failed_since: number },
): Promise<DeliveriesOverviewRow> {
  return tx.one(sql.type(OverviewRow)`
    /* selectDeliveriesOverview */
    select waiting::int, overdue::int, refused::int, dead::int
    from deliveries_overview(${instant(as.now)}, ${instant(as.late_before)}, ${instant(as.failed_since)})`);
}

const AccountLedgerRow = AccountDeliveryRow.extend({
  account_name: z.string().nullable(),
  account_email: z.string().nullable(),
});
export type AccountLedgerRow = z.infer<typeof AccountLedgerRow>;

/** Messages about accounts that were refused or given up since (epoch ms), the latest first. */
export async function selectTroubledAccountDeliveries(
  tx: AccountTx,
  page: { since: number; after: TroubledCursor | null; count: number },
): Promise<readonly AccountLedgerRow[]> {
  const { since, after, count } = page;
  return tx.any(sql.type(AccountLedgerRow)`
    /* selectTroubledAccountDeliveries */
    select d.id, d.kind, d.once, d.account_id, d.details, d.due_at, d.state, d.tries, d.answer, d.tried_at, d.ended_at,
           a.name as account_name, a.email as account_email
    from account_deliveries d left join accounts a on a.id = d.account_id
    where d.state in ('refused', 'dead') and d.ended_at >= ${instant(since)}
      and ${
        after
          ? sql.fragment`(d.ended_at, d.id) < (${instant(after.ended_at)}, ${after.id}::uuid)`
          : sql.fragment`true`
      }
    order by d.ended_at desc, d.id desc limit ${count}`);
}

/** One message about an account, or null. */
export async function selectOptionalAccountDelivery(
  tx: AccountTx,
  id: string,
): Promise<AccountDeliveryRow | null> {
  return tx.maybeOne(sql.type(AccountDeliveryRow)`
    /* selectOptionalAccountDelivery */
    select id, kind, once, account_id, details, due_at, state, tries, answer, tried_at, ended_at
    from account_deliveries where id = ${id}`);
}

/** As updateDeliveryQueued, for one about an account. */
export async function updateAccountDeliveryQueued(
  tx: AccountWriteTx,
  id: string,
  now: number,
): Promise<boolean> {
  const row = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateAccountDeliveryQueued */
    update account_deliveries set state = 'queued', tries = 0, answer = '', due_at = ${instant(now)}, tried_at = null,
      ended_at = null
    where id = ${id} and state in ('refused', 'dead')
    returning id`);
  return row !== null;
}

import type { DeliveryView, TroubledPageView, TroubledView } from "#app/domain/delivery-views.ts";
import { readSendingRules } from "#app/domain/messages/again.server.ts";
import {
  cursorOf,
  readTroubledCursor,
  type SendingRules,
  SHOWN_FOR,
  whyNotAgain,
} from "#app/domain/messages/ledger.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { param } from "#app/http/guarded.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import {
  type LedgerRow,
  selectDeliveriesOfBooking,
  selectTroubledCount,
  selectTroubledDeliveries,
} from "#db/delivery_lists.ts";
import type { TenantTx } from "#db/transaction.ts";

const PAGE = 25;
/** More than a booking that was moved many times has. */
const OF_ONE = 100;
/** Counted so far on Today and on the list of bookings. */
const MOST = 100;

/** Everything that was or will be sent about a booking, in the order of its times. */
export async function viewDeliveriesOfBooking(tx: TenantTx, desk: Desk, booking_id: string) {
  const rows = await selectDeliveriesOfBooking(tx, booking_id, OF_ONE);
  const rules = await readSendingRules(tx, desk.provider_context, rows);
  return rows.map((row) => viewDelivery(row, rules));
}

/** What could not be delivered, as its address asks for it. */
export async function viewTroubled(tx: TenantTx, desk: Desk, request: Request): Promise<TroubledPageView> {
  const { provider, now } = desk.provider_context;
  const after = readTroubledCursor(param(request, "after"));
  const page = { since: now - SHOWN_FOR, after, count: PAGE + 1 };
  const rows = await selectTroubledDeliveries(tx, page);
  const rules = await readSendingRules(tx, desk.provider_context, rows);
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    desk: desk.view,
    locale: localeOf(provider),
    messages: shown.map((row) => viewTroubledOne(row, rules)),
    is_first: after === null,
    more: last ? `?after=${cursorOf(last)}` : null,
  };
}

/** How many messages nobody could be given and nobody has taken note of, up to 100. */
export const countTroubled = (tx: TenantTx, now: number): Promise<number> =>
  selectTroubledCount(tx, now - SHOWN_FOR, MOST);

const viewTroubledOne = (row: LedgerRow, rules: SendingRules): TroubledView => {
  const { booking_id, customer_id, service_title, starts_at } = row;
  const is_whole = booking_id && customer_id && service_title !== null && starts_at !== null;
  return {
    ...viewDelivery(row, rules),
    booking: is_whole ? { id: booking_id, customer_id, service_title, starts_at } : null,
  };
};

const viewDelivery = (row: LedgerRow, rules: SendingRules): DeliveryView => ({
  ...{ id: row.id, kind: row.kind, state: row.state, due_at: row.due_at, ended_at: row.ended_at },
  ...{ tries: row.tries, answer: row.answer, dismissed: row.dismissed_at !== null },
  to: recipientOf(row),
  address:
    row.recipient === "customer"
      ? row.customer_email
      : row.recipient === "invited"
        ? row.invited_email
        : null,
  void_because: whyNotAgain(row, rules),
});

const recipientOf = ({ recipient, customer_name, account_name }: LedgerRow): string => {
  if (recipient === "customer") return customer_name ?? "A customer";
  if (recipient === "invited") return "Somebody who was invited";
  return account_name ? `${account_name} (of the team)` : "A former member";
};

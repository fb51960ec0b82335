import { type BookingListWish, searchKeys, wishWindow } from "#app/domain/bookings/desk.ts";
import type { Context } from "#app/domain/context.ts";
import {
  type BookingFilter,
  type BookingListRow,
  selectBookingList,
  selectCustomerIdsBySearch,
  selectOptionalCustomerName,
} from "#db/bookings/list.ts";
import { selectServiceNames } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

type Wanted = {
  wish: BookingListWish;
  after: { starts_at: number; id: string } | null;
  count: number;
};

export type FoundBookings = {
  rows: readonly BookingListRow[];
  services: { slug: string; title: string }[];
  customer_name: string | null;
};

/** So many people are named one by one; where more fit, their bookings lie so close that these are looked through. */
const MOST_CUSTOMERS = 200;

/** The bookings that a wish asks for, in the caller's snapshot: four queries at most. */
export async function findBookings(
  tx: TenantTx,
  { provider, now }: Context,
  { wish, after, count }: Wanted,
): Promise<FoundBookings> {
  const services = await selectServiceNames(tx);
  const customer_name = wish.customer === null ? null : await selectOptionalCustomerName(tx, wish.customer);
  const whose = await customersOf(tx, wish);
  const service = services.find(({ slug }) => slug === wish.service);
  const rows =
    whose.customer_ids?.length === 0
      ? []
      : await selectBookingList(tx, {
          ...wishWindow(wish, provider.time_zone),
          ...{ state: wish.state, order: wish.order, service_id: service?.id ?? null },
          ...{ ...whose, after, now, count },
        });
  return { rows, services: services.map(({ slug, title }) => ({ slug, title })), customer_name };
}

const customersOf = async (
  tx: TenantTx,
  { q, customer }: BookingListWish,
): Promise<Pick<BookingFilter, "customer_ids" | "search">> => {
  const one = customer === null ? null : [customer];
  if (q === "") return { customer_ids: one, search: null };
  const search = searchKeys(q);
  if (one) return { customer_ids: one, search };
  const found = await selectCustomerIdsBySearch(tx, search, MOST_CUSTOMERS + 1);
  return found.length > MOST_CUSTOMERS
    ? { customer_ids: null, search }
    : { customer_ids: found, search: null };
};

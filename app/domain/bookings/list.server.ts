import { type BookingListWish, searchKeys, wishWindow } from "#app/domain/bookings/desk.ts";
import type { Context } from "#app/domain/context.ts";
import {
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

/** More people than a search by the beginning of a name should give; who gets so many types one letter more. */
const MOST_CUSTOMERS = 200;

/** The bookings that a wish asks for, in the caller's snapshot: four queries at most. */
export async function findBookings(
  tx: TenantTx,
  { provider, now }: Context,
  { wish, after, count }: Wanted,
): Promise<FoundBookings> {
  const services = await selectServiceNames(tx);
  const customer_name = wish.customer === null ? null : await selectOptionalCustomerName(tx, wish.customer);
  const customer_ids = await customersOf(tx, wish);
  const service = services.find(({ slug }) => slug === wish.service);
  const rows =
    customer_ids?.length === 0
      ? []
      : await selectBookingList(tx, {
          ...wishWindow(wish, provider.time_zone),
          ...{ state: wish.state, order: wish.order, service_id: service?.id ?? null },
          ...{ customer_ids, after, now, count },
        });
  return { rows, services: services.map(({ slug, title }) => ({ slug, title })), customer_name };
}

const customersOf = async (tx: TenantTx, { q, customer }: BookingListWish) => {
  if (q === "") return customer === null ? null : [customer];
  const found = await selectCustomerIdsBySearch(tx, searchKeys(q), MOST_CUSTOMERS);
  return customer === null ? found : found.filter((id) => id === customer);
};

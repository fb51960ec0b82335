import type { CustomerPageView, CustomersPageView, CustomerView } from "#app/domain/customer-views.ts";
import { ownCustomer } from "#app/domain/customers/record.server.ts";
import { bookingGroup, cursorText, customerFilter, parseCursor } from "#app/domain/customers.ts";
import { may } from "#app/domain/permissions.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { notFound, param } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectCustomers, selectCustomerTags } from "#db/customer_lists.ts";
import {
  type CustomerBookingRow,
  type CustomerRow,
  selectCustomerBookings,
  selectCustomerFigures,
  selectOptionalCustomerById,
} from "#db/customers.ts";
import { selectOptionalRefusal } from "#db/delivery_lists.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Customers on one page of the list, bookings on one page of a customer. */
export const CUSTOMERS_PAGE = 25;
const BOOKINGS_PAGE = 50;
const MAX_FILTER_TAGS = 60;

export const customersPath = ({ view }: Pick<Desk, "view">) => `/dashboard/${view.username}/customers`;

/** The list of customers as its address asks for it, in the page's snapshot. */
export async function viewCustomers(tx: TenantTx, desk: Desk, request: Request): Promise<CustomersPageView> {
  const { provider, now } = desk.provider_context;
  const { searchParams } = new URL(request.url);
  const { text, tag, blocked, search } = customerFilter(searchParams);
  const after = parseCursor(searchParams.get("after"));
  const rows = await selectCustomers(tx, { search, tag, blocked }, { after, count: CUSTOMERS_PAGE + 1, now });
  const shown = rows.slice(0, CUSTOMERS_PAGE);
  const last = rows.length > CUSTOMERS_PAGE ? shown.at(-1) : undefined;
  return {
    desk: desk.view,
    locale: localeOf(provider),
    customers: shown.map(({ id, name, email, phone, tags, blocked_at, visits, last_at, next_at }) => ({
      ...{ id, name, email, phone, tags, visits, last_at, next_at },
      is_blocked: blocked_at !== null,
    })),
    filter: { text, tag, blocked },
    tags: [...(await selectCustomerTags(tx, MAX_FILTER_TAGS))],
    is_first: after === null,
    more: last ? listHref({ text, tag, blocked }, cursorText(last)) : null,
    may_write: may(desk.role, "customers:write"),
    may_export: may(desk.role, "data:export"),
  };
}

const listHref = (filter: CustomersPageView["filter"], after: string) =>
  `?${new URLSearchParams({
    ...(filter.text && { q: filter.text }),
    ...(filter.tag && { tag: filter.tag }),
    ...(filter.blocked && { blocked: "yes" }),
    after,
  })}`;

export const viewCustomer = (row: CustomerRow): CustomerView => ({
  ...{ id: row.id, name: row.name, email: row.email, phone: row.phone, note: row.note, tags: row.tags },
  ...{ is_blocked: row.blocked_at !== null, is_erased: row.erased_at !== null, created_at: row.created_at },
});

/** One customer with their bookings. @throws a 404 page for an id of nobody's */
export async function viewCustomerPage(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
  request: Request,
): Promise<CustomerPageView> {
  const { provider, now } = desk.provider_context;
  const row = await selectOptionalCustomerById(tx, requireId(id));
  if (!row) throw notFound();
  const before = bookingCursor(param(request, "before"));
  const rows = await selectCustomerBookings(tx, row.id, { before, count: BOOKINGS_PAGE + 1 });
  const shown = rows.slice(0, BOOKINGS_PAGE);
  const last = rows.length > BOOKINGS_PAGE ? shown.at(-1) : undefined;
  return {
    desk: desk.view,
    locale: localeOf(provider),
    customer: viewCustomer(row),
    refusal: await selectOptionalRefusal(tx, row.id),
    figures: await selectCustomerFigures(tx, row.id, now),
    bookings: shown.map((booking) => ({
      ...{ id: booking.id, status: booking.status, starts_at: booking.starts_at, ends_at: booking.ends_at },
      ...{ service_title: booking.service_title, note: booking.note, group: bookingGroup(booking, now) },
    })),
    answers: answersOf(shown),
    is_first: before === null,
    more: last ? `?before=${last.starts_at}.${last.id}` : null,
    may_write: may(desk.role, "customers:write"),
    may_book: may(desk.role, "bookings:write"),
    may_export: may(desk.role, "data:export"),
  };
}

/** "<epoch ms>.<id>", or null for anything else: the bookings then begin with the latest. */
const bookingCursor = (text: string | null) => {
  const [, at, id] = /^(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? "") ?? [];
  return at && id ? { starts_at: Number(at), id } : null;
};

/** What they said last to each question, the latest booking first. */
const answersOf = (bookings: readonly CustomerBookingRow[]) => {
  const latest = new Map<string, { label: string; value: string; at: number }>();
  for (const { answers, starts_at } of bookings)
    for (const { label, value } of answers)
      if (!latest.has(label)) latest.set(label, { label, value, at: starts_at });
  return [...latest.values()].slice(0, 50);
};

/** The customer whose id stands in the address, to change them. @throws a 404 page for nobody, and for who was erased */
export const requireCustomer = (tx: TenantTx, id: string | undefined): Promise<CustomerRow> =>
  ownCustomer(tx, requireId(id));

/** What a form says beside the e-mail address when another customer has it. */
export const TAKEN = { fieldErrors: { email: ["Another customer has this e-mail address."] } };

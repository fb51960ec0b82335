import type { ErasurePageView, MergePageView, MergeSide } from "#app/domain/customer-views.ts";
import { customerSearch } from "#app/domain/customers.ts";
import { searchOf } from "#app/domain/operator.ts";
import { requireCustomer, viewCustomer } from "#app/http/customers.server.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { param } from "#app/http/guarded.server.ts";
import { selectComingBookings } from "#db/customer_erasure.ts";
import { selectCustomers } from "#db/customer_lists.ts";
import { type CustomerRow, selectCustomerFigures } from "#db/customers.ts";
import type { TenantTx } from "#db/transaction.ts";

/** How many are offered as "the same person". */
const MAX_FOUND = 10;
const MAX_COMING = 100;

/** Two customers side by side, or a search for the second. @throws a 404 page for an id of nobody's */
export async function viewMerge(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
  request: Request,
): Promise<MergePageView> {
  const { now } = desk.provider_context;
  const one = await viewSide(tx, await requireCustomer(tx, id), now);
  const chosen = param(request, "with");
  const other =
    chosen === null || chosen === one.id ? null : await viewSide(tx, await requireCustomer(tx, chosen), now);
  const search = searchOf(param(request, "q"));
  const rows =
    search === "" || other
      ? []
      : await selectCustomers(
          tx,
          { search: customerSearch(search), tag: null, blocked: false },
          { after: null, count: MAX_FOUND + 1, now },
        );
  const found = rows
    .filter((row) => row.id !== one.id)
    .slice(0, MAX_FOUND)
    .map(({ id, name, email, phone }) => ({ id, name, email, phone }));
  return { desk: desk.view, one, other, search, found };
}

const viewSide = async (tx: TenantTx, row: CustomerRow, now: number): Promise<MergeSide> => {
  const { visits, no_shows, cancelled, upcoming } = await selectCustomerFigures(tx, row.id, now);
  return {
    ...viewCustomer(row),
    version: row.version,
    bookings: visits + no_shows + cancelled + upcoming,
  };
};

/** Whom it is about, and how many bookings must be cancelled first. @throws a 404 page for an id of nobody's */
export async function viewErasure(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
  request: Request,
): Promise<ErasurePageView> {
  const row = await requireCustomer(tx, id);
  const coming = await selectComingBookings(tx, row.id, desk.provider_context.now, MAX_COMING);
  return {
    desk: desk.view,
    customer: viewCustomer(row),
    coming: coming.length,
    done: param(request, "just") === "cancelled" ? "Cancelled. They are told by mail." : null,
  };
}

import type { Readable } from "node:stream";
import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Context } from "#app/domain/context.ts";
import type {
  ErasurePageView,
  MergePageView,
  MergeSide,
  RetentionPageView,
} from "#app/domain/customer-views.ts";
import { customerSearch } from "#app/domain/customers.ts";
import { searchOf } from "#app/domain/operator.ts";
import { may } from "#app/domain/permissions.ts";
import { dueBefore, monthsOf } from "#app/domain/retention.ts";
import { localDate } from "#app/domain/zones.ts";
import { requireCustomer, viewCustomer } from "#app/http/customers.server.ts";
import { type Desk, requireMember } from "#app/http/desk.server.ts";
import { downloadBody } from "#app/http/download.server.ts";
import { param } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectComingBookings } from "#db/customer_erasure.ts";
import { selectCustomers } from "#db/customer_lists.ts";
import {
  selectDueCustomers,
  selectDueCustomersCount,
  selectRetentionMonths,
} from "#db/customer_retention.ts";
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

/** How many of whom a rule would erase are named. */
const MAX_DUE = 50;

/** The rule of retention as it stands, and whom one of the asked months would erase. */
export async function viewRetention(tx: TenantTx, desk: Desk, request: Request): Promise<RetentionPageView> {
  const months = await selectRetentionMonths(tx);
  const asked = monthsOf(param(request, "months")) ?? months;
  return {
    desk: desk.view,
    locale: localeOf(desk.provider_context.provider),
    months,
    preview: asked === null ? null : await viewDue(tx, asked, desk.provider_context),
    saved: param(request, "just") === "saved",
    may_write: may(desk.role, "customers:write"),
  };
}

const viewDue = async (tx: TenantTx, months: number, { provider, now }: Context) => {
  const before = dueBefore(localDate(now, provider.time_zone), months, provider.time_zone);
  return {
    months,
    count: await selectDueCustomersCount(tx, before),
    customers: [...(await selectDueCustomers(tx, before, { after: null, count: MAX_DUE }))],
  };
};

type Download = { type: "text/csv" | "application/json"; name: string };

/**
 * The answer that is a file: noted in the history before the first byte, then made at the reader's pace.
 * @param name of the file, of letters, digits and hyphens
 */
export async function customerFile(
  args: LoaderFunctionArgs,
  { type, name }: Download,
  note: (context: Context) => Promise<void>,
  source: (context: Context) => Readable,
): Promise<Response> {
  const { provider_context } = await requireMember(args, "data:export");
  const { provider, now } = provider_context;
  const day = new Date(now).toISOString().slice(0, 10);
  const ending = type === "text/csv" ? "csv" : "json";
  const headers = {
    ...privatePage,
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Disposition": `attachment; filename="${name}-${provider.username}-${day}.${ending}"`,
  };
  if (args.request.method === "HEAD") return new Response(null, { headers });
  await note(provider_context);
  return new Response(downloadBody(source(provider_context), args.context.drained), { headers });
}

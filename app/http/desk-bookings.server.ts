import { z } from "zod";
import { type BookingListWish, readCursor, readWish } from "#app/domain/bookings/desk.ts";
import { isLive } from "#app/domain/bookings.ts";
import type { DeskBookingView } from "#app/domain/bookings-views.ts";
import type { Permission } from "#app/domain/permissions.ts";
import { viewProvider } from "#app/domain/views.server.ts";
import type { DeskView, ProviderView } from "#app/domain/views.ts";
import { type Desk, readingDesk } from "#app/http/desk.server.ts";
import { notFound, param, problem } from "#app/http/guarded.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { type InternalRow, selectInternal } from "#db/bookings/one.ts";
import { type BookingRow, selectOptionalBookingById } from "#db/bookings.ts";
import type { TenantTx } from "#db/transaction.ts";

/** What a list of bookings is asked for. @throws a 400 page for a place to go on that no page of ours has named */
export function requireListWish(request: Request): {
  wish: BookingListWish;
  after: { starts_at: number; id: string } | null;
} {
  const url = new URL(request.url);
  const text = param(request, "after");
  const after = text === null ? null : readCursor(text);
  if (text !== null && after === null)
    throw problem(400, {
      title: "We can't read this address",
      text: "The list cannot go on from there. Please begin at its first page.",
      links: [{ href: url.pathname.replace(/\.(data|csv)$/, ""), label: "To the first page" }],
    });
  return { wish: readWish(url.searchParams), after };
}

/** The id in an address. @throws a 404 page when it is none */
export function requireBookingId({ params }: HttpArgs): string {
  const id = z.uuid().safeParse(params.id);
  if (!id.success) throw notFound();
  return id.data;
}

export type DeskBookingPage = { desk: DeskView; provider: ProviderView; booking: DeskBookingView };

/** Reads a page about one booking of the desk's provider. @throws as readingDesk does; 404 for any other's booking */
export const readingDeskBooking = <T>(
  args: HttpArgs,
  permission: Permission,
  routine: (tx: TenantTx, page: DeskBookingPage, desk: Desk) => Promise<T>,
): Promise<T> =>
  readingDesk(args, permission, async (tx, desk) => {
    const id = requireBookingId(args);
    const booking = await selectOptionalBookingById(tx, id);
    if (!booking) throw notFound();
    const { provider, now } = desk.provider_context;
    const view = viewDeskBooking(booking, await selectInternal(tx, id), now);
    return routine(tx, { desk: desk.view, provider: viewProvider(provider), booking: view }, desk);
  });

const viewDeskBooking = (row: BookingRow, internal: InternalRow, now: number): DeskBookingView => ({
  id: row.id,
  status: row.status,
  version: row.version,
  starts_at: row.starts_at,
  ends_at: row.ends_at,
  service_title: row.service_title,
  price_cents: row.price_cents,
  currency: row.currency,
  place: row.place,
  place_detail: row.place_detail,
  customer_id: row.customer_id,
  customer_name: row.customer_name,
  customer_email: row.customer_email,
  customer_phone: row.customer_phone,
  customer_time_zone: row.customer_time_zone,
  note: row.note,
  answers: row.answers,
  end_reason: row.end_reason,
  cancelled_by: row.cancelled_by,
  booked_by: internal.booked_by,
  created_at: row.created_at,
  internal_note: internal.internal_note,
  no_show: internal.no_show_at !== null,
  seats:
    internal.capacity !== null && internal.capacity > 1
      ? { taken: internal.seats_taken ?? 0, capacity: internal.capacity }
      : null,
  is_live: isLive(row),
  has_begun: row.starts_at <= now,
  is_past: row.ends_at <= now,
});

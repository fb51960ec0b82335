import type { Context } from "#app/domain/context.ts";
import { isLinkToken } from "#app/domain/link-token.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { viewBooking } from "#app/domain/views.server.ts";
import type { BookingView } from "#app/domain/views.ts";
import { notFound } from "#app/http/guarded.server.ts";
import { readingPublic } from "#app/http/public.server.ts";
import { type BookingRow, selectOptionalBookingByToken } from "#db/bookings.ts";
import { type ServiceRow, selectServiceById } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

export type OwnBooking = { context: Context; booking: BookingRow; service: ServiceRow; view: BookingView };

/**
 * Reads the page of the booking whose capability is in the address, and what else the page needs, in one snapshot.
 * @throws a 404 page for any other
 */
export async function readingOwnBooking<T>(
  request: Request,
  params: { username?: string; token?: string },
  routine: (tx: TenantTx, own: OwnBooking) => Promise<T>,
): Promise<T> {
  const token = params.token ?? "";
  const open = async (tx: TenantTx, context: Context) => {
    const booking = isLinkToken(token) ? await selectOptionalBookingByToken(tx, sha256(token)) : null;
    if (!booking)
      throw notFound(
        "There is no booking at this address. Please use the whole link from your confirmation.",
      );
    const service = await selectServiceById(tx, booking.service_id);
    return routine(tx, { context, booking, service, view: viewBooking(context, booking, service, token) });
  };
  return readingPublic(request, params.username, open, { open_only: false });
}

/** The same for a form, which goes on to change the booking in a transaction of its own. */
export const requireOwnBooking = (
  request: Request,
  params: { username?: string; token?: string },
): Promise<OwnBooking> => readingOwnBooking(request, params, async (_tx, own) => own);

import type { Context } from "#app/domain/context.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { viewBooking } from "#app/domain/views.server.ts";
import type { BookingView } from "#app/domain/views.ts";
import { notFound } from "#app/http/guarded.server.ts";
import { requirePublicProvider } from "#app/http/public.server.ts";
import { type BookingRow, selectOptionalBookingByToken } from "#db/bookings.ts";
import { type ServiceRow, selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";

const TOKEN = /^[A-Za-z0-9_-]{32}$/;

export type OwnBooking = { context: Context; booking: BookingRow; service: ServiceRow; view: BookingView };

/** The booking whose capability is in the address. @throws a 404 page for any other */
export async function requireOwnBooking(
  request: Request,
  params: { username?: string; token?: string },
): Promise<OwnBooking> {
  const context = await requirePublicProvider(request, params.username);
  const token = params.token ?? "";
  const found = TOKEN.test(token)
    ? await reading(context.provider.id, async (tx) => {
        const booking = await selectOptionalBookingByToken(tx, sha256(token));
        return booking && { booking, service: await selectServiceById(tx, booking.service_id) };
      })
    : null;
  if (!found)
    throw notFound("There is no booking at this address. Please use the whole link from your confirmation.");
  return { context, ...found, view: viewBooking(context, found.booking, found.service, token) };
}

import type { Task } from "graphile-worker";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { BOOKING_EVENTS } from "#app/domain/bookings/record.server.ts";
import { recoverManageToken } from "#app/domain/secrets.server.ts";
import { bookingMailFor } from "#app/mail/booking-mail.ts";
import { sendMail } from "#app/mail/outbox.server.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  booking_id: z.uuid(),
  version: z.number().int(),
  event: z.enum(BOOKING_EVENTS),
});

/**
 * Tells the customer what became of their booking. A job whose booking has changed since (or is gone) ends quietly:
 * the later change has a job of its own.
 */
export const bookingMail: Task = async (raw) => {
  const { provider_id, booking_id, version, event } = Payload.parse(raw);
  const found = await reading(provider_id, async (tx) => {
    const booking = await selectOptionalBookingById(tx, booking_id);
    return booking && { booking, provider: await selectProvider(tx) };
  });
  if (!found || found.booking.version !== version) return;
  const { booking, provider } = found;
  const { secrets, public_url } = config();
  const token = recoverManageToken(secrets, provider_id, booking);
  const manage_url = token && `${public_url}/book/${provider.username}/bookings/${token}`;
  // The name says what it tells of which version, so a second run of the same job writes the same mail again.
  await sendMail(`${booking_id}.${version}.${event}`, bookingMailFor(event, booking, provider, manage_url));
};

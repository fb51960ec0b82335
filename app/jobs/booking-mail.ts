import { z } from "zod";
import { BOOKING_EVENTS } from "#app/domain/bookings/record.server.ts";
import { planBookingMessages } from "#app/domain/messages/plan.server.ts";
import { task } from "#app/jobs/task.ts";

const Payload = z.object({
  provider_id: z.uuid(),
  booking_id: z.uuid(),
  version: z.number().int(),
  event: z.enum(BOOKING_EVENTS),
});

/** Writes down who is told of a change of a booking, and when; each message then has a job of its own (delivery.ts). */
export const bookingMail = task(Payload, async ({ provider_id, ...change }) => {
  await planBookingMessages(provider_id, { ...change, now: Date.now() });
});

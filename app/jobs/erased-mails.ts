import type { Task } from "graphile-worker";
import { z } from "zod";
import { forgetMails } from "#app/domain/customers/erase.server.ts";
import { deleteMails } from "#app/mail/outbox.server.ts";

const Payload = z.object({ provider_id: z.uuid(), customer_id: z.uuid() });

/** After a customer was erased: the mails about their bookings go too. */
export const erasedMails: Task = async (raw) => {
  const { provider_id, customer_id } = Payload.parse(raw);
  await forgetMails(provider_id, customer_id, { deleteMails });
};

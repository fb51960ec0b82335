import { z } from "zod";
import { forgetMails } from "#app/domain/customers/erase.server.ts";
import { task } from "#app/jobs/task.ts";
import { deleteMails } from "#app/mail/outbox.server.ts";

const Payload = z.object({ provider_id: z.uuid(), customer_id: z.uuid() });

/** After a customer was erased: the mails about their bookings go too. */
export const erasedMails = task(Payload, async ({ provider_id, customer_id }) => {
  await forgetMails(provider_id, customer_id, { deleteMails });
});

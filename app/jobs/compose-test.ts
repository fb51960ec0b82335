import { z } from "zod";
import { config } from "#app/config.server.ts";
import { isCustomerKind } from "#app/domain/message-settings.ts";
import { readMessageSetting } from "#app/domain/messages/settings.server.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import { type Example, exampleAgenda, exampleMail } from "#app/mail/example-mail.ts";
import type { DeliveryRow } from "#db/deliveries.ts";
import { selectToldMembers } from "#db/messages.ts";
import { selectProvider } from "#db/providers.ts";
import { selectOwnServices } from "#db/services.ts";
import { reading } from "#db/transaction.ts";

const Details = z.object({ kind: z.string() });

/** A test of a message as it is saved, to the member who asked for it; `now` in epoch ms. */
export async function composeTest(provider_id: string, row: DeliveryRow, now: number): Promise<Composed> {
  const { kind } = Details.parse(row.details);
  const found = await reading(provider_id, async (tx) => ({
    provider: await selectProvider(tx),
    service: (await selectOwnServices(tx, 1))[0] ?? null,
    texts: await readMessageSetting(tx, kind),
    member: (await selectToldMembers(tx)).find((one) => one.account_id === row.account_id),
  }));
  const { provider, service, texts, member } = found;
  if (!member) return { void_because: "They no longer run this practice." };
  if (provider.suspended_at !== null) return { void_because: "The provider is suspended." };
  const example: Example = { provider, service, public_url: config().public_url, now };
  const mail = isCustomerKind(kind) ? exampleMail(kind, example, texts) : exampleAgenda(example, member);
  return { ...mail, to: member.email, subject: `Test: ${mail.subject}` };
}

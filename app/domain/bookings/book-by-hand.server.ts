import type { SlotRefusal } from "#app/domain/availability.ts";
import { type Outcome, refused } from "#app/domain/bookings/outcome.ts";
import { type Booked, requestHash, takeSlot } from "#app/domain/bookings/take.server.ts";
import type { ByHandInput } from "#app/domain/by-hand.ts";
import type { Context } from "#app/domain/context.ts";
import { selectOptionalCustomerZone } from "#db/customer_choice.ts";
import { selectOptionalServiceBySlug } from "#db/services.ts";
import { reading } from "#db/transaction.ts";

/**
 * A provider books for somebody, known or new: confirmed at once, and outside their own rules when they have seen
 * which ones. That the time is free is no such rule: it is the INSERT's to say, as for customers.
 * @returns a refusal with `asks` when rules are broken that were not confirmed
 * @throws IdempotencyKeyReusedError when the key made another booking; DatabaseUnavailableError after all retries
 */
export async function bookByHand(context: Context, input: ByHandInput): Promise<Outcome<Booked>> {
  const { service: slug, customer_id, internal_note } = input;
  const { service, zone } = await reading(context.provider.id, async (tx) => ({
    service: await selectOptionalServiceBySlug(tx, slug),
    zone: customer_id ? await selectOptionalCustomerZone(tx, customer_id) : null,
  }));
  if (!service || service.archived_at !== null) return refused("unknown_service");
  // Who has never booked themselves reads their mails in the provider's zone: nobody asked them for theirs.
  const chosen = { ...input, time_zone: zone ?? context.provider.time_zone };
  const confirmed: readonly SlotRefusal[] = input.anyway ? input.confirmed : [];
  return takeSlot(context, service, {
    ...chosen,
    request_hash: requestHash(slug, chosen, customer_id, internal_note),
    by_hand: { customer_id, internal_note, confirmed },
  });
}

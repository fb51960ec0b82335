import { type Outcome, refused } from "#app/domain/bookings/outcome.ts";
import { type Booked, findRepeated, requestHash, takeSlot } from "#app/domain/bookings/take.server.ts";
import type { BookSlotInput } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { selectIsBlocked } from "#db/customer_choice.ts";
import { selectOptionalServiceBySlug } from "#db/services.ts";
import { reading } from "#db/transaction.ts";

export type { Booked };

/**
 * A customer books a time. What was asked for is a choice of start, length and place; all else is the server's.
 * @param slug the service's name in its address
 * @throws IdempotencyKeyReusedError when the key made another booking; DatabaseUnavailableError after all retries
 */
export async function bookSlot(
  context: Context,
  slug: string,
  input: BookSlotInput,
): Promise<Outcome<Booked>> {
  const wish = { ...input, request_hash: requestHash(slug, input), by_hand: null };
  // Who is not welcome is looked up before the transaction: under SERIALIZABLE what is read is what collides.
  const { service, is_blocked } = await reading(context.provider.id, async (tx) => ({
    service: await selectOptionalServiceBySlug(tx, slug),
    is_blocked: await selectIsBlocked(tx, input.customer.email),
  }));
  if (!service || service.archived_at !== null) return refused("unknown_service");
  if (is_blocked) return (await findRepeated(context, wish)) ?? refused("unwelcome");
  return takeSlot(context, service, wish);
}

import { loadAvailability } from "#app/domain/availability.server.ts";
import { brokenRules, explainSlot, type SlotRefusal } from "#app/domain/availability.ts";
import { type Refused, refused } from "#app/domain/bookings/outcome.ts";
import type { Context } from "#app/domain/context.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

type Start = {
  service: ServiceRow;
  duration_min: number;
  /** Epoch ms. */
  starts_at: number;
  /** A booking on the move does not count against itself. */
  except_booking?: { id: string } | null;
};

const loadAround = (tx: TenantTx, context: Context, start: Start) => {
  // The schedule's zone may differ from the provider's, so ask for the dates around.
  const day = localDate(start.starts_at, context.provider.time_zone);
  return loadAvailability(tx, context, {
    service: start.service,
    duration_min: start.duration_min,
    window: { from_date: addDays(day, -1), to_date: addDays(day, 1) },
    with_occupied: false,
    except_booking: start.except_booking ?? null,
  });
};

/** The rules' verdict on a start, without looking at what is taken: null, or why not. */
export async function explain(tx: TenantTx, context: Context, start: Start): Promise<Refused | null> {
  const availability = await loadAround(tx, context, start);
  if (!availability) return refused("outside_hours");
  const verdict = explainSlot(availability, start.starts_at);
  return verdict.offered ? null : refused(verdict.reason);
}

// Starts on the grid are an offer to customers, not a wish of the provider's against 10:10. What a group's limit has to
// read of bookings is for the INSERT to say, not to be passed over.
const NO_RULES: readonly SlotRefusal[] = ["off_grid", "booked", "full"];

/** All the rules of the provider's own that a start breaks, without looking at what is taken. */
export async function findBrokenRules(
  tx: TenantTx,
  context: Context,
  start: Start,
): Promise<readonly SlotRefusal[]> {
  const availability = await loadAround(tx, context, start);
  if (!availability) return ["outside_hours"];
  return brokenRules(availability, start.starts_at).filter((reason) => !NO_RULES.includes(reason));
}

/**
 * The verdict for a provider: null when no rule is broken, or only such as they confirmed; else all of them, to be asked
 * about. That they confirmed others does not count: what is broken may have changed since.
 */
export async function askAbout(
  tx: TenantTx,
  context: Context,
  start: Start,
  confirmed: readonly SlotRefusal[],
): Promise<Refused | null> {
  const asks = await findBrokenRules(tx, context, start);
  return asks.every((reason) => confirmed.includes(reason)) ? null : { ok: false, reason: asks[0]!, asks };
}

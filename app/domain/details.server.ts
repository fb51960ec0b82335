import { randomBytes } from "node:crypto";
import { findNearestSlots, loadAvailability } from "#app/domain/availability.server.ts";
import { explainSlot, seatsLeft } from "#app/domain/availability.ts";
import type { Refusal } from "#app/domain/bookings/outcome.ts";
import type { Context } from "#app/domain/context.ts";
import { timesOf } from "#app/domain/picker.server.ts";
import { viewPlaces, viewProvider, viewService } from "#app/domain/views.server.ts";
import type { DetailsPageView, RefusalView } from "#app/domain/views.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { wordsFor } from "#app/i18n/refusals.ts";
import type { QuestionRow, ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

export type Choice = { service: ServiceRow; starts_at: number; duration_min: number; zone: string };

const NEAREST = 6;

/** A refusal in words, with the free times nearest to the wanted one (read now, after whatever transaction failed). */
export async function viewRefusal(
  tx: TenantTx,
  context: Context,
  { service, starts_at, duration_min, zone }: Choice,
  reason: Refusal,
): Promise<RefusalView> {
  const { slots, input } = await findNearestSlots(tx, context, service, duration_min, starts_at, NEAREST);
  return { ...wordsFor(reason), nearest: timesOf(slots, zone, input) };
}

/** Why a chosen start is not offered right now (bookings included), or null; with the seats left of a group. */
const judge = async (tx: TenantTx, context: Context, { service, starts_at, duration_min }: Choice) => {
  const day = localDate(starts_at, context.provider.time_zone);
  const input = await loadAvailability(tx, context, {
    service,
    duration_min,
    window: { from_date: addDays(day, -1), to_date: addDays(day, 1) },
    with_occupied: true,
  });
  if (!input) return { reason: "outside_hours" as const, seats_left: null };
  const verdict = explainSlot(input, starts_at);
  return {
    reason: verdict.offered ? null : verdict.reason,
    seats_left: service.capacity > 1 ? seatsLeft(input, starts_at) : null,
  };
};

/**
 * What the form's page shows for a chosen time.
 * @param reason why the booking was refused just now; null to ask the rules (a link may be old)
 */
export async function viewDetails(
  tx: TenantTx,
  context: Context,
  choice: Choice,
  questions: readonly QuestionRow[],
  reason: Refusal | null,
): Promise<DetailsPageView> {
  const { service, starts_at, duration_min, zone } = choice;
  const { username } = context.provider;
  // Who was refused a moment ago need not be judged again; only a group's seats are still to be counted.
  const judged =
    reason && service.capacity === 1 ? { reason, seats_left: null } : await judge(tx, context, choice);
  const against = reason ?? judged.reason;
  const day = localDate(starts_at, zone);
  const back = new URLSearchParams({ date: day, duration: String(duration_min), tz: zone });
  return {
    provider: viewProvider(context.provider),
    service: viewService(service),
    questions: [...questions],
    phone_field: service.phone_field,
    places: viewPlaces(service),
    starts_at,
    ends_at: starts_at + duration_min * 60_000,
    duration_min,
    price_cents: service.durations.find((one) => one.duration_min === duration_min)?.price_cents ?? null,
    seats_left: judged.seats_left,
    zone,
    idempotency_key: randomBytes(18).toString("base64url"),
    back: `/book/${username}/${service.slug}?${back}#times`,
    refusal: against ? await viewRefusal(tx, context, choice, against) : null,
  };
}

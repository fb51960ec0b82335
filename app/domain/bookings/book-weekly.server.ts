import { bookByHand } from "#app/domain/bookings/book-by-hand.server.ts";
import type { Outcome } from "#app/domain/bookings/outcome.ts";
import { type ByHandInput, type Missed, weeklyKey, weeksLater } from "#app/domain/by-hand.ts";
import type { Context } from "#app/domain/context.ts";

/** One week of a series that was not booked, and why; a clock change may leave that week without the time. */
export type MissedWeek = { week: number; reason: Missed };

export type Series = { first_id: string; missed: MissedWeek[] };

/**
 * Books the same wall-clock time in `input.weeks` weeks, one booking and one transaction each: what cannot be had in one week
 * does not undo the others. Each has a key made of the form's, so the same form again goes on where it was cut off.
 * The first decides whether there is a series at all: refused or asked about, nothing is booked.
 * @throws as bookByHand does
 */
export async function bookWeekly(context: Context, input: ByHandInput): Promise<Outcome<Series>> {
  const first = await bookByHand(context, { ...input, idempotency_key: weeklyKey(input.idempotency_key, 0) });
  if (!first.ok) return first;
  const missed: MissedWeek[] = [];
  for (let week = 1; week < input.weeks; week++) {
    const start = weeksLater(input.starts_at, week, context.provider.time_zone);
    if (start.kind !== "one") {
      missed.push({ week, reason: start.kind === "gap" ? "gap" : "fold" });
      continue;
    }
    const idempotency_key = weeklyKey(input.idempotency_key, week);
    const outcome = await bookByHand(context, { ...input, starts_at: start.at, idempotency_key });
    if (!outcome.ok) missed.push({ week, reason: outcome.reason });
  }
  return { ok: true, first_id: first.booking_id, missed };
}

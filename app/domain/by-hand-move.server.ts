/** The page of moving a booking: its time now, and what the address says of the new one. */

import { wallOf } from "#app/domain/by-hand.ts";
import {
  judgeByHand,
  readTyped,
  viewDayTimes,
  viewTaken,
  viewWarning,
} from "#app/domain/by-hand-days.server.ts";
import type { MoveByHandView } from "#app/domain/by-hand-views.ts";
import type { Context } from "#app/domain/context.ts";
import { viewProviderToCustomer } from "#app/domain/views.server.ts";
import { parseBookableDate } from "#app/domain/wall-time.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

const MINUTE = 60_000;

export type AskedMove = { starts_at: number | null; date: string | null; time: string | null };

/** What is moved, as the verbs of availability want it. */
export const wantedOf = (booking: BookingRow, service: ServiceRow) => ({
  service,
  duration_min: (booking.ends_at - booking.starts_at) / MINUTE,
  except_booking: booking,
});

export async function viewMove(
  tx: TenantTx,
  context: Context,
  booking: BookingRow,
  service: ServiceRow,
  asked: AskedMove,
): Promise<Omit<MoveByHandView, "desk">> {
  const zone = context.provider.time_zone;
  const wanted = wantedOf(booking, service);
  const now_at = wallOf(booking.starts_at, zone);
  const read = asked.time
    ? readTyped(asked.date ?? "", asked.time, zone)
    : { starts_at: null, typed: { date: asked.date ?? now_at.date, time: now_at.time, problem: null } };
  const starts_at = asked.starts_at ?? read.starts_at;
  const typed = starts_at === null ? read.typed : { ...wallOf(starts_at, zone), problem: null };
  const against = starts_at === null ? null : await judge(tx, context, wanted, starts_at);
  const day = parseBookableDate(typed.date) ?? now_at.date;
  return {
    provider: viewProviderToCustomer(context.provider),
    booking: {
      id: booking.id,
      service_title: booking.service_title,
      customer_name: booking.customer_name,
      starts_at: booking.starts_at,
      ends_at: booking.ends_at,
      version: booking.version,
    },
    day: await viewDayTimes(tx, context, wanted, day),
    typed: { ...typed, date: typed.problem ? typed.date : day },
    chosen:
      starts_at === null || against?.refusal
        ? null
        : { starts_at, ends_at: starts_at + booking.ends_at - booking.starts_at },
    warning: against?.warning ?? null,
    refusal: against?.refusal ?? null,
  };
}

const judge = async (
  tx: TenantTx,
  context: Context,
  wanted: ReturnType<typeof wantedOf>,
  starts_at: number,
) => {
  const { asks, taken } = await judgeByHand(tx, context, wanted, starts_at);
  const reason = starts_at < context.now ? "past" : taken;
  return {
    warning: viewWarning(asks, wanted.service),
    refusal: reason && (await viewTaken(tx, context, wanted, starts_at, reason)),
  };
};

import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "#db/transaction.ts";

const HoldRow = z.object({ id: z.uuid(), version: z.number().int() });
export type HoldRow = z.infer<typeof HoldRow>;

/** True when a time is held for longer than was promised; `now` in epoch ms. */
export async function selectHasOverdueHold(tx: TenantTx, now: number): Promise<boolean> {
  const found = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* selectHasOverdueHold */
    select id from bookings
    where provider_id = ${tx.provider_id} and status = 'held' and held_until <= ${instant(now)} limit 1`);
  return found !== null;
}

/** Ends what is held for longer than was promised and gives its time back. @returns what has ended */
export async function updateOverdueHolds(tx: WriteTx, now: number): Promise<readonly HoldRow[]> {
  const ended = await tx.any(sql.type(HoldRow)`
    /* updateOverdueHolds */
    update bookings set status = 'expired', expired_at = ${instant(now)}, version = version + 1,
           updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and status = 'held' and held_until <= ${instant(now)}
    returning id, version`);
  const ids = sql.array(
    ended.map(({ id }) => id),
    "uuid",
  );
  await tx.query(sql.typeAlias("void")`
    /* deleteReservationsOfHolds */
    delete from reservations where provider_id = ${tx.provider_id} and booking_id = any(${ids})`);
  return ended;
}

import { z } from "zod";
import { inWindow } from "./reservations.ts";
import { sql, type TenantTx } from "./transaction.ts";

const TakerRow = z.object({
  id: z.uuid(),
  service_id: z.uuid(),
  service_title: z.string(),
  customer_name: z.string(),
  starts_at: z.number(),
  ends_at: z.number(),
});
export type TakerRow = z.infer<typeof TakerRow>;

/** Whose bookings, widened by their own buffers, touch a window (epoch ms), by start, at most 20. */
export async function selectTakers(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<readonly TakerRow[]> {
  return tx.any(sql.type(TakerRow)`
    /* selectTakers */
    select b.id, b.service_id, b.service_title, b.customer_name, lower(b.during) as starts_at, upper(b.during) as ends_at
    from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    where r.provider_id = ${tx.provider_id} and ${inWindow(starts_at, ends_at)}
    order by lower(b.during), b.id limit 20`);
}

const DayChangeRow = z.object({ override_note: z.string().nullable(), holiday_name: z.string().nullable() });
export type DayChangeRow = z.infer<typeof DayChangeRow>;

/** Why a date of a schedule has other hours: its override's note ("" without one), or the holiday that closes it. */
export async function selectDayChange(
  tx: TenantTx,
  schedule_id: string,
  date: string,
): Promise<DayChangeRow> {
  return tx.one(sql.type(DayChangeRow)`
    /* selectDayChange */
    select
      (select max(o.note) from date_overrides o
       where o.provider_id = ${tx.provider_id} and o.schedule_id = ${schedule_id}::uuid and o.date = ${date}::date) as override_note,
      (select h.name from holidays h
       where h.provider_id = ${tx.provider_id} and h.date = ${date}::date and h.kept_open_at is null) as holiday_name`);
}

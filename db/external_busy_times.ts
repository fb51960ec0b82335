import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** No row is longer, as the table's constraint says: none that reaches into a window begins earlier. */
export const LONGEST_BUSY_MS = 7 * 86_400_000;

/** Rows of `e` (external_busy_times) that touch a window (epoch ms), as a range of external_busy_times_in_window. */
export const busyInWindow = (tx: TenantTx, starts_at: number, ends_at: number) => sql.fragment`(
  e.provider_id = ${tx.provider_id} and e.starts_at < ${instant(ends_at)}
  and e.starts_at >= ${instant(starts_at - LONGEST_BUSY_MS)} and e.ends_at > ${instant(starts_at)})`;

const NamedBusyRow = z.object({
  source_id: z.uuid(),
  name: z.string(),
  starts_at: z.number(),
  ends_at: z.number(),
});
export type NamedBusyRow = z.infer<typeof NamedBusyRow>;

/** When calendars elsewhere say "busy" in a window (epoch ms), with their names, by start, at most `count`. */
export async function selectNamedBusyTimes(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
  count: number,
): Promise<readonly NamedBusyRow[]> {
  return tx.any(sql.type(NamedBusyRow)`
    /* selectNamedBusyTimes */
    select e.source_id, s.name, e.starts_at, e.ends_at
    from external_busy_times e
    join calendar_sources s on s.provider_id = e.provider_id and s.id = e.source_id
    where ${busyInWindow(tx, starts_at, ends_at)}
    order by e.starts_at, e.source_id limit ${count}`);
}

const BusyRow = z.object({ starts_at: z.number(), ends_at: z.number() });
type BusyRow = z.infer<typeof BusyRow>;

const instants = (list: readonly number[]) =>
  sql.array(
    list.map((ms) => new Date(ms).toISOString()),
    "timestamptz",
  );

/**
 * Puts these times (epoch ms, none overlapping, none longer than LONGEST_BUSY_MS) in place of a source's own; what was
 * there already is not written again.
 * @returns whether anything was written
 */
export async function replaceBusyTimes(
  tx: WriteTx,
  source_id: string,
  wanted: readonly BusyRow[],
): Promise<boolean> {
  const known = await selectBusyTimesOf(tx, source_id);
  const keyOf = ({ starts_at, ends_at }: BusyRow) => `${starts_at} ${ends_at}`;
  const [before, after] = [new Set(known.map(keyOf)), new Set(wanted.map(keyOf))];
  const gone = known.filter((row) => !after.has(keyOf(row)));
  const added = wanted.filter((row) => !before.has(keyOf(row)));
  if (gone.length > 0) await deleteBusyTimes(tx, source_id, gone);
  if (added.length > 0) await insertBusyTimes(tx, source_id, added);
  return gone.length > 0 || added.length > 0;
}

async function selectBusyTimesOf(tx: TenantTx, source_id: string): Promise<readonly BusyRow[]> {
  return tx.any(sql.type(BusyRow)`
    /* selectBusyTimesOf */
    select starts_at, ends_at from external_busy_times
    where provider_id = ${tx.provider_id} and source_id = ${source_id}`);
}

async function deleteBusyTimes(tx: WriteTx, source_id: string, gone: readonly BusyRow[]): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteBusyTimes */
    delete from external_busy_times
    where provider_id = ${tx.provider_id} and source_id = ${source_id}
      and starts_at = any(${instants(gone.map(({ starts_at }) => starts_at))})`);
}

async function insertBusyTimes(tx: WriteTx, source_id: string, added: readonly BusyRow[]): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertBusyTimes */
    insert into external_busy_times (provider_id, source_id, during)
    select ${tx.provider_id}, ${source_id}, tstzrange(b.starts_at, b.ends_at, '[)')
    from unnest(${instants(added.map(({ starts_at }) => starts_at))},
                ${instants(added.map(({ ends_at }) => ends_at))}) as b (starts_at, ends_at)`);
}

/** Which of these are bookings of the provider's own. */
export async function selectOwnBookingIds(tx: TenantTx, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.any(sql.type(z.object({ id: z.uuid() }))`
    /* selectOwnBookingIds */
    select id from bookings where provider_id = ${tx.provider_id} and id = any(${sql.array([...ids], "uuid")})`);
  return rows.map(({ id }) => id);
}

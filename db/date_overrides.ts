import { z } from "zod";
import { sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const DateOverrideRow = z.object({
  date: z.string(),
  /** Minutes of the wall clock; none: closed all day. */
  hours: z.array(z.object({ starts_min: z.number().int(), ends_min: z.number().int() })),
  note: z.string(),
});
export type DateOverrideRow = z.infer<typeof DateOverrideRow>;

/** The overrides of a schedule on the dates from_date..to_date, by date; at most `limit` dates. A closing row wins. */
export async function selectDateOverrides(
  tx: TenantTx,
  schedule_id: string,
  { from_date, to_date, limit }: { from_date: string; to_date: string; limit: number },
): Promise<readonly DateOverrideRow[]> {
  return tx.any(sql.type(DateOverrideRow)`
    /* selectDateOverrides */
    select date::text, max(note) as note,
      case when bool_or(starts_min is null) then '[]'::json
           else json_agg(json_build_object('starts_min', starts_min, 'ends_min', ends_min) order by starts_min) end as hours
    from date_overrides
    where provider_id = ${tx.provider_id} and schedule_id = ${schedule_id}
      and date between ${from_date}::date and ${to_date}::date
    group by date order by date limit ${limit}`);
}

type NewOverride = { id: string; date: string; starts_min: number | null; ends_min: number | null };

/** Adds rows to dates that have none (or none that overlaps). */
export async function insertDateOverrides(
  tx: WriteTx,
  schedule_id: string,
  overrides: readonly NewOverride[],
  note: string,
): Promise<void> {
  const rows = overrides.map(({ id, date, starts_min, ends_min }) => [id, date, starts_min, ends_min]);
  await tx.query(sql.typeAlias("void")`
    /* insertDateOverrides */
    insert into date_overrides (provider_id, schedule_id, id, date, starts_min, ends_min, note)
    select ${tx.provider_id}, ${schedule_id}, id, date, starts_min, ends_min, ${note}
    from ${sql.unnest(rows, ["uuid", "date", "int2", "int2"])} as o (id, date, starts_min, ends_min)`);
}

/** Takes these dates' overrides away: the week's hours count again. */
export async function deleteDateOverrides(
  tx: WriteTx,
  schedule_id: string,
  dates: readonly string[],
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteDateOverrides */
    delete from date_overrides
    where provider_id = ${tx.provider_id} and schedule_id = ${schedule_id}
      and date = any(${sql.array([...dates], "date")})`);
}

/** Gives a copied schedule the overrides from a date on; ids are made by the database, nobody asked for them. */
export async function insertCopiedOverrides(
  tx: WriteTx,
  from_schedule: string,
  to_schedule: string,
  from_date: string,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertCopiedOverrides */
    insert into date_overrides (provider_id, schedule_id, id, date, starts_min, ends_min, note)
    select provider_id, ${to_schedule}, gen_random_uuid(), date, starts_min, ends_min, note from date_overrides
    where provider_id = ${tx.provider_id} and schedule_id = ${from_schedule} and date >= ${from_date}::date`);
}

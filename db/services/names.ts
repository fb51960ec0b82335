import { z } from "zod";
import { sql, type TenantTx } from "../transaction.ts";

const ServiceNameRow = z.object({ id: z.uuid(), title: z.string(), slug: z.string() });
export type ServiceNameRow = z.infer<typeof ServiceNameRow>;

/** The names of all services, archived ones last, at most 500: what was booked once is still looked for. */
export async function selectServiceNames(tx: TenantTx): Promise<readonly ServiceNameRow[]> {
  return tx.any(sql.type(ServiceNameRow)`
    /* selectServiceNames */
    select s.id, s.title, s.slug from services s where s.provider_id = ${tx.provider_id}
    order by s.archived_at is not null, s.position, s.id limit 500`);
}

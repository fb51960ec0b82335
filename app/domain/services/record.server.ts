import type { Context } from "#app/domain/context.ts";
import { NotFoundError } from "#app/domain/errors.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { type ServiceRow, selectOptionalServiceById } from "#db/services.ts";
import type { WriteTx } from "#db/transaction.ts";

/** Notes an act on a service. `id` is the event's. */
export const recordService = (
  tx: WriteTx,
  context: Context,
  id: string,
  action: string,
  details: Record<string, string | number>,
): Promise<void> =>
  insertAuditEvent(tx, {
    id,
    booking_id: null,
    action,
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details,
    at: context.now,
  });

/** A service of this provider. @throws NotFoundError when there is none such */
export async function findService(tx: WriteTx, id: string): Promise<ServiceRow> {
  const service = await selectOptionalServiceById(tx, id);
  if (!service) throw new NotFoundError("This service does not exist, or it has been removed.");
  return service;
}

import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { MAX_SERVICES } from "#app/domain/services/create.server.ts";
import { findService, recordService } from "#app/domain/services/record.server.ts";
import { updateServiceArchived, updateServiceHidden, updateServiceOrder } from "#db/services/save.ts";
import { type ServiceRow, selectOwnServices } from "#db/services.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** Acts on one service. Each is the same when it is sent twice; each throws NotFoundError when it is not this provider's. */

type Act = (context: Context, service_id: string) => Promise<void>;

const act =
  (
    action: string,
    is_done: (service: ServiceRow) => boolean,
    write: (tx: WriteTx, id: string, now: number) => Promise<void>,
  ): Act =>
  (context, service_id) => {
    const event_id = newId();
    return serializable(context.provider.id, async (tx) => {
      const service = await findService(tx, service_id);
      if (is_done(service)) return;
      await write(tx, service.id, context.now);
      await recordService(tx, context, event_id, action, { title: service.title });
    });
  };

/** Takes a service off the public page; its link still works. */
export const hideService: Act = act(
  "service.hidden",
  ({ hidden_at }) => hidden_at !== null,
  (tx, id, now) => updateServiceHidden(tx, id, now, now),
);

/** Puts a service on the public page. */
export const showService: Act = act(
  "service.shown",
  ({ hidden_at }) => hidden_at === null,
  (tx, id, now) => updateServiceHidden(tx, id, null, now),
);

/** Ends a service: nobody books it any more; what was booked stays. */
export const archiveService: Act = act(
  "service.archived",
  ({ archived_at }) => archived_at !== null,
  (tx, id, now) => updateServiceArchived(tx, id, now, now),
);

/** Takes an archived service back, as it was. */
export const restoreService: Act = act(
  "service.restored",
  ({ archived_at }) => archived_at === null,
  (tx, id, now) => updateServiceArchived(tx, id, null, now),
);

/** Moves a service one place up or down among those that are not archived; at the end nothing happens. */
export async function moveService(
  context: Context,
  { service_id, direction }: { service_id: string; direction: "up" | "down" },
): Promise<void> {
  const event_id = newId();
  await serializable(context.provider.id, async (tx) => {
    const service = await findService(tx, service_id);
    const ids = (await selectOwnServices(tx, MAX_SERVICES)).map(({ id }) => id);
    const from = ids.indexOf(service_id);
    const to = from + (direction === "up" ? -1 : 1);
    if (from === -1 || to < 0 || to >= ids.length) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    await updateServiceOrder(tx, ids);
    await recordService(tx, context, event_id, "service.moved", { title: service.title, direction });
  });
}

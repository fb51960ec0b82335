import { inTurn } from "#app/domain/bookings/turns.server.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { type AgendaRow, selectAgenda } from "#db/bookings.ts";
import { insertBlockedTime } from "#db/schedules.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

export type BlockTimeInput = {
  starts_at: number;
  ends_at: number;
  schedule_id: string | null;
  reason: string;
};

/**
 * Closes a range (epoch ms) for new bookings. Bookings that stand in it stay and are returned, so that the provider
 * decides about them: reading them in this transaction means that a booking made at the same moment is either in the
 * list or refused.
 */
export async function blockTime(
  context: Context,
  input: BlockTimeInput,
): Promise<{ blocked_time_id: string; hit: readonly AgendaRow[] }> {
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, (tx) => blockIn(tx, context, input)),
  );
}

const blockIn = async (tx: WriteTx, context: Context, input: BlockTimeInput) => {
  const id = newId();
  const hit = await selectAgenda(tx, input.starts_at, input.ends_at);
  await insertBlockedTime(tx, { id, ...input });
  await insertAuditEvent(tx, {
    id: newId(),
    booking_id: null,
    action: "blocked_time.added",
    actor: context.actor,
    details: { starts_at: input.starts_at, ends_at: input.ends_at },
    at: context.now,
  });
  return { blocked_time_id: id, hit };
};

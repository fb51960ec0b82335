import { z } from "zod";
import { enqueueDelivery } from "#app/domain/messages/plan.server.ts";
import { attempt, type Composed, type Store } from "#app/jobs/attempt.ts";
import { composeAgenda } from "#app/jobs/compose-agenda.ts";
import { composeBookingMessage } from "#app/jobs/compose-booking.ts";
import {
  composeCalendarFailing,
  composeInvitation,
  composeProviderDeletion,
} from "#app/jobs/compose-house.ts";
import { composeTest } from "#app/jobs/compose-test.ts";
import { task } from "#app/jobs/task.ts";
import {
  claimDelivery,
  type DeliveryRow,
  endDelivery,
  postponeDelivery,
  selectOptionalTriedAt,
} from "#db/deliveries.ts";
import { readCommitted, reading } from "#db/transaction.ts";

const Payload = z.object({ provider_id: z.uuid(), delivery_id: z.uuid(), booking_id: z.uuid().optional() });

/** Sends one message of a provider, if it still holds (docs/messages.md). With a provider its messages are gone, too. */
export const delivery = task(Payload, async ({ provider_id, delivery_id, booking_id }, { job }) => {
  await attempt(storeOf(provider_id, delivery_id, booking_id ?? null), job, (row, now) =>
    compose(provider_id, row, now),
  );
});

const compose = (provider_id: string, row: DeliveryRow, now: number): Promise<Composed> => {
  switch (row.kind) {
    case "invitation":
      return composeInvitation(provider_id, row);
    case "provider_deletion":
      return composeProviderDeletion(provider_id, row);
    case "calendar_failing":
      return composeCalendarFailing(provider_id, row);
    case "test":
      return composeTest(provider_id, row, now);
    case "agenda":
      return composeAgenda(provider_id, row);
    default:
      return composeBookingMessage(provider_id, row, now);
  }
};

const storeOf = (provider_id: string, id: string, booking_id: string | null): Store<DeliveryRow> => ({
  claim: (now, lapsed_before) =>
    readCommitted(provider_id, (tx) => claimDelivery(tx, id, { now, lapsed_before })),
  triedAt: () => reading(provider_id, (tx) => selectOptionalTriedAt(tx, id)),
  end: (end, now) => readCommitted(provider_id, (tx) => endDelivery(tx, id, end, now)),
  postpone: (answer, due_at) =>
    readCommitted(provider_id, async (tx) => {
      await postponeDelivery(tx, id, { answer, due_at });
      await enqueueDelivery(tx, id, booking_id, due_at);
    }),
  again: (due_at) => readCommitted(provider_id, (tx) => enqueueDelivery(tx, id, booking_id, due_at)),
});

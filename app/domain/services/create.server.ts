import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { findService, recordService } from "#app/domain/services/record.server.ts";
import type { ServiceSettings } from "#app/domain/services.ts";
import { centsOf, slugProposals, tradeValues } from "#app/domain/setup/service.ts";
import type { Trade } from "#app/domain/setup/trades.ts";
import { replaceQuestions } from "#db/services/questions.ts";
import { insertDraftService } from "#db/services/save.ts";
import { selectAllServices, selectQuestionsOfService, selectTakenSlugs } from "#db/services.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** How many services a provider may have, archived ones too: what one page can list. */
export const MAX_SERVICES = 200;

/** A name for the address that no service of this provider has. */
export async function freeSlug(tx: WriteTx, title: string): Promise<string> {
  const proposals = slugProposals(title);
  const taken = await selectTakenSlugs(tx, proposals);
  return proposals.find((slug) => !taken.includes(slug)) ?? `service-${newId().slice(-12)}`;
}

const isFull = async (tx: WriteTx) => (await selectAllServices(tx, MAX_SERVICES)).length >= MAX_SERVICES;

/** Makes a hidden draft from what is usual in a trade. Gives its id, or null when there are MAX_SERVICES already. */
export async function createService(context: Context, trade: Trade): Promise<string | null> {
  const { provider, now } = context;
  const [id, event_id] = [newId(), newId()];
  return serializable(provider.id, async (tx) => {
    if (await isFull(tx)) return null;
    const settings = presetOf(trade, provider.currency);
    await insertDraftService(tx, id, { ...settings, slug: await freeSlug(tx, trade.title) }, now);
    await recordService(tx, context, event_id, "service.created", { title: trade.title });
    return id;
  });
}

/** Two hours' notice, two months ahead, starts on the half hour: as the first service has them. */
const presetOf = (trade: Trade, currency: string): Omit<ServiceSettings, "slug"> => ({
  schedule_id: null,
  title: trade.title,
  description: trade.description,
  currency,
  slot_interval_min: trade.capacity > 1 ? null : 30,
  buffer_before_min: 0,
  buffer_after_min: 0,
  min_notice_min: 120,
  horizon_days: 60,
  bookable_from: null,
  bookable_until: null,
  limit_per_day: null,
  limit_per_week: null,
  capacity: trade.capacity,
  place: trade.place,
  place_address: "",
  place_url: "",
  place_phone: "",
  phone_field: trade.place === "phone" ? "required" : "hidden",
  requires_approval: false,
  cancel_cutoff_min: 0,
  reschedule_cutoff_min: 0,
  reminder_min: [1440],
  follow_up_min: null,
  durations: [
    {
      duration_min: trade.duration_min,
      price_cents: centsOf(tradeValues(trade, currency).price ?? "", currency),
    },
  ],
});

/**
 * Makes a hidden draft like another service, with its questions and a free name in the address.
 * @returns its id, or null when there are MAX_SERVICES already
 * @throws NotFoundError when the other is not this provider's
 */
export async function copyService(context: Context, service_id: string): Promise<string | null> {
  const { provider, now } = context;
  const [id, event_id] = [newId(), newId()];
  return serializable(provider.id, async (tx) => {
    const model = await findService(tx, service_id);
    if (await isFull(tx)) return null;
    const title = `${[...model.title].slice(0, 113).join("")} (copy)`;
    await insertDraftService(tx, id, { ...model, title, slug: await freeSlug(tx, model.title) }, now);
    const questions = await selectQuestionsOfService(tx, service_id);
    await replaceQuestions(
      tx,
      id,
      questions.map((question) => ({ ...question, id: newId() })),
      now,
    );
    await recordService(tx, context, event_id, "service.created", { title });
    return id;
  });
}

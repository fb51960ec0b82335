import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { freeSlug } from "#app/domain/services/create.server.ts";
import type { FirstServiceInput } from "#app/domain/setup/service.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { updateProviderCurrency, updateSetupFinished } from "#db/providers.ts";
import {
  insertDefaultSchedule,
  replaceWeeklyHours,
  selectOptionalDefaultSchedule,
  type WeeklyHoursRow,
} from "#db/schedules.ts";
import { insertService, type ServiceRow, selectOwnServices, updateServiceBasics } from "#db/services.ts";
import { serializable, type TenantTx, type WriteTx } from "#db/transaction.ts";

/** The second and the third form of the start, and which of them is next. */

export type SetupStep = "hours" | "service" | "live";

/** What is done so far, and where to go on. `editable` is the one service that the third form may change. */
export type SetupProgress = {
  has_hours: boolean;
  has_service: boolean;
  next: SetupStep;
  editable: ServiceRow | null;
};

/** How far the start has come, read from what is there: no step can be lost, and none can be claimed. */
export async function readProgress(tx: TenantTx): Promise<SetupProgress> {
  const has_hours = ((await selectOptionalDefaultSchedule(tx))?.weekly_hours.length ?? 0) > 0;
  const services = await selectOwnServices(tx, 2);
  const has_service = services.length > 0;
  return {
    has_hours,
    has_service,
    next: !has_hours ? "hours" : !has_service ? "service" : "live",
    editable: editableOf(services),
  };
}

// What has grown beyond the form (a second service, a second length, the customer's choice) is not the form's to change.
const editableOf = ([only, other]: readonly ServiceRow[]): ServiceRow | null =>
  only && !other && only.durations.length <= 1 && only.place !== "customer_choice" ? only : null;

type Act = Pick<Context, "account_id" | "address" | "now">;

const note = (
  tx: WriteTx,
  { account_id, address, now }: Act,
  id: string,
  action: string,
  details: Record<string, string | number | boolean | null>,
) =>
  insertAuditEvent(tx, {
    id,
    booking_id: null,
    action,
    actor: "provider",
    account_id,
    address,
    details,
    at: now,
  });

/** Opens the public page as soon as there is something to book. */
const openWhenReady = async (tx: WriteTx, context: Context, event_id: string): Promise<void> => {
  if (await updateSetupFinished(tx, context.now))
    await note(tx, context, event_id, "provider.opened", { username: context.provider.username });
};

/** Sets the week of the default schedule. */
export async function setWorkingHours(
  context: Context,
  hours: readonly WeeklyHoursRow[],
): Promise<SetupProgress> {
  const { provider, now } = context;
  const [schedule_id, event_id, opened_id] = [newId(), newId(), newId()];
  return serializable(provider.id, async (tx) => {
    const found = await selectOptionalDefaultSchedule(tx);
    const { time_zone } = provider;
    if (!found) await insertDefaultSchedule(tx, { id: schedule_id, name: "Working hours", time_zone, now });
    await replaceWeeklyHours(tx, found?.id ?? schedule_id, hours, now);
    const minutes = hours.reduce((sum, { starts_min, ends_min }) => sum + ends_min - starts_min, 0);
    await note(tx, context, event_id, "schedule.changed", { intervals: hours.length, minutes });
    await openWhenReady(tx, context, opened_id);
    return readProgress(tx);
  });
}

/** Two hours' notice, two months ahead: what most of those who start want, and can change. */
const RULES = { min_notice_min: 120, horizon_days: 60 };

/**
 * Makes the first service, or changes it when the form is sent again.
 * @returns null when there is more by now than the form can change
 */
export async function setFirstService(
  context: Context,
  input: FirstServiceInput,
): Promise<SetupProgress | null> {
  const { provider, now } = context;
  const [service_id, event_id, opened_id] = [newId(), newId(), newId()];
  return serializable(provider.id, async (tx) => {
    const { editable, has_service } = await readProgress(tx);
    if (has_service && !editable) return null;
    if (editable) await updateServiceBasics(tx, editable.id, input, now);
    else
      await insertService(tx, {
        ...input,
        ...RULES,
        id: service_id,
        slug: await freeSlug(tx, input.title),
        now,
      });
    await updateProviderCurrency(tx, input.currency, now);
    await note(tx, context, event_id, editable ? "service.changed" : "service.created", {
      title: input.title,
    });
    await openWhenReady(tx, context, opened_id);
    return readProgress(tx);
  });
}

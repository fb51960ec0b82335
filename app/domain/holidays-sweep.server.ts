import { publicHolidays } from "#app/domain/holiday-library.server.ts";
import { holidayWindow } from "#app/domain/holidays.server.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { insertMissingHolidays, selectHolidayChoice, selectHolidays } from "#db/holidays.ts";
import { selectOptionalProvider, selectUsernames } from "#db/providers.ts";
import { reading, readingDirectory, serializable } from "#db/transaction.ts";

/** Names read at once. */
const BATCH = 500;

/**
 * Keeps every provider's list of holidays filled for the coming two years: adds what is missing, changes nothing. Each
 * provider is read and written under its own name; one that fails does not keep the others from their turn.
 * @param now epoch ms
 * @throws AggregateError when some could not be filled, after all had their turn
 */
export async function fillHolidays(now: number): Promise<void> {
  const failures: unknown[] = [];
  const seen = new Set<string>();
  for (let after = ""; ; ) {
    const names = await readingDirectory((tx) => selectUsernames(tx, { search: "", after, count: BATCH }));
    for (const { provider_id } of names) {
      // A provider has its former names there as well.
      if (seen.has(provider_id)) continue;
      seen.add(provider_id);
      await fillOne(provider_id, now).catch((error: unknown) => failures.push(error));
    }
    const last = names.at(-1);
    if (!last || names.length < BATCH) break;
    after = last.username;
  }
  if (failures.length > 0) throw new AggregateError(failures, "Holidays of some providers were not filled.");
}

const fillOne = async (provider_id: string, now: number): Promise<void> => {
  const known = await reading(provider_id, async (tx) => {
    const { holiday_country, holiday_region } = await selectHolidayChoice(tx);
    const provider = holiday_country === null ? null : await selectOptionalProvider(tx);
    if (!provider || holiday_country === null) return null;
    const { from_date, to_date } = holidayWindow({ provider, now });
    const days = await selectHolidays(tx, from_date, to_date);
    return {
      holiday_country,
      holiday_region,
      from_date,
      to_date,
      dates: new Set(days.map(({ date }) => date)),
    };
  });
  if (!known) return;
  const { holiday_country, holiday_region, from_date, to_date, dates } = known;
  const found = await publicHolidays(holiday_country, holiday_region, from_date, to_date);
  const missing = found
    .filter(({ date }) => !dates.has(date))
    .map(({ date, name, partial }) => ({ date, name, kept_open: partial }));
  if (missing.length === 0) return;
  await serializable(provider_id, async (tx) => {
    // Switched off, or to another place, since it was read: then it is that one's turn the next night.
    const choice = await selectHolidayChoice(tx);
    if (choice.holiday_country !== holiday_country || choice.holiday_region !== holiday_region) return;
    await insertMissingHolidays(tx, missing, now);
    await insertAuditEvent(tx, {
      id: newId(),
      booking_id: null,
      action: "holidays.filled",
      actor: "system",
      details: { days: missing.length },
      at: now,
    });
  });
};

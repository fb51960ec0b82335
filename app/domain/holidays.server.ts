import { inTurn } from "#app/domain/bookings/turns.server.ts";
import type { Context } from "#app/domain/context.ts";
import { isHolidayPlace, publicHolidays } from "#app/domain/holiday-library.server.ts";
import { DAYS_AHEAD, type PublicHoliday, stateOf } from "#app/domain/holidays.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import {
  deleteClosedHolidays,
  deleteOtherHolidays,
  type HolidayBookingRow,
  type HolidayRow,
  type NewHoliday,
  selectBookingsOnDays,
  selectHolidayChoice,
  selectHolidays,
  updateHolidayChoice,
  upsertHolidays,
} from "#db/holidays.ts";
import { serializable, type TenantTx } from "#db/transaction.ts";

export type HolidayState = {
  country: string | null;
  region: string | null;
  /** From today on, as far as the list goes. */
  days: readonly HolidayRow[];
  state: string;
};

/** The dates for which the list is kept: today and two years on, in the provider's zone. */
export const holidayWindow = ({ provider, now }: Pick<Context, "provider" | "now">) => {
  const today = localDate(now, provider.time_zone);
  return { from_date: today, to_date: addDays(today, DAYS_AHEAD) };
};

/** What is switched on, in the caller's snapshot. */
export async function readHolidays(tx: TenantTx, context: Context): Promise<HolidayState> {
  const { from_date, to_date } = holidayWindow(context);
  const { holiday_country: country, holiday_region: region } = await selectHolidayChoice(tx);
  const days = await selectHolidays(tx, from_date, to_date);
  return { country, region, days, state: stateOf(country, region, days) };
}

const MAX_BOOKINGS = 200;

/** Bookings that stand on these dates (of the provider's calendar), the next 200. */
export async function readBookingsOn(
  tx: TenantTx,
  { provider }: Pick<Context, "provider">,
  dates: readonly string[],
): Promise<readonly HolidayBookingRow[]> {
  const windows = dates.map((date) => {
    const { start, end } = localDayBounds(date, provider.time_zone);
    return { date, starts_at: start, ends_at: end };
  });
  return selectBookingsOnDays(tx, windows, MAX_BOOKINGS);
}

export type SwitchOnHolidays = {
  country: string;
  region: string;
  /** Dates that the form listed, and those of them to be closed. What it did not list is closed, too. */
  day: ReadonlySet<string>;
  closed: ReadonlySet<string>;
  shown: string;
  again?: "yes";
};

export type SwitchOnOutcome =
  | { ok: true; closed: number; bookings: number }
  | { ok: false; reason: "unknown_place" }
  | { ok: false; reason: "stale"; current: HolidayState };

/**
 * Closes the public holidays of a place for the coming two years, but for those that were unticked. Bookings that stand
 * on them stay; they are read in this transaction, so that one made at the same moment is counted or refused.
 */
export async function switchOnHolidays(context: Context, wanted: SwitchOnHolidays): Promise<SwitchOnOutcome> {
  const { country, region } = wanted;
  if (!(await isHolidayPlace(country, region))) return { ok: false, reason: "unknown_place" };
  const { from_date, to_date } = holidayWindow(context);
  const found = await publicHolidays(country, region || null, from_date, to_date);
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx): Promise<SwitchOnOutcome> => {
      const current = await readHolidays(tx, context);
      const days = found.map((day) => ({ ...day, kept_open: keepsOpen(day, wanted, current) }));
      const closed = days.filter(({ kept_open }) => !kept_open);
      const bookings = await readBookingsOn(
        tx,
        context,
        closed.map(({ date }) => date),
      );
      const done = { ok: true as const, closed: closed.length, bookings: bookings.length };
      const state = stateOf(country, region || null, asKept(days));
      if (state === current.state && isAllListed(days, current)) return done;
      if (wanted.shown !== current.state && state !== current.state)
        return { ok: false, reason: "stale", current };
      await updateHolidayChoice(tx, country, region || null);
      await deleteOtherHolidays(
        tx,
        from_date,
        days.map(({ date }) => date),
      );
      await upsertHolidays(tx, days, context.now);
      const what = current.country === null ? "holidays.switched_on" : "holidays.changed";
      await recordAct(tx, context, what, {
        country,
        region,
        closed: closed.length,
        kept_open: days.length - closed.length,
      });
      return done;
    }),
  );
}

const keepsOpen = (
  { date, partial }: PublicHoliday,
  { again, day, closed }: SwitchOnHolidays,
  current: HolidayState,
): boolean => {
  if (again)
    return partial || current.days.some((known) => known.date === date && known.kept_open_at !== null);
  // Half a day is not closed unless somebody ticks it.
  return day.has(date) ? !closed.has(date) : partial;
};

const asKept = (days: readonly NewHoliday[]) =>
  days.map(({ date, kept_open }) => ({ date, kept_open_at: kept_open ? 1 : null }));

const isAllListed = (days: readonly NewHoliday[], { days: known }: HolidayState): boolean =>
  days.every(({ date }) => known.some((row) => row.date === date));

/** Opens the holidays again. Days that were kept open are remembered, for when they are switched on another time. */
export async function switchOffHolidays(
  context: Context,
): Promise<{ country: string; region: string } | null> {
  return inTurn(context.provider.id, () =>
    serializable(context.provider.id, async (tx) => {
      const { holiday_country, holiday_region } = await selectHolidayChoice(tx);
      if (holiday_country === null) return null;
      await updateHolidayChoice(tx, null, null);
      await deleteClosedHolidays(tx, holidayWindow(context).from_date);
      const was = { country: holiday_country, region: holiday_region ?? "" };
      await recordAct(tx, context, "holidays.switched_off", was);
      return was;
    }),
  );
}

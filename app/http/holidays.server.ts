import {
  isHolidayPlace,
  listCountries,
  listRegions,
  publicHolidays,
} from "#app/domain/holiday-library.server.ts";
import {
  type HolidayState,
  holidayWindow,
  readBookingsOn,
  readHolidays,
} from "#app/domain/holidays.server.ts";
import type { HolidayConflict, HolidayDayView, HolidaysView } from "#app/domain/holidays-views.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { param } from "#app/http/guarded.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Where a provider's holidays stand. */
export const holidaysPath = ({ view }: Desk): string => `/dashboard/${view.username}/hours/holidays`;

type Chosen = { country: string; region: string };

/** The place of an address, or null for none or one that nobody knows; a region of another country counts as none. */
const chosenIn = async (request: Request): Promise<Chosen | null> => {
  const country = param(request, "country")?.toUpperCase() ?? "";
  if (country === "" || !(await isHolidayPlace(country, ""))) return null;
  const region = param(request, "region")?.toUpperCase() ?? "";
  return { country, region: (await isHolidayPlace(country, region)) ? region : "" };
};

/** "Germany, Berlin" */
export async function nameOfPlace(country: string, region: string | null): Promise<string> {
  const named = (await listCountries()).find(({ code }) => code === country)?.name ?? country;
  if (!region) return named;
  return `${named}, ${(await listRegions(country)).find(({ code }) => code === region)?.name ?? region}`;
}

/** The page about holidays: what is switched on, or another place to look at before it is. */
export async function viewHolidays(tx: TenantTx, desk: Desk, request: Request): Promise<HolidaysView> {
  const context = desk.provider_context;
  const current = await readHolidays(tx, context);
  const just = param(request, "just");
  const asked = await chosenIn(request);
  // After "off" the address says what was on, for the undo: that is no wish to look at it.
  const own = current.country === null ? null : { country: current.country, region: current.region ?? "" };
  const chosen = (just === "off" ? null : asked) ?? own;
  const is_current =
    own !== null && chosen !== null && own.country === chosen.country && own.region === chosen.region;
  return {
    desk: desk.view,
    locale: localeOf(context.provider),
    countries: await listCountries(),
    regions: chosen ? await listRegions(chosen.country) : [],
    country: chosen?.country ?? "",
    region: chosen?.region ?? "",
    place: chosen ? await nameOfPlace(chosen.country, chosen.region) : "",
    on: own ? await nameOfPlace(own.country, own.region) : null,
    is_current,
    days: chosen ? await viewDays(tx, desk, chosen, current) : [],
    shown: current.state,
    just,
    undo: just === "off" && own === null ? asked : null,
  };
}

const viewDays = async (
  tx: TenantTx,
  { provider_context: context }: Desk,
  { country, region }: Chosen,
  { days: known }: HolidayState,
): Promise<HolidayDayView[]> => {
  const { from_date, to_date } = holidayWindow(context);
  const found = await publicHolidays(country, region || null, from_date, to_date);
  const dates = found.map(({ date }) => date);
  const bookings = await readBookingsOn(tx, context, dates);
  return found.map(({ date, name, partial }) => {
    const row = known.find((one) => one.date === date);
    return {
      date,
      name,
      partial,
      closed: row ? row.kept_open_at === null : !partial,
      bookings: bookings
        .filter((one) => one.date === date)
        .map(({ id, starts_at, customer_name, service_title }) => ({
          id,
          starts_at,
          customer_name,
          service_title,
        })),
    };
  });
};

/** What somebody else saved while this form was open. */
export async function viewHolidayConflict(current: HolidayState): Promise<HolidayConflict> {
  return {
    place: current.country === null ? "switched off" : await nameOfPlace(current.country, current.region),
    kept_open:
      current.country === null
        ? []
        : current.days
            .filter(({ kept_open_at }) => kept_open_at !== null)
            .map(({ date, name }) => ({ date, name })),
    shown: current.state,
  };
}

import { type LibraryHoliday, type PublicHoliday, toDays } from "#app/domain/holidays.ts";

/**
 * The one door to `date-holidays` (rules of some 200 countries). It takes 0.1 s and 20 MB to load, so it is loaded when
 * the page about holidays or the nightly job first asks, and never for a booking page: that reads rows.
 */
const load = () => import("date-holidays").then((loaded) => loaded.default);
let loading: ReturnType<typeof load> | undefined;
const library = () => {
  loading ??= load();
  return loading;
};

export type Place = { code: string; name: string };
type Region = Place & { state: string; region: string | null };

const byName = (a: Place, b: Place) => a.name.localeCompare(b.name, "en");

let countries: Place[] | undefined;

/** Countries that the library knows, by name. */
export async function listCountries(): Promise<Place[]> {
  const Holidays = await library();
  countries ??= Object.entries(new Holidays().getCountries("en") ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort(byName);
  return countries;
}

// What the column takes (providers_holiday_region_form). A dozen small places of the library are written otherwise:
// who lives there takes the country's list.
const CODE = /^[A-Z0-9-]{1,20}$/;

const regionsOf = async (country: string): Promise<Region[]> => {
  const Holidays = await library();
  const all = new Holidays();
  const states = Object.entries((all.getStates(country, "en") ?? {}) as Record<string, string>);
  return states
    .flatMap(([state, name]): Region[] => {
      const parts = Object.entries((all.getRegions(country, state, "en") ?? {}) as Record<string, string>);
      return [
        { code: state, name, state, region: null },
        ...parts.map(([region, part]) => ({
          code: `${state}-${region}`,
          name: `${name}: ${part}`,
          state,
          region,
        })),
      ];
    })
    .filter(({ code }) => CODE.test(code));
};

/** The parts of a country that have holidays of their own, by name; [] for an unknown country. */
export async function listRegions(country: string): Promise<Place[]> {
  return (await regionsOf(country)).map(({ code, name }) => ({ code, name })).sort(byName);
}

/** Does the library know this country, and this part of it ("" for all of it)? */
export async function isHolidayPlace(country: string, region: string): Promise<boolean> {
  if (!(await listCountries()).some(({ code }) => code === country)) return false;
  return region === "" || (await regionsOf(country)).some(({ code }) => code === region);
}

/** Public holidays of a country or a part of it on the dates from..to, both inclusive. [] for a place it does not know. */
export async function publicHolidays(
  country: string,
  region: string | null,
  from_date: string,
  to_date: string,
): Promise<PublicHoliday[]> {
  const Holidays = await library();
  const place = region === null ? null : (await regionsOf(country)).find(({ code }) => code === region);
  if (place === undefined) return [];
  const calendar = new Holidays(country, place?.state ?? "", place?.region ?? "");
  const found: LibraryHoliday[] = [];
  // A year more at each end: some begin on the last day of a year and last longer.
  for (let year = Number(from_date.slice(0, 4)) - 1; year <= Number(to_date.slice(0, 4)); year++)
    found.push(...calendar.getHolidays(year, "en"));
  return toDays(found).filter(({ date }) => date >= from_date && date <= to_date);
}

/** Public holidays: from the library's words to days. */
import { expect, test } from "vitest";
import {
  isHolidayPlace,
  listCountries,
  listRegions,
  publicHolidays,
} from "#app/domain/holiday-library.server.ts";
import { stateOf, toDays } from "#app/domain/holidays.ts";

const one = (date: string, name: string, hours = 24, type = "public") => {
  const start = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return { date, name, type, start, end: new Date(start.getTime() + hours * 3_600_000) };
};

test("only public ones, merged by day, several days long, parts of a day apart", () => {
  const days = toDays([
    one("2030-12-26 00:00:00", "Boxing Day"),
    one("2030-12-25 00:00:00", "Christmas Day", 23),
    one("2030-12-26 00:00:00", "St Stephen"),
    one("2030-12-26 00:00:00", "Boxing Day"),
    one("2030-12-24 12:00:00", "Christmas Eve", 12),
    one("2030-02-14 00:00:00", "Valentine", 24, "observance"),
    one("2030-03-09 00:00:00 -0600", "Eid", 72),
    one("2030-03-10 12:00:00", "An afternoon", 12),
  ]);
  expect(days).toEqual([
    { date: "2030-03-09", name: "Eid", partial: false },
    { date: "2030-03-10", name: "Eid", partial: false },
    { date: "2030-03-11", name: "Eid", partial: false },
    { date: "2030-12-24", name: "Christmas Eve", partial: true },
    { date: "2030-12-25", name: "Christmas Day", partial: false },
    { date: "2030-12-26", name: "Boxing Day, St Stephen", partial: false },
  ]);
});

test("the library: regions differ, substitute days are there, each country and region answers", async () => {
  const names = async (country: string, region: string | null, from: string, to: string) =>
    (await publicHolidays(country, region, from, to)).map(({ date, name }) => `${date} ${name}`);
  expect(await names("DE", null, "2027-03-01", "2027-03-27")).toEqual(["2027-03-26 Good Friday"]);
  expect(await names("DE", "BE", "2027-03-01", "2027-03-27")).toEqual([
    "2027-03-08 International Women's Day",
    "2027-03-26 Good Friday",
  ]);
  expect(await names("GB", "ENG", "2027-12-24", "2027-12-31")).toEqual([
    "2027-12-25 Christmas Day",
    "2027-12-26 Boxing Day",
    "2027-12-27 Christmas Day (substitute day)",
    "2027-12-28 Boxing Day (substitute day)",
  ]);
  expect(await names("DE", "nowhere", "2027-01-01", "2027-12-31")).toEqual([]);
  expect([
    await isHolidayPlace("DE", "BE"),
    await isHolidayPlace("DE", "ENG"),
    await isHolidayPlace("XX", ""),
  ]).toEqual([true, false, false]);
  expect((await listRegions("DE")).length).toBeGreaterThan(15);
  const countries = await listCountries();
  expect(countries.length).toBeGreaterThan(150);
  for (const { code, name } of countries) {
    expect(code).toMatch(/^[A-Z]{2}$/);
    for (const day of await publicHolidays(code, null, "2027-01-01", "2028-12-31"))
      expect([name, day.name.length > 0 && day.name.length <= 200]).toEqual([name, true]);
  }
}, 60_000);

test("the state of two forms is a text to compare", () => {
  const days = [
    { date: "2030-01-01", kept_open_at: null },
    { date: "2030-05-01", kept_open_at: 5 },
  ];
  expect(stateOf("DE", "BE", days)).toBe("DE BE 2030-05-01");
  expect(stateOf(null, null, days)).toBe("off");
});

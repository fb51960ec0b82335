/** The rules of the three forms: what is guessed, what is proposed, how a week and a price are read. */
import { describe, expect, test } from "vitest";
import {
  dayField,
  fromField,
  HOURS_PRESETS,
  toField,
  WEEKDAYS,
  WeekInput,
  weekFrom,
  weekOf,
  weekValues,
} from "#app/domain/setup/hours.ts";
import { CURRENCIES, currencyOfZone, guessHabits, guessZone } from "#app/domain/setup/region.ts";
import {
  centsOf,
  FirstServiceInput,
  priceText,
  slugProposals,
  tradeValues,
} from "#app/domain/setup/service.ts";
import { TRADES } from "#app/domain/setup/trades.ts";
import { listTimeZones } from "#app/domain/zones.ts";

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
/** The hours of a Monday, as [from, to]. */
const monday = (...hours: [string, string][]) =>
  filled(
    Object.assign(
      { [dayField(1)]: "yes" },
      ...hours.map(([from, to], index) => ({ [fromField(1, index)]: from, [toField(1, index)]: to })),
    ),
  );
const read = (values: Record<string, string>) => {
  const result = WeekInput.safeParse(values);
  return result.success
    ? result.data.map(({ weekday, starts_min, ends_min }) => [weekday, starts_min, ends_min])
    : result.error.issues.map(({ path, message }) => [path.join("."), message]);
};

describe("a week", () => {
  test.each(HOURS_PRESETS)("$label: what the form is filled with is what is read from it", ({ week }) => {
    const rows = WeekInput.parse(weekValues(week));
    expect(weekOf(rows)).toEqual(week);
  });

  test("overlapping and touching hours are one, in any order", () => {
    expect(read(monday(["13:00", "18:00"], ["09:00", "12:00"], ["11:00", "13:00"]))).toEqual([
      [1, 540, 1080],
    ]);
    expect(read(monday(["09:00", "12:00"], ["13:00", "17:00"]))).toEqual([
      [1, 540, 720],
      [1, 780, 1020],
    ]);
  });

  test("an end at 00:00 or 24:00 is midnight", () => {
    expect(read(monday(["18:00", "00:00"]))).toEqual([[1, 1080, 1440]]);
    expect(read(monday(["00:00", "24:00"]))).toEqual([[1, 0, 1440]]);
  });

  test("a closed day's hours mean nothing", () => {
    const values: Record<string, string> = { ...monday(["09:00", "10:00"]), [fromField(2, 0)]: "nonsense" };
    expect(read(values)).toEqual([[1, 540, 600]]);
  });

  test.each<[string, [string, string][], string]>([
    ["the end before the start", [["17:00", "09:00"]], "to_1_0"],
    ["nothing between them", [["09:00", "09:00"]], "to_1_0"],
    ["no start", [["", "09:00"]], "from_1_0"],
    ["no end", [["09:00", ""]], "to_1_0"],
    ["open without hours", [["", ""]], "from_1_0"],
    ["no time at all", [["nine", "17:00"]], "from_1_0"],
    ["a time that does not exist", [["09:00", "24:01"]], "to_1_0"],
    [
      "half of a second interval",
      [
        ["09:00", "12:00"],
        ["13:00", ""],
      ],
      "to_1_1",
    ],
  ])("%s is said beside the field, with the day's name", (_what, hours, field) => {
    expect(read(monday(...hours))).toEqual([[field, expect.stringMatching(/^Monday: /)]]);
  });

  test("at least one day is open", () => {
    expect(read({})).toEqual([["day_1", expect.stringContaining("at least one day")]]);
  });

  test("begins where the provider's week begins", () => {
    expect(weekFrom(1)).toEqual(WEEKDAYS);
    expect(weekFrom(7)).toEqual([7, 1, 2, 3, 4, 5, 6]);
  });
});

describe("guesses", () => {
  test.each([
    ["de", "Europe/Berlin"],
    ["de-AT,de;q=0.9", "Europe/Vienna"],
    ["en-GB,en;q=0.9", "Europe/London"],
    ["en-US", "America/New_York"],
    ["sv-SE", "Europe/Stockholm"],
    ["hi-IN", "Asia/Kolkata"],
    ["en", null],
    ["*", null],
    ["", null],
    ["rubbish_-;;,,q=x", null],
    ["x".repeat(9000), null],
  ])("the zone of %j", (languages, zone) => {
    expect(guessZone(languages)).toBe(zone);
    if (zone) expect(listTimeZones()).toContain(zone);
  });

  test("how dates and weeks read", () => {
    expect(guessHabits("en-US,en")).toEqual({ locale: "en-US", week_starts_on: 7 });
    expect(guessHabits("de-DE")).toEqual({ locale: "de-DE", week_starts_on: 1 });
    expect(guessHabits("nobody's")).toEqual({ locale: "en", week_starts_on: 1 });
  });

  test("every zone's currency is one that can be chosen, and that Intl knows", () => {
    expect(listTimeZones().filter((zone) => !CURRENCIES.includes(currencyOfZone(zone)))).toEqual([]);
    expect(CURRENCIES.filter((one) => !Intl.supportedValuesOf("currency").includes(one))).toEqual([]);
    expect(["Europe/Berlin", "Europe/London", "Asia/Tokyo"].map(currencyOfZone)).toEqual([
      "EUR",
      "GBP",
      "JPY",
    ]);
  });
});

describe("the first service", () => {
  test.each(TRADES)("$label: what the form is filled with can be sent", (trade) => {
    for (const currency of CURRENCIES) {
      const read = FirstServiceInput.parse(filled(tradeValues(trade, currency)));
      expect(read).toMatchObject({
        title: trade.title,
        duration_min: trade.duration_min,
        place: trade.place,
      });
    }
    expect(FirstServiceInput.parse(filled(tradeValues(trade, "EUR"))).price_cents).toBe(
      trade.price === null ? null : trade.price * 100,
    );
  });

  test.each<[string, string, number | null]>([
    ["45", "EUR", 4500],
    ["45.5", "EUR", 4550],
    ["45,50", "EUR", 4550],
    ["0", "EUR", 0],
    ["4500", "JPY", 4500],
    ["45.50", "JPY", null],
    ["45.505", "EUR", null],
    ["-1", "EUR", null],
    ["1e3", "EUR", null],
    ["12345678", "EUR", null],
  ])("the price %s in %s is %s", (text, currency, cents) => {
    expect(centsOf(text, currency)).toBe(cents);
    if (cents !== null) expect(centsOf(priceText(cents, currency), currency)).toBe(cents);
  });

  const service = filled(tradeValues(TRADES[0]!, "EUR"));
  test.each<[string, Record<string, string>, string]>([
    ["a price in words", { price: "much" }, "price"],
    ["no minutes", { duration: "" }, "duration"],
    ["four minutes", { duration: "4" }, "duration"],
    ["half a person", { capacity: "0.5" }, "capacity"],
    ["a link that is none", { place: "video", url: "javascript:alert(1)" }, "url"],
    ["a currency that we do not offer", { currency: "XXX" }, "currency"],
    ["a place that is none", { place: "moon" }, "place"],
  ])("%s is refused beside its field", (_what, values, field) => {
    const result = FirstServiceInput.safeParse(filled({ ...service, ...values }));
    expect(result.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  test("keeps only what belongs to its place", () => {
    const sent = { ...service, address: "Example Street 1", url: "https://meet.example.com/a" };
    expect(FirstServiceInput.parse({ ...sent, place: "phone" })).toMatchObject({
      ...{ place_address: "", place_url: "", phone_field: "required" },
    });
    expect(FirstServiceInput.parse({ ...sent, place: "in_person" })).toMatchObject({
      ...{ place_address: "Example Street 1", place_url: "", phone_field: "hidden" },
    });
  });

  test("its address is never one of ours, and always one", () => {
    expect(slugProposals("Yoga for Müller & Söhne")[0]).toBe("yoga-for-mueller-soehne");
    expect(slugProposals("Bookings")[0]).toBe("bookings-2");
    expect(slugProposals("瞑想")[0]).toBe("appointment");
    for (const slug of slugProposals("x".repeat(200)))
      expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/);
  });
});

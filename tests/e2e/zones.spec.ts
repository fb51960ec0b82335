import { localDate } from "#app/domain/zones.ts";
import { chooseTime, expect, freeDays, freeTimes, startOf, test } from "#tests/support/e2e.ts";

test("another zone: chosen by a plain form, said everywhere, remembered", async ({
  page,
  context,
  practice,
}) => {
  const { on, path } = await practice();
  await page.goto(on());
  const start = await startOf(freeTimes(page).first());
  await expect(freeTimes(page).first()).toHaveText("09:00");
  await page.getByText("Change time zone").click();
  await page.getByLabel("Show times in").selectOption("America/New_York");
  await page.getByRole("button", { name: "Show times" }).click();

  await expect(page.getByText(/Times are in New York time/)).toContainText("The provider is on Berlin time");
  // The same day is kept; the times are the same instants on another clock.
  const first = freeTimes(page).first();
  expect(await startOf(first)).toBe(start);
  await expect(first).toContainText("03:00");
  await expect(first).toContainText("09:00 in Berlin");
  await chooseTime(page);
  await expect(page.getByRole("complementary")).toContainText("New York time");
  await expect(page.getByRole("complementary")).toContainText("For Ada Lovelace: 09:00");

  // The next visit needs no address for it, at another provider neither.
  await page.goto(path);
  expect(page.url()).not.toContain("tz=");
  await expect(page.getByText(/Times are in New York time/)).toBeVisible();
  await page.goto("/book/harbour-yoga/sunrise-flow");
  await expect(page.getByText(/Times are in New York time/)).toBeVisible();
  const cookies = await context.cookies();
  expect(cookies.map(({ name }) => name)).toEqual(["tz"]);
});

test("the booking's page shows both clocks, in the zone of the customer", async ({ page, practice }) => {
  const { on } = await practice();
  await page.goto(`${on()}&tz=Asia/Kathmandu`);
  await chooseTime(page);
  await page.getByLabel("Your name").fill("Tenzing");
  await page.getByLabel("E-mail").fill("tenzing@example.org");
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByRole("main")).toContainText("Kathmandu time (UTC+5:45)");
  await expect(page.getByRole("main")).toContainText("For Ada Lovelace: 09:00");
  await page.getByRole("link", { name: "Move to another time" }).click();
  await expect(page.getByText(/Times are in Kathmandu time/)).toBeVisible();
});

test("days are the customer's days, also where the provider's is another", async ({ page, practice }) => {
  // Open in the evening in Berlin: that is the next morning in Auckland.
  const { path, on, day } = await practice({ hours: [1080, 1260] });
  await page.goto(on());
  await expect(freeTimes(page).first()).toHaveText("18:00");
  await page.goto(`${path}?date=${day()}&tz=Pacific/Auckland`);
  await expect(freeTimes(page)).toHaveCount(0);
  await page.goto(`${path}?date=${day(1)}&tz=Pacific/Auckland`);
  for (const link of await freeTimes(page).all()) {
    const start = Date.parse(await startOf(link));
    expect(localDate(start, "Pacific/Auckland")).toBe(day(1));
    expect(localDate(start, "Europe/Berlin")).toBe(day());
  }
  await expect(freeTimes(page).first()).toContainText("in Berlin");
  await expect(freeDays(page).first()).toBeVisible();
});

test("a link for one customer carries its zone along", async ({ page, practice }) => {
  const { on } = await practice();
  await page.context().clearCookies();
  await page.goto(`${on()}&tz=America/St_Johns`);
  for (const link of [freeDays(page).last(), freeTimes(page).last()]) {
    await expect(link).toHaveAttribute("href", /tz=America\/St_Johns/);
  }
});

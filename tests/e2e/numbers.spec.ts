import { book, expect, test } from "#tests/support/e2e.ts";

test("the numbers: empty, then a booking counts, a period and a file", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice({ service: { title: "Fitting", bookable_from: null }, hours: [0, 1440] });
  await signedIn(own);
  const numbers = `/dashboard/${own.username}/numbers`;
  await page.goto(numbers);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Numbers");
  await expect(page.getByRole("heading", { name: "Nothing to count yet" })).toBeVisible();

  await book(page, own, { day: 0 });
  await book(page, own, { day: 7 });
  await page.getByRole("link", { name: "12 weeks" }).click();
  await expect(page.getByRole("link", { name: "12 weeks" })).toHaveAttribute("aria-current", "page");
  // One of the two takes place after this week, unless the first one does, too.
  const tile = page.locator("dl > div").filter({ hasText: /^Bookings/ });
  const shown = page.getByRole("heading", { name: "By service" });
  if (await shown.isVisible()) {
    await expect(tile).toContainText("1");
    await expect(page.getByRole("list").filter({ hasText: "Fitting" })).toContainText("1 booking,");
    const figures = page.getByRole("table", { name: "Bookings by week" });
    await expect(figures.getByRole("row")).toHaveCount(13);
  }

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  expect((await downloading).suggestedFilename()).toBe(`daybook-${own.username}-numbers-12-weeks.csv`);
});

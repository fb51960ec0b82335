import { chooseTime, expect, fillIn, test } from "#tests/support/e2e.ts";

test("the mail arrives, and its link leads to the booking", async ({ page, practice }) => {
  const { on } = await practice({ service: { title: "Fencing lesson" } });
  const address = `mail-${Math.random().toString(36).slice(2)}@example.org`;
  await page.goto(on());
  await chooseTime(page);
  await fillIn(page, "D’Artagnan", address);
  await page.getByRole("button", { name: "Book this time" }).click();
  await page.waitForURL(/\/bookings\//);
  const booking = new URL(page.url()).pathname;

  const entry = page.getByRole("listitem").filter({ hasText: address });
  // A job sends it, a moment after the booking.
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(entry).toBeVisible({ timeout: 500 });
  }).toPass();
  await entry.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("Fencing lesson");
  await expect(page.getByRole("main")).toContainText(address);
  await page
    .getByRole("main")
    .getByRole("link", { name: /\/bookings\// })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  expect(new URL(page.url()).pathname).toBe(booking);

  await page.goto(`${booking}/cancellation`);
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(entry).toHaveCount(2, { timeout: 500 });
  }).toPass();
});

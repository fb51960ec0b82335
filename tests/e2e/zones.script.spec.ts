import { expect, freeTimes, test } from "#tests/support/e2e.ts";

test.describe("a visitor from elsewhere", () => {
  test.use({ timezoneId: "America/New_York" });

  test("is offered their own clock once, and takes it", async ({ page, practice }) => {
    const { on } = await practice();
    await page.goto(on());
    const offer = page.getByRole("status");
    await expect(offer).toContainText("Your device is in America/New York.");
    await offer.getByRole("link", { name: "Use New York time" }).click();
    await expect(page.getByText(/Times are in New York time/)).toBeVisible();
    await expect(freeTimes(page).first()).toContainText("03:00");
    await page.goto(on());
    await expect(page.getByText(/Times are in New York time/)).toBeVisible();
    await expect(page.getByRole("status")).toBeEmpty();
  });

  test("may keep the provider's, and is not asked again", async ({ page, practice }) => {
    const { on } = await practice();
    await page.goto(on());
    await page.getByRole("button", { name: "Keep Berlin time" }).click();
    await expect(page.getByRole("status")).toBeEmpty();
    await page.reload();
    await expect(freeTimes(page).first()).toHaveText("09:00");
    await expect(page.getByRole("status")).toBeEmpty();
  });
});

test.describe("a visitor whose clock shows the same", () => {
  test.use({ timezoneId: "Europe/Paris" });

  test("is asked for nothing", async ({ page, practice }) => {
    const { on } = await practice();
    await page.goto(on());
    await expect(freeTimes(page).first()).toBeVisible();
    await expect(page.getByRole("status")).toBeEmpty();
  });
});

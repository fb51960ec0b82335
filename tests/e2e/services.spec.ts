import { expect, test } from "#tests/support/e2e.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";

const DONE = { provider: { setup_finished_at: "2026-01-01T00:00:00Z" } };

test("from a preset to the booking page, and back into the archive", async ({ page, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/services`);
  await page.getByRole("link", { name: "New service" }).click();
  await page.getByRole("radio", { name: /Music/ }).check();
  await page.getByRole("button", { name: "Make a draft" }).click();
  await expect(page.getByText("Your draft is made.")).toBeVisible();

  await page.getByLabel("Title").fill("Cello lesson");
  await page.getByLabel("Length 1", { exact: true }).fill("50 minutes");
  await page.getByRole("button", { name: "Show what customers see" }).click();
  await expect(page.getByText("Next free times for 50 minutes")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Bookings that exist keep")).toBeVisible();
  await page.getByRole("button", { name: "Show it on your page" }).click();
  await expect(page.getByText("“Cello lesson” is on your booking page.")).toBeVisible();
  await page.goto(`/book/${own.username}`);
  await expect(page.getByText("Cello lesson")).toBeVisible();

  await page.goto(`/dashboard/${own.username}/services`);
  await page.getByRole("button", { name: "Archive: Cello lesson" }).click();
  await expect(page.getByText("“Cello lesson” is archived.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("“Cello lesson” is back.")).toBeVisible();
});

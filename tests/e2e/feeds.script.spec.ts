import { expect, test } from "#tests/support/e2e.ts";

test("the address is copied with one click", async ({ page, context, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/dashboard/${own.username}/settings`);
  await page.getByRole("link", { name: "Calendar feeds" }).click();
  await page.getByRole("button", { name: "Make the feed" }).click();
  const address = await page.getByRole("textbox", { name: /^Address of/ }).inputValue();
  await page.getByRole("button", { name: /^Copy/ }).click();
  await expect(page.getByRole("button", { name: /^Copied/ })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
});

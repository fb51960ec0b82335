/** Keys, with script: where to go and what to do; never while somebody types. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "#tests/support/e2e.ts";

test("Ctrl K: type, choose, go", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}`);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to or do" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await expect(palette.getByRole("option").first()).toHaveText(/New booking/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
  await field.fill("mem");
  await expect(palette.getByRole("option")).toHaveText([/^Members/, /^Look for “mem” in bookings/]);
  await page.keyboard.press("ArrowDown");
  await expect(palette.getByRole("option", { selected: true })).toHaveText(/^Look for/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/members$/);
  await expect(palette).toHaveCount(0);
});

test("the last entry looks for bookings, whatever is typed", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}`);
  await page.getByRole("button", { name: /^Go to/ }).click();
  await page.getByRole("combobox").fill("<b>& Co");
  await expect(page.getByRole("option")).toHaveText("Look for “<b>& Co” in bookings");
  const asked = page.waitForRequest((request) => /bookings\?q=/.test(request.url()));
  await page.getByRole("option").click();
  expect(new URL((await asked).url()).searchParams.get("q")).toBe("<b>& Co");
});

test("g and a letter, ? for all keys, and the switch that turns them off", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}`);
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  // Not while somebody types.
  await page.getByLabel("E-mail").click();
  await page.keyboard.type("g?t/n");
  await expect(page.getByLabel("E-mail")).toHaveValue("g?t/n");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("Calendar");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await keys.getByLabel("Use keys without Ctrl").uncheck();
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
  await page.reload();
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  // Only one came, and it is that of Ctrl.
  await expect(page.getByRole("dialog")).toHaveCount(1);
});

test("a viewer's palette makes nothing", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own, "viewer");
  await page.goto(`/dashboard/${own.username}`);
  await page.keyboard.press("n");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option").first()).toHaveText(/^Today/);
  await expect(page.getByRole("option", { name: /New booking/ })).toHaveCount(0);
});

/** What script adds to the start: the device's zone, an answer while one types, copying. */
import { expect, test } from "#tests/support/e2e.ts";
import { startedSetup } from "#tests/support/e2e-setup-states.ts";

test.describe("in India", () => {
  // Browsers report it by a former name, "Asia/Calcutta".
  test.use({ timezoneId: "Asia/Calcutta", locale: "en-US" });

  test("the device's zone is proposed in place of a guess, and a choice is left alone", async ({
    page,
    signedIn,
  }) => {
    await signedIn();
    await page.goto("/welcome");
    await expect(page.getByLabel("Your time zone")).toHaveValue("Asia/Kolkata");
    await page.goto("/welcome?username=x&time_zone=Europe/Oslo");
    await expect(page.getByLabel("Your time zone")).toHaveValue("Europe/Oslo");
  });
});

test("the link follows the name until somebody touches it, and says whether it is free", async ({
  page,
  signedIn,
}) => {
  await signedIn(null, "owner", { name: "Ada Lovelace" });
  await page.goto("/welcome");
  const link = page.getByLabel("Your link");
  const answer = page.locator("[data-answer]");
  await expect(page.getByRole("button", { name: "Is it free?" })).toBeHidden();
  const ending = Math.random().toString(36).slice(2, 8);
  await page.getByLabel("Your name, or your business’s").fill(`Töpferei Süd ${ending}`);
  await expect(link).toHaveValue(`toepferei-sued-${ending}`);
  await expect(answer).toHaveText(`✓ “toepferei-sued-${ending}” is free.`);

  await link.fill("lena-hartmann");
  await expect(answer).toContainText("This name is taken.");
  await answer.getByRole("button").first().click();
  await expect(answer).toContainText("is free.");
  await expect(link).toHaveValue(/^lena-hartmann-/);
  await page.getByLabel("Your name, or your business’s").fill("Somebody else");
  await expect(link).toHaveValue(/^lena-hartmann-/);
  await link.fill("admin");
  await expect(answer).toContainText("kept for Daybook");
});

test("copying the link", async ({ page, context, db }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(
    `${await startedSetup({ page, db, request: page.request }, { hours: true, service: true })}/live`,
  );
  await page.getByRole("button", { name: "Copy the link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const shown = page.getByRole("region", { name: "This is your link" }).getByRole("link").first();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await shown.getAttribute("href"));
});

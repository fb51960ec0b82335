import { chooseTime, expect, freeTimes, test } from "#tests/support/e2e.ts";

test.describe("with motion", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("pages fade, and nothing complains", async ({ page, practice }) => {
    const { on } = await practice();
    await page.goto(on());
    const [time] = await freeTimes(page)
      .first()
      .evaluateAll((links) => links.map((link) => getComputedStyle(link).transitionDuration));
    // Else the tests that ask for less motion would find nothing to switch off.
    expect(time).toContain("0.12s");
    await chooseTime(page);
    await page.goBack();
    await expect(freeTimes(page).first()).toBeVisible();
  });
});

test.describe("with forced colours", () => {
  test.use({ contextOptions: { reducedMotion: "reduce", forcedColors: "active" } });

  test("free days, the chosen one, times and buttons keep an edge", async ({ page, practice }) => {
    const { on } = await practice();
    await page.goto(on());
    expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    const edges = (selector: string) =>
      page.locator(selector).evaluateAll((elements) =>
        elements.map((element) => {
          const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
          return (
            (borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) > 0) || outlineStyle !== "none"
          );
        }),
      );
    for (const selector of [".cal a", ".slot", ".step"]) {
      const found = await edges(selector);
      expect(found.length, selector).toBeGreaterThan(0);
      expect(found, selector).not.toContain(false);
    }
    // Colour alone would be gone: the chosen day differs by its outline.
    await expect(page.locator(".cal a.on")).not.toHaveCSS("outline-style", "none");
    await chooseTime(page);
    expect(await edges(".btn, .input")).not.toContain(false);
  });
});

test("paper: a booking prints without its buttons", async ({ page, practice }) => {
  const { on } = await practice();
  await page.goto(on());
  await chooseTime(page);
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("E-mail").fill("grace@example.org");
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByRole("link", { name: "Google" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("link", { name: "Google" })).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

/** With script: hours are drawn, and dragged by quarters of an hour; the fields follow. */
import { expect, test } from "#tests/support/e2e.ts";

test("hours are moved, made longer and added by dragging", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`/dashboard/${own.username}/hours`);
  await page.getByRole("link", { name: "Change Working hours" }).click();
  const board = page.locator("[data-week-editor] svg");
  await expect(board).toBeVisible();
  await board.scrollIntoViewIfNeeded();
  const drag = async (from: number, to: number) => {
    const box = (await board.boundingBox())!;
    const x = box.x + box.width / 14;
    const y = (minute: number) => box.y + (minute / 1440) * box.height;
    await page.mouse.move(x, y(from));
    await page.mouse.down();
    await page.mouse.move(x, y((from + to) / 2));
    await page.mouse.move(x, y(to));
    await page.mouse.up();
  };
  const [from, until] = ["Monday from", "Monday until"].map((name) => page.getByLabel(name, { exact: true }));
  await drag(720, 780);
  await expect(from!).toHaveValue("10:00");
  await expect(until!).toHaveValue("18:00");
  await drag(1080, 1020);
  await expect(until!).toHaveValue("17:00");
  await drag(1200, 1260);
  await expect(page.getByLabel("Monday from, 2")).toHaveValue("20:00");
  await expect(page.getByLabel("Monday until, 2")).toHaveValue("21:00");
  // What is typed is drawn, and what is removed goes.
  await page.getByRole("button", { name: "Remove these hours on Monday, 2" }).click();
  await expect(board.locator("g rect")).toHaveCount(7);
  await page.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(from!).toHaveValue("10:00");
});

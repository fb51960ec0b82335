/** With script: pages that are open learn of changes, and disturb nobody. */
import { book, expect, statusAfter, test } from "#tests/support/e2e.ts";

const APPROVAL = { service: { requires_approval: true } };

test("a booking made by another visitor appears without a reload", async ({
  page,
  practice,
  signedIn,
  visitor,
}) => {
  const own = await practice(APPROVAL);
  await signedIn(own);
  const stream = page.waitForResponse((answer) => answer.url().includes("/changes"));
  await page.goto(`/dashboard/${own.username}`);
  await stream;
  await expect(page.getByText("No requests to answer.")).toBeVisible();
  await page.evaluate(() => Object.assign(window, { same: true }));
  await book((await visitor()).context(), own);
  await expect(page.getByRole("button", { name: /^Approve Grace Hopper/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Something changed" })).toHaveCount(1);
  expect(await page.evaluate(() => "same" in window), "it is the same document").toBe(true);

  // From there on as well, after a page of Turbo's.
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  const again = page.waitForResponse((answer) => answer.url().includes("/changes"));
  await page.getByRole("link", { name: "Today", exact: true }).click();
  await again;
  await book((await visitor()).context(), own, { nth: 3 });
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(2);
});

test("the calendar draws a new booking where it stands", async ({ page, practice, signedIn, visitor }) => {
  const own = await practice();
  await signedIn(own);
  const stream = page.waitForResponse((answer) => answer.url().includes("/changes"));
  await page.goto(`/dashboard/${own.username}/calendar?view=day&date=${own.day()}`);
  await stream;
  await expect(page.getByRole("main").getByText("Grace Hopper")).toHaveCount(0);
  await book((await visitor()).context(), own);
  await expect(page.getByRole("main").getByText("Grace Hopper").first()).toBeVisible();
});

test("who answers in one window sees it in the other", async ({ page, context, practice, signedIn }) => {
  const own = await practice(APPROVAL);
  await signedIn(own);
  await book(context, own);
  const other = await context.newPage();
  await page.goto(`/dashboard/${own.username}`);
  await other.goto(`/dashboard/${own.username}`);
  await statusAfter(other, () => other.getByRole("button", { name: /^Approve/ }).click());
  await expect(page.getByText("No requests to answer.")).toBeVisible();
});

test("an open menu stays open", async ({ page, practice, signedIn, visitor }) => {
  const own = await practice(APPROVAL);
  await signedIn(own);
  const stream = page.waitForResponse((answer) => answer.url().includes("/changes"));
  await page.goto(`/dashboard/${own.username}`);
  await stream;
  await page.locator("summary").filter({ hasText: "account menu" }).click();
  await book((await visitor()).context(), own);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
});

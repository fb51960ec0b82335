/** With script: a toggle shows at once what it will be, and goes back when nobody answered. */
import { expect, test, UNDER_WAY } from "#tests/support/e2e.ts";

test("a toggle says at once what it will be, and it is so", async ({ page, practice, signedIn, db }) => {
  const own = await practice({ service: { title: "Cello lesson" } });
  await signedIn(own);
  const services = `/dashboard/${own.username}/services`;
  await page.goto(services);
  // What is shown while the answer is under way is the point here.
  await page.removeLocatorHandler(page.locator(UNDER_WAY));
  const gate = Promise.withResolvers<void>();
  await page.route(/\/hide$/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.getByRole("button", { name: "Hide Cello lesson" }).click();
  await expect(page.getByRole("button", { name: "Show Cello lesson" })).toBeVisible();
  const hidden = "select hidden_at is not null as hidden from services where provider_id = $1";
  expect((await db.query(hidden, [own.provider_id])).rows).toEqual([{ hidden: false }]);
  gate.resolve();
  await expect(page.getByText("“Cello lesson” is hidden.", { exact: false })).toBeVisible();
  expect((await db.query(hidden, [own.provider_id])).rows).toEqual([{ hidden: true }]);
});

test("without a line it says so, and the toggle goes back", async ({
  browser,
  context,
  page,
  practice,
  signedIn,
}) => {
  const own = await practice({ service: { title: "Cello lesson" } });
  await signedIn(own);
  // Not the watched page: that its requests fail is what this is about.
  const offline = await browser.newContext({
    storageState: await context.storageState(),
    baseURL: new URL(process.env.DAYBOOK_E2E_URL!).origin,
  });
  const there = await offline.newPage();
  await there.goto(`/dashboard/${own.username}/services`);
  await offline.setOffline(true);
  await there.getByRole("button", { name: "Hide Cello lesson" }).click();
  await expect(there.getByText("There is no connection just now.")).toBeVisible();
  await expect(there.getByRole("button", { name: "Hide Cello lesson" })).toBeVisible();
  await offline.setOffline(false);
  await there.getByRole("button", { name: "Hide Cello lesson" }).click();
  await expect(there.getByText("“Cello lesson” is hidden.", { exact: false })).toBeVisible();
  await offline.close();
  await page.close();
});

import { expect, test } from "#tests/support/e2e.ts";

test("make a feed, read it as a calendar program does, give it a new address, remove it", async ({
  page,
  practice,
  signedIn,
  request,
  db,
}) => {
  const own = await practice({ provider: { name: "Atelier Nord" }, service: { title: "Portrait" } });
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/settings`);
  await page
    .getByRole("navigation", { name: "Settings" })
    .getByRole("link", { name: "Calendar feeds" })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Calendar feeds");
  await expect(page.getByText("There is no feed yet")).toBeVisible();

  await page.getByLabel("Which bookings").selectOption({ label: "Portrait" });
  await page.getByRole("radio", { name: /With details/ }).check();
  await page.getByRole("button", { name: "Make the feed" }).click();
  await expect(page.getByText("The feed is there.")).toBeVisible();
  await expect(page.getByText("whoever has it can read the feed")).toBeVisible();

  const address = page.getByRole("textbox", { name: /^Address of Portrait/ });
  const first = await address.inputValue();
  expect(first).toMatch(/\/feeds\/[\w-]+\/[\w-]{32}\.ics$/);
  await expect(page.getByRole("link", { name: /^Open in my calendar/ })).toHaveAttribute(
    "href",
    first.replace(/^https?:/, "webcal:"),
  );
  // A program has no cookie, and comes from nowhere.
  const path = new URL(first).pathname;
  const read = await request.get(path);
  expect([read.status(), read.headers()["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
  expect(await read.text()).toContain("X-WR-CALNAME:Atelier Nord: Portrait");
  await page.reload();
  await expect(page.getByText(/^Last read /)).toBeVisible();

  await page.getByText("New address, or remove").click();
  await page.getByRole("button", { name: "Make a new address" }).click();
  await expect(page.getByText("The feed has a new address.")).toBeVisible();
  const second = await address.inputValue();
  expect(second).not.toBe(first);
  expect((await request.get(path)).status()).toBe(404);
  expect((await request.get(new URL(second).pathname)).status()).toBe(200);

  await page.getByText("New address, or remove").click();
  await page.getByRole("button", { name: "Remove this feed" }).click();
  await expect(page.getByText("The feed is gone.")).toBeVisible();
  await expect(page.getByText("There is no feed yet")).toBeVisible();
  expect((await request.get(new URL(second).pathname)).status()).toBe(404);
  const { rows } = await db.query("select from calendar_feeds where provider_id = $1", [own.provider_id]);
  expect(rows).toEqual([]);
});

test("a viewer makes one for themself", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own, "viewer");
  await page.goto(`/dashboard/${own.username}/settings/feeds`);
  await expect(page.getByLabel("Which bookings")).toHaveCount(0);
  await page.getByRole("button", { name: "Make the feed" }).click();
  await expect(page.getByRole("heading", { level: 3 })).toHaveText("All bookings, for you alone");
  await page.getByRole("button", { name: "Make the feed" }).click();
  await expect(page.getByText("There was such a feed already")).toBeVisible();
  await expect(page.getByRole("heading", { level: 3 })).toHaveCount(1);
});

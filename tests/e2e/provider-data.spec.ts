import { readFileSync } from "node:fs";
import { book, expect, statusAfter, test, visit } from "#tests/support/e2e.ts";
import { unzip } from "#tests/support/unzip.ts";

test("all of one's data is a download", async ({ page, context, practice, signedIn }) => {
  const own = await practice({ provider: { setup_finished_at: "2026-01-01T00:00:00Z" } });
  await signedIn(own, "manager");
  await book(context, own);
  await page.goto(`/dashboard/${own.username}/settings`);
  await page.getByRole("link", { name: "Your data" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Download your data");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download everything" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^daybook-${own.username}-\\d{4}-\\d\\d-\\d\\d\\.zip$`),
  );
  const files = unzip(readFileSync(await download.path()));
  const bookings = [...files].find(([name]) => name.endsWith("json/bookings.json"))![1];
  expect(JSON.parse(bookings.toString())).toMatchObject([{ customer_name: "Grace Hopper" }]);
});

test("deleting asks for the name, closes the page, and can be taken back", async ({
  page,
  visitor,
  practice,
  signedIn,
}) => {
  const own = await practice({ provider: { setup_finished_at: "2026-01-01T00:00:00Z" } });
  await signedIn(own);
  const customer = await visitor();
  await page.goto(`/dashboard/${own.username}/settings`);
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByLabel(/^Type/).fill("Somebody Else");
  expect(
    await statusAfter(page, () => page.getByRole("button", { name: "Delete Ada Lovelace" }).click()),
  ).toBe(422);
  await expect(page.getByLabel(/^Type/)).toHaveValue("Somebody Else");
  expect(await visit(customer, own.path)).toBe(200);
  await page.getByLabel(/^Type/).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Delete Ada Lovelace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ada Lovelace is about to be deleted");
  expect(await visit(customer, own.path)).toBe(410);
  await page.goto(`/dashboard/${own.username}`);
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("will be deleted on")).toHaveCount(0);
  expect(await visit(customer, own.path)).toBe(200);
});

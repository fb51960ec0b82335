import { randomUUID } from "node:crypto";
import { createDeadJob } from "#tests/support/dead-jobs.ts";
import { expect, statusAfter, test } from "#tests/support/e2e.ts";

test("an operator finds jobs that were given up, has one tried again and removes another", async ({
  page,
  db,
  signedIn,
}) => {
  const error = `No pigeon ${randomUUID()}`;
  await createDeadJob(db, { task: "carrier_pigeon", error });
  const other = `No bucket ${randomUUID()}`;
  await createDeadJob(db, { task: "photo_removal", error: other });
  await signedIn(null, "owner", { name: "Radia Perlman", operator_since: "2026-01-01T00:00:00Z" });
  await page.goto("/admin");
  await page.getByRole("link", { name: "Jobs given up" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs given up");

  const first = page.getByRole("listitem").filter({ hasText: error });
  await expect(first).toContainText("after 25 tries");
  expect(await statusAfter(page, () => first.getByRole("button", { name: "Try again" }).click())).toBe(200);
  await expect(page.getByText("It will be tried again now")).toBeVisible();
  await expect(first).toHaveCount(0);

  const second = page.getByRole("listitem").filter({ hasText: other });
  await second.getByRole("link", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Remove this job?");
  await page.getByRole("link", { name: "Keep it" }).click();
  await second.getByRole("link", { name: "Remove" }).click();
  await expect(page.getByText(other)).toBeVisible();
  await page.getByRole("button", { name: "Remove the job" }).click();
  await expect(page.getByText("The job is removed")).toBeVisible();
  await expect(second).toHaveCount(0);
});

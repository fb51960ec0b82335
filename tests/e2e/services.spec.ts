import { chooseTime, expect, test } from "#tests/support/e2e.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";

const DONE = { provider: { setup_finished_at: "2026-01-01T00:00:00Z" } };

test("from a preset to the booking page, and back into the archive", async ({ page, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/services`);
  await page.getByRole("link", { name: "New service" }).click();
  await page.getByRole("radio", { name: /Music/ }).check();
  await page.getByRole("button", { name: "Make a draft" }).click();
  await expect(page.getByText("Your draft is made.")).toBeVisible();

  await page.getByLabel("Title").fill("Cello lesson");
  await page.getByLabel("Length 1", { exact: true }).fill("50 minutes");
  await page.getByRole("button", { name: "Show what customers see" }).click();
  await expect(page.getByText("Next free times for 50 minutes")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Bookings that exist keep")).toBeVisible();
  await page.getByRole("button", { name: "Show it on your page" }).click();
  await expect(page.getByText("“Cello lesson” is on your booking page.")).toBeVisible();
  await page.goto(`/book/${own.username}`);
  await expect(page.getByText("Cello lesson")).toBeVisible();

  await page.goto(`/dashboard/${own.username}/services`);
  await page.getByRole("button", { name: "Archive Cello lesson" }).click();
  await expect(page.getByText("“Cello lesson” is archived.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("“Cello lesson” is back.")).toBeVisible();
});

test("questions: added, put in another order, and asked in that order of a customer", async ({
  page,
  practice,
  db,
  visitor,
}) => {
  const own = await practice({ ...DONE, questions: [{ label: "What are your goals?" }] });
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/services/${own.service_id}`);
  await page.getByRole("link", { name: "Questions you ask" }).click();
  const second = page.getByRole("group", { name: "Question 2 (new)" });
  await second.getByLabel("Question", { exact: true }).fill("Which level?");
  await second.getByLabel("Answer", { exact: true }).selectOption({ label: "One of a list" });
  await second.getByLabel("List to choose from").fill("Beginner\nAdvanced");
  await second.getByLabel("Place in the form").fill("1");
  await page.getByRole("group", { name: "Question 1" }).getByLabel("Place in the form").fill("2");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The booking form asks this from now on.")).toBeVisible();
  await expect(page.locator("#label_1")).toHaveValue("Which level?");

  const customer = await visitor();
  await customer.goto(own.on());
  await chooseTime(customer);
  await expect(customer.getByLabel("Beginner")).toBeVisible();
  await expect(customer.locator("form#details")).toContainText(/Which level\?.*What are your goals\?/s);
});

test("two editors: the second sees both titles and chooses", async ({ page, context, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  const address = `/dashboard/${own.username}/services/${own.service_id}`;
  const other = await context.newPage();
  await page.goto(address);
  await other.goto(address);
  await page.getByLabel("Title").fill("Hers");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Bookings that exist keep")).toBeVisible();
  await other.getByLabel("Title").fill("His");
  // The example that follows the typing is answered too: only what the form itself leads to counts.
  const [answer] = await Promise.all([
    other.waitForResponse((one) => one.url().endsWith(address) && one.request().method() === "POST"),
    other.getByRole("button", { name: "Save", exact: true }).click(),
  ]);
  expect(answer.status()).toBe(409);
  await expect(other.getByText("Somebody else saved this service meanwhile")).toBeVisible();
  const choice = other.getByRole("group", { name: "Title" });
  await expect(choice.getByText("Hers")).toBeVisible();
  await choice.getByRole("radio", { name: /Saved by somebody else/ }).check();
  await other.getByRole("button", { name: "Save my choice" }).click();
  await expect(other.getByText("Saved. Bookings that exist keep")).toBeVisible();
  await expect(other.getByLabel("Title")).toHaveValue("Hers");
});

import { book, expect, test } from "#tests/support/e2e.ts";

test("from the list to a booking: found, noted, missed, taken back, cancelled with a reason", async ({
  page,
  practice,
  signedIn,
  visitor,
  db,
}) => {
  const own = await practice();
  const theirs = await book(page, own);
  await db.query(
    "update bookings set during = tstzrange(now() - interval '2 hours', now() - interval '90 minutes') where provider_id = $1",
    [own.provider_id],
  );
  await book(page, own, { nth: 3 });
  await signedIn(own);

  await page.goto(`/dashboard/${own.username}`);
  await page.getByRole("navigation", { name: "Dashboard" }).getByRole("link", { name: "Bookings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Grace Hopper" })).toHaveCount(
    1,
  );
  await page.getByRole("link", { name: "Past" }).click();
  await expect(page.getByRole("link", { name: "Past" })).toHaveAttribute("aria-current", "page");
  await page.getByLabel("Name, e-mail or phone").fill("hopp");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/q=hopp/);
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");

  await page.getByRole("link", { name: "Write a note" }).click();
  await page.getByRole("textbox", { name: /^Note/ }).fill("Likes tea.\nSits by the window.");
  await page.getByRole("button", { name: "Save the note" }).click();
  await expect(page.getByText("The note is saved.")).toBeVisible();
  await expect(page.getByText("Sits by the window.")).toBeVisible();

  await page.getByRole("button", { name: "Did not come" }).click();
  await expect(page.getByText("Noted: did not come.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The mark is gone.")).toBeVisible();

  const customer = await visitor();
  await customer.goto(theirs);
  await expect(customer.getByRole("main")).not.toContainText("Likes tea");

  await page.getByRole("link", { name: "All bookings" }).click();
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await page.getByLabel("Reason").fill("The studio is flooded.");
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(page.getByText("Cancelled. The customer is told by mail")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("The studio is flooded.");
  await expect(page.getByRole("link", { name: "Cancel", exact: true })).toHaveCount(0);
});

test("a request is declined with a reason, which its customer reads", async ({
  page,
  practice,
  signedIn,
  visitor,
}) => {
  const own = await practice({ service: { requires_approval: true } });
  const theirs = await book(page, own);
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/bookings?state=waiting`);
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await page.getByRole("link", { name: "Decline" }).click();
  await page.getByLabel("Reason").fill("Fully booked that week.");
  await page.getByRole("button", { name: "Decline the request" }).click();
  await expect(page.getByText("Declined. The customer is told by mail")).toBeVisible();
  const customer = await visitor();
  await customer.goto(theirs);
  await expect(customer.getByRole("main")).toContainText("Fully booked that week.");
});

import { book, expect, statusAfter, test } from "#tests/support/e2e.ts";

const DAYS = 24 * 60;

test("too late to change online: the page says whom to call", async ({ page, context, practice }) => {
  const own = await practice({
    service: { cancel_cutoff_min: 9 * DAYS, reschedule_cutoff_min: 9 * DAYS },
  });
  const booking = await book(context, own);
  await page.goto(booking);
  await expect(page.getByText("It is too late to change this booking online.")).toBeVisible();
  await expect(page.getByRole("link", { name: "+49 30 1234567" })).toHaveAttribute(
    "href",
    "tel:+49301234567",
  );
  await expect(page.getByRole("link", { name: "ada@example.org" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^(Move|Cancel)/ })).toHaveCount(0);

  // The pages behind are there for who has their address; they change nothing, and say why.
  await page.goto(`${booking}/cancellation`);
  const cancel = page.getByRole("button", { name: "Cancel this booking" });
  if (await cancel.isVisible()) {
    expect(await statusAfter(page, () => cancel.click())).toBe(409);
    await expect(page.getByRole("alert")).toContainText("too late");
  } else {
    await expect(page.getByRole("main")).toContainText("too late");
  }
  await page.goto(booking);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
});

test("too late for one of the two: the other is still offered", async ({ page, context, practice }) => {
  const own = await practice({ service: { reschedule_cutoff_min: 9 * DAYS } });
  await page.goto(await book(context, own));
  await expect(page.getByText(/too late to move it online; you can cancel until/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Cancel", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Move/ })).toHaveCount(0);
});

test("a booking that is over can be looked up and booked again, not changed", async ({
  page,
  context,
  practice,
  db,
}) => {
  const own = await practice();
  const { path, provider_id } = own;
  const booking = await book(context, own);
  await db.query(
    "update bookings set during = tstzrange(now() - interval '2 hours', now() - interval '1 hour', '[)') where provider_id = $1",
    [provider_id],
  );
  await page.goto(booking);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This booking is over");
  await expect(page.getByRole("link", { name: /^(Move|Cancel)/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Book again" })).toHaveAttribute("href", path);
});

test("a cancelled booking stays cancelled", async ({ page, context, practice }) => {
  const own = await practice();
  const booking = await book(context, own);
  const other = await context.newPage();
  await other.goto(`${booking}/cancellation`);
  await page.goto(`${booking}/cancellation`);
  await page.getByRole("link", { name: "Keep it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  await page.goto(`${booking}/cancellation`);
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancelled");
  // A second tab, a second click: the same answer and no error.
  await other.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Cancelled");
});

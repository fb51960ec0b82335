import {
  book,
  chooseTime,
  expect,
  fillIn,
  freeTimes,
  startOf,
  statusAfter,
  test,
} from "#tests/support/e2e.ts";
import { countBookings } from "#tests/support/e2e-practice.ts";

test("just taken: what was typed is kept, and a near time is one click away", async ({
  page,
  visitor,
  practice,
  db,
}) => {
  const own = await practice({
    service: { place: "customer_choice", place_url: "https://meet.example.org/ada", phone_field: "optional" },
    questions: [{ label: "What about?", is_required: true }],
  });
  const faster = await visitor();
  await page.goto(own.on());
  const start = await chooseTime(page, 3);
  await fillIn(page, "Slow Fox", "fox@example.org");
  await page.getByRole("textbox", { name: "Phone" }).fill("+49 30 7654321");
  await page.getByLabel("Video call").check();
  await page.getByLabel("What about?").fill("Foxes");
  await page.getByLabel("Note").fill("I was first, I think.");

  await faster.goto(page.url());
  await fillIn(faster, "Quick Hare", "hare@example.org");
  await faster.getByLabel("In person").check();
  await faster.getByLabel("What about?").fill("Hares");
  await faster.getByRole("button", { name: "Book this time" }).click();
  await expect(faster.getByRole("heading", { level: 1 })).toHaveText("You’re booked");

  const status = await statusAfter(page, () => page.getByRole("button", { name: "Book this time" }).click());
  expect(status).toBe(409);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("That time has just been taken");
  await expect(page.getByLabel("Your name")).toHaveValue("Slow Fox");
  await expect(page.getByLabel("E-mail")).toHaveValue("fox@example.org");
  await expect(page.getByRole("textbox", { name: "Phone" })).toHaveValue("+49 30 7654321");
  await expect(page.getByLabel("Video call")).toBeChecked();
  await expect(page.getByLabel("What about?")).toHaveValue("Foxes");
  await expect(page.getByLabel("Note")).toHaveValue("I was first, I think.");

  // Enter in a field must not press the first near time unasked.
  await page.getByLabel("Your name").press("Enter");
  await expect(alert).toBeVisible();
  expect(await countBookings(db, own)).toBe(1);

  const near = alert.getByRole("listitem").getByRole("button");
  const starts = await near.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("value")));
  expect(starts).not.toContain(start);
  // Half an hour before or after is nearest.
  expect(Math.abs(Date.parse(starts[0] ?? "") - Date.parse(start))).toBeLessThanOrEqual(3 * 30 * 60_000);
  await near.first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  await expect(page.locator("time").first()).toHaveAttribute("datetime", starts[0] ?? "");
  await expect(page.getByRole("main")).toContainText("I was first, I think.");
  expect(await countBookings(db, own)).toBe(2);
});

test("an address of a time that is taken leads to the near ones", async ({ page, context, practice }) => {
  const own = await practice();
  await page.goto(own.on());
  const taken = (await freeTimes(page).nth(2).getAttribute("href")) ?? "";
  await book(context, own, { nth: 2 });
  const response = await page.goto(taken);
  expect(response?.status()).toBe(409);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose another time");
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.getByRole("alert").getByRole("listitem").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your details");
});

test("moving to a time that somebody took meanwhile", async ({ page, context, practice }) => {
  const own = await practice();
  const booking = await book(context, own);
  await page.goto(`${booking}/time?date=${own.day(1)}`);
  const wanted = await startOf(freeTimes(page).nth(5));
  await freeTimes(page).nth(5).click();
  await book(context, own, { nth: 5, day: 1 });
  const status = await statusAfter(page, () =>
    page.getByRole("button", { name: "Move the booking" }).click(),
  );
  expect(status).toBe(409);
  const near = page.getByRole("alert").getByRole("listitem").getByRole("link");
  const start = await startOf(near.first());
  expect(start).not.toBe(wanted);
  await near.first().click();
  await page.getByRole("button", { name: "Move the booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moved to the new time");
  await expect(page.locator("time").first()).toHaveAttribute("datetime", start);
});

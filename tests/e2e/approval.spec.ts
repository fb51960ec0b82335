import { book, chooseTime, expect, fillIn, freeTimes, statusAfter, test } from "#tests/support/e2e.ts";

const BY_HAND = { service: { title: "Portrait", requires_approval: true } };

test("a request waits, the desk approves, and the customer's page says so", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice(BY_HAND);
  const { on, day, username } = own;
  await signedIn(own, "manager");
  await page.goto(on());
  await chooseTime(page);
  await fillIn(page);
  await page.getByRole("button", { name: "Ask for this time" }).click();
  await page.waitForURL(/\/bookings\//);
  const booking = new URL(page.url()).pathname;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Waiting for Ada Lovelace to confirm");
  await expect(page.getByRole("link", { name: "Calendar file" })).toHaveCount(0);

  const desk = await context.newPage();
  await desk.goto(`/dashboard/${username}?date=${day()}`);
  await expect(desk.getByRole("region", { name: /./ }).first()).toContainText("Waiting");
  await desk.getByRole("button", { name: /^Approve Grace Hopper/ }).click();
  await expect(desk.getByText("No requests to answer.")).toBeVisible();
  await desk.goto(`/dashboard/${username}?date=${day()}`);
  await expect(desk.getByRole("listitem").filter({ hasText: "Grace Hopper" })).toContainText("Confirmed");

  await page.goto(booking);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  await expect(page.getByRole("link", { name: "Calendar file" })).toBeVisible();
});

test("a declined request: the customer sees it, and the time is free again", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice(BY_HAND);
  const { on, username } = own;
  await signedIn(own);
  await page.goto(on());
  const times = await freeTimes(page).count();
  const booking = await book(context, own);
  await page.goto(on());
  await expect(freeTimes(page)).toHaveCount(times - 1);

  const desk = await context.newPage();
  await desk.goto(`/dashboard/${username}`);
  // Two tabs of the desk, the second on a page that does not learn of changes: its answer comes too late, and says so.
  const late = await context.newPage();
  await late.goto(`/dashboard/${username}?date=${own.day()}`);
  await desk.getByRole("link", { name: /^Decline Grace Hopper/ }).click();
  await desk.getByRole("button", { name: "Decline the request" }).click();
  await expect(desk.getByText("Declined. The customer is told by mail")).toBeVisible();
  await desk.goto(`/dashboard/${username}`);
  await expect(desk.getByText("No requests to answer.")).toBeVisible();
  expect(await statusAfter(late, () => late.getByRole("button", { name: /^Approve/ }).click())).toBe(409);
  await late.getByRole("link", { name: "Back to your day" }).click();
  await expect(late.getByText("No requests to answer.")).toBeVisible();

  await page.goto(booking);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Declined");
  await page.getByRole("link", { name: "Find another time" }).click();
  await page.goto(on());
  await expect(freeTimes(page)).toHaveCount(times);
});

test("the desk's day: bookings in order, and the days around", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own, "viewer");
  await book(context, own, { nth: 3 });
  await book(context, own, { nth: 1 });
  await page.goto(`/dashboard/${own.username}?date=${own.day()}`);
  await expect(page.getByText("2 bookings")).toBeVisible();
  await expect(page.getByRole("listitem").locator("time")).toHaveText(["09:30", "10:30"]);
  await page.getByRole("link", { name: /Next day/ }).click();
  await expect(page.getByText("A free day.")).toBeVisible();
  await page.getByRole("link", { name: /Previous day/ }).click();
  await expect(page.getByText("2 bookings")).toBeVisible();
});

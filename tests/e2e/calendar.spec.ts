import { addDays } from "#app/domain/zones.ts";
import { book, expect, statusAfter, test } from "#tests/support/e2e.ts";

const calendar = (username: string, query = "") => `/dashboard/${username}/calendar${query}`;

test("the week: a free spot is blocked, seen, opened again, and the undo undone", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(calendar(own.username, `?view=week&date=${own.day(3)}`));
  const day = page.locator(`section[aria-labelledby="day-${own.day(3)}"]`);
  await expect(day.getByText("Free 09:00 – 17:00")).toBeAttached();
  await day.getByRole("link", { name: /^Block/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Block time");
  await expect(page.getByLabel("From", { exact: false })).toHaveValue("09:00");
  await page.getByLabel("From", { exact: false }).fill("12:00");
  await page.getByLabel("Until", { exact: false }).fill("14:30");
  await page.getByLabel("Reason", { exact: false }).fill("Dentist");
  await page.getByRole("button", { name: "Block this time" }).click();
  await expect(page.getByText("This time is blocked.")).toBeVisible();
  const box = day.getByRole("link", { name: /12:00 – 14:30\s+Dentist/ });
  await expect(box).toBeVisible();
  await expect(day.getByText("Free 09:00 – 12:00")).toBeAttached();
  await expect(day.getByText("Free 14:30 – 17:00")).toBeAttached();

  await box.click();
  await expect(page.getByText("Blocked time", { exact: true })).toBeVisible();
  await page.getByLabel("Until", { exact: false }).fill("15:00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Open this time again" }).click();
  await expect(page.getByText("This time is open again.")).toBeVisible();
  await expect(day.getByText("Free 09:00 – 17:00")).toBeAttached();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("This time is blocked again, as it was.")).toBeVisible();
  await expect(day.getByRole("link", { name: /12:00 – 15:00\s+Dentist/ })).toBeVisible();
  // Customers are not offered it.
  await page.goto(own.on(3));
  await expect(page.getByRole("link", { name: "11:30" })).toBeVisible();
  await expect(page.getByRole("link", { name: "12:00" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "14:30" })).toHaveCount(0);
});

test("what has just been blocked can be taken back at once", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own, "manager");
  await page.goto(calendar(own.username, `/block?start=${own.start(2, 3)}&end=${own.start(4, 3)}`));
  await page.getByRole("button", { name: "Block this time" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("This time is open again.")).toBeVisible();
  await expect(page.locator(".calitem")).toHaveCount(0);
});

test("bookings with their buffers stand where they last, and lead to their page", async ({
  page,
  context,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait", buffer_before_min: 15, buffer_after_min: 30 } });
  await signedIn(own);
  await book(context, own, { nth: 2, day: 1 });
  await book(context, own, { nth: 6, day: 1 });
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto(calendar(own.username, `?view=day&date=${own.day(1)}`));
  await expect(page.getByText("2 bookings")).toBeVisible();
  const box = page.getByRole("link", { name: /10:00 – 10:30\s+Grace Hopper Portrait/ });
  const { rows } = await db.query("select id from bookings where provider_id = $1 order by starts_at", [
    own.provider_id,
  ]);
  await expect(box).toHaveAttribute("href", `/dashboard/${own.username}/bookings/${rows[0].id}`);
  // An hour is 72 px: half an hour of booking, a quarter and a half of buffers around it.
  const height = async (locator: typeof box) => Math.round((await locator.boundingBox())?.height ?? 0);
  const entry = page.locator(".calitem").first();
  expect(await height(box)).toBe(36);
  expect(await height(entry.locator(".calbuffer").first())).toBe(18);
  expect(await height(entry.locator(".calbuffer").last())).toBe(36);
  const tops = await page
    .locator(".calitem")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(Math.round(tops[1]! - tops[0]!)).toBe(144);
  // Between them an hour and a quarter is free, from 11:00 on.
  await expect(page.getByRole("link", { name: /New booking on .* at 11:00/ })).toHaveAttribute(
    "href",
    `/dashboard/${own.username}/bookings/new?start=${own.start(4, 1).replace(".000Z", "Z")}`,
  );
});

test("what is blocked over a booking names it, and the booking stays", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own);
  await book(context, own, { nth: 3, day: 2 });
  await page.goto(calendar(own.username, `/block?start=${own.start(2, 2)}&end=${own.start(6, 2)}`));
  await expect(page.getByRole("region", { name: "Booked in this time already" })).toContainText(
    "Grace Hopper",
  );
  await page.getByRole("button", { name: "Block this time" }).click();
  await expect(page.getByRole("region", { name: "Bookings that stay in it" })).toContainText("10:30 – 11:00");
  await page.getByRole("link", { name: "Back to the calendar" }).click();
  await expect(page.getByRole("link", { name: /10:30 – 11:00\s+Grace Hopper/ })).toBeVisible();
  const boxes = await page.locator(".calitem").evaluateAll((all) =>
    all.map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { left, right, top, bottom };
    }),
  );
  const [one, other] = boxes as [(typeof boxes)[0], (typeof boxes)[0]];
  const apart = one.right <= other.left + 1 || other.right <= one.left + 1 || one.bottom <= other.top + 1;
  expect(apart).toBe(true);
});

test("previous, today, next, a date; day, week and month", async ({ page, context, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own, "viewer");
  await book(context, own, { nth: 0, day: 4 });
  await page.goto(calendar(own.username));
  await expect(page.getByRole("navigation", { name: "View" }).getByText("Week")).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByRole("link", { name: "Day", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "View" }).getByText("Day")).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByLabel("Go to a day").fill(own.day(4));
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page.getByText("1 booking", { exact: false }).first()).toBeVisible();
  await page.getByRole("link", { name: "Next day" }).click();
  await expect(page).toHaveURL(new RegExp(`date=${addDays(own.day(4), 1)}`));
  await page.getByRole("link", { name: "Previous day" }).click();
  await expect(page.getByRole("link", { name: /09:00 – 09:30\s+Grace Hopper/ })).toBeVisible();
  await page.getByRole("link", { name: "Month", exact: true }).click();
  const cell = page.getByRole("cell").filter({ hasText: "Grace Hopper" });
  await expect(cell.getByRole("link").first()).toContainText("1 booking");
  await cell.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(String(Number(own.day(4).slice(8))));
  await page
    .getByRole("navigation", { name: "Days", exact: true })
    .getByRole("link", { name: "Today" })
    .click();
  await expect(page.getByRole("heading", { level: 2 }).getByText("Today")).toHaveCount(1);
  // Who may only read is offered nothing to write.
  await expect(page.getByRole("link", { name: /New booking|Block/ })).toHaveCount(0);
});

test("on a phone a list: times, free hours to take, nothing to scroll sideways", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(calendar(own.username, `?view=day&date=${own.day(1)}`));
  await expect(page.getByText("Free 09:00 – 17:00")).toBeVisible();
  await expect(page.getByRole("link", { name: /at 13:00/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole("navigation", { name: "Days of this week" }).getByRole("link").last().click();
  await expect(page).toHaveURL(/view=day/);
});

test("two tabs: the second sees both and keeps theirs", async ({ page, context, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(calendar(own.username, `/block?start=${own.start(2, 3)}&end=${own.start(4, 3)}`));
  await page.getByRole("button", { name: "Block this time" }).click();
  await page.getByRole("link", { name: /10:00 – 11:00\s+Blocked/ }).click();
  await expect(page.getByText("Blocked time", { exact: true })).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await page.getByLabel("Reason", { exact: false }).fill("Hers");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await other.getByLabel("Reason", { exact: false }).fill("His");
  expect(await statusAfter(other, () => other.getByRole("button", { name: "Save" }).click())).toBe(409);
  await expect(other.getByRole("region", { name: "Saved by somebody else" })).toContainText("Hers");
  await expect(other.getByLabel("Reason", { exact: false })).toHaveValue("His");
  await other.getByRole("link", { name: "Keep theirs" }).click();
  await expect(other.getByLabel("Reason", { exact: false })).toHaveValue("Hers");
});

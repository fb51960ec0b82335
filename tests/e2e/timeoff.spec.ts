import type { Page } from "@playwright/test";
import { book, expect, freeTimes, statusAfter, test } from "#tests/support/e2e.ts";
import { countBookings, type Practice } from "#tests/support/e2e-practice.ts";
import { away } from "#tests/support/e2e-states-timeoff.ts";

const hours = ({ username }: Practice, path = "") => `/dashboard/${username}/hours${path}`;
const SCRIPT = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

const addDays = async (page: Page, own: Practice, from: number, to: number) => {
  await page.goto(hours(own, "/time-off"));
  await page.getByLabel("First day").fill(own.day(from));
  await page.getByLabel("Last day").fill(own.day(to));
};
const send = (page: Page) => page.getByRole("button", { name: "Add time off" }).click();

test("time off that hits two bookings: one is cancelled, one kept; the public page says who is away", async ({
  page,
  context,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice();
  const cancelled = await book(context, own, { nth: 2, day: 1 });
  const kept = await book(context, own, { nth: 5, day: 2 });
  await signedIn(own);
  await page.goto(hours(own));
  await page.getByRole("navigation", { name: "Hours" }).getByRole("link", { name: "Time off" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Time off");
  await addDays(page, own, 1, 3);
  await page.getByLabel("Reason").fill("Knee surgery");
  await page.getByLabel("Out of office").fill("I am back soon.");
  await send(page);
  await expect(page.getByRole("heading", { name: "2 bookings stand in your time off" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel the ticked ones" }).click();
  await expect(page.getByText("Tick the bookings that you want to cancel").first()).toBeVisible();
  await page.getByRole("checkbox").first().check();
  await page.getByLabel("Reason for your customers").fill("I am ill, sorry.");
  await page.getByRole("button", { name: "Cancel the ticked ones" }).click();
  await expect(page.getByText("1 booking was cancelled. The customers are told by mail.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 booking stands in your time off" })).toBeVisible();
  await page.getByRole("link", { name: "Keep the others" }).click();
  await expect(page.getByRole("link", { name: "1 booking stands in it" })).toBeVisible();
  expect(await countBookings(db, own)).toBe(1);

  await page.goto(`/book/${own.username}`);
  await expect(page.getByText(/^Away from /)).toBeVisible();
  await expect(page.getByText("I am back soon.")).toBeVisible();
  await expect(page.getByText("Knee surgery")).toHaveCount(0);
  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveCount(0);
  await expect(page.getByText("I am back soon.")).toBeVisible();
  await page.goto(cancelled);
  await expect(page.getByText("I am ill, sorry.")).toBeVisible();
  await page.goto(kept);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/cancelled/i);
});

test("all at once, and without bookings straight to the list", async ({
  page,
  context,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice();
  for (const nth of [1, 3, 5]) await book(context, own, { nth, day: 1 });
  await signedIn(own);
  await addDays(page, own, 1, 1);
  await send(page);
  await page.getByRole("link", { name: "Tick all" }).click();
  await page.getByRole("button", { name: "Cancel the ticked ones" }).click();
  await expect(page.getByText("3 bookings were cancelled.")).toBeVisible();
  expect(await countBookings(db, own)).toBe(0);
  await addDays(page, own, 9, 9);
  await send(page);
  await expect(page.getByText("Added. Nothing can be booked in that time any more.")).toBeVisible();
});

test("changed by two: the second compares; removed and put back", async ({
  page,
  context,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice();
  await away({ db }, own, { from: own.day(1), to: own.day(1), reason: "Training" });
  await signedIn(own);
  await page.goto(hours(own, "/time-off"));
  await page.getByRole("link", { name: /^Change/ }).click();
  await expect(page).toHaveURL(/time-off\/[0-9a-f-]{36}$/);
  const other = await context.newPage();
  await other.goto(page.url());
  await page.getByLabel("Reason").fill("Hers");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await other.getByLabel("Reason").fill("His");
  expect(await statusAfter(other, () => other.getByRole("button", { name: "Save" }).click())).toBe(409);
  await expect(other.getByText("Hers", { exact: true })).toBeVisible();
  await expect(other.getByLabel("Reason")).toHaveValue("His");
  await other.getByRole("button", { name: "Save mine" }).click();
  await expect(other.getByText("His", { exact: true })).toBeVisible();

  await other.getByRole("button", { name: /^Remove/ }).click();
  await expect(other.getByText("No time off is planned.")).toBeVisible();
  await other.goto(own.on(1));
  await expect(freeTimes(other)).not.toHaveCount(0);
  await other.goBack();
  await other.goto(hours(own, "/time-off?just=removed"));
  await other.getByRole("button", { name: "Undo" }).click();
  await expect(other.getByText("It is back, as it was.")).toBeVisible();
  await expect(other.getByText("His", { exact: true })).toBeVisible();
});

test("holidays: looked at, switched on, one kept open, switched off and back", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { horizon_days: null } });
  await signedIn(own);
  await page.goto(hours(own, "/holidays"));
  await page.getByLabel("Country").selectOption({ label: "Germany" });
  await page.getByRole("button", { name: "Show the holidays" }).click();
  await page.getByLabel("Region").selectOption({ label: "Berlin" });
  await page.getByRole("button", { name: "Show the holidays" }).click();
  await expect(page.getByText("This is a preview.")).toBeVisible();
  const first = page.getByRole("checkbox", { name: /Labour Day/ }).first();
  const date = await first.inputValue();
  await page.goto(`${own.path}?date=${date}`);
  await expect(freeTimes(page)).not.toHaveCount(0);

  await page.goto(hours(own, "/holidays?country=DE&region=BE"));
  await page.getByRole("button", { name: "Close these days" }).click();
  await expect(page.getByText("Saved. The ticked days are closed.")).toBeVisible();
  await page.goto(`${own.path}?date=${date}`);
  await expect(freeTimes(page)).toHaveCount(0);

  await page.goto(hours(own, "/holidays"));
  await first.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The ticked days are closed.")).toBeVisible();
  await expect(first).not.toBeChecked();
  await page.goto(`${own.path}?date=${date}`);
  await expect(freeTimes(page)).not.toHaveCount(0);

  const rows = async () =>
    (
      await db.query(
        "select count(*)::int as n from holidays where provider_id = $1 and kept_open_at is null",
        [own.provider_id],
      )
    ).rows[0].n;
  await page.goto(hours(own, "/holidays"));
  await page.getByRole("button", { name: "Switch off the holidays" }).click();
  await expect(page.getByText("Switched off.")).toBeVisible();
  expect(await rows()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Saved. The ticked days are closed.")).toBeVisible();
  await expect(first).not.toBeChecked();
  expect(await rows()).toBeGreaterThan(15);
});

test("why: a booked time leads to its booking, a free one to its form; odd nights are explained", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await book(context, own, { nth: 2, day: 1 });
  await signedIn(own);
  await page.goto(hours(own, "/why"));
  await page.getByLabel("Date").fill(own.day(1));
  await page.getByRole("textbox", { name: "Time" }).fill("10:00");
  await page.getByRole("button", { name: "Find out" }).click();
  await expect(page.getByRole("heading", { name: "It is booked already" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Grace Hopper/ })).toHaveAttribute(
    "href",
    new RegExp(`^/dashboard/${own.username}/bookings/[0-9a-f-]{36}$`),
  );
  await page.getByRole("link", { name: "10:30", exact: true }).click();
  await expect(page.getByRole("heading", { name: "This time is offered" })).toBeVisible();
  await page.getByLabel("Date").fill("2030-03-31");
  await page.getByRole("textbox", { name: "Time" }).fill("02:30");
  await page.getByRole("button", { name: "Find out" }).click();
  await expect(page.getByRole("heading", { name: "That time does not exist" })).toBeVisible();
  await page.getByLabel("Date").fill("2030-10-27");
  await page.getByRole("button", { name: "Find out" }).click();
  await expect(page.getByText(/The (first|second) time round/)).toHaveCount(2);
});

test("script in every field is text; rubbish in addresses is no error of ours", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ provider: { name: SCRIPT }, service: { title: SCRIPT } });
  await away({ db }, own, { from: own.day(1), to: own.day(2), reason: SCRIPT, public_text: SCRIPT });
  await signedIn(own);
  const times = `for=${own.service_id}.30&date=${own.day(1)}&time=10:00`;
  for (const where of [
    hours(own, "/time-off"),
    `/book/${own.username}`,
    own.path,
    hours(own, `/why?${times}`),
  ]) {
    await page.goto(where);
    await expect(page.getByText(SCRIPT).first()).toBeVisible();
  }
  const rubbish: [string, number][] = [
    ["/time-off?older=x&date=%00&just=%F0%9F%92%A9", 200],
    ["/time-off/not-an-id", 404],
    ["/time-off/019b0000-0000-7000-8000-000000000009/bookings?after=9.9", 404],
    ["/holidays?country=%3Cb%3E&region=..", 200],
    ["/holidays?country=DE&region=ENG", 200],
    ["/why?for=x&date=2030-02-30&time=99:99", 400],
    [`/why?for=${own.service_id}.30&date=2190-01-01&time=10:00`, 400],
    [`/why?for=${own.service_id}.30&date=2189-12-31&time=10:00`, 200],
  ];
  for (const [where, status] of rubbish) {
    const response = await page.request.get(hours(own, where));
    expect([where, response.status()]).toEqual([where, status]);
  }
});

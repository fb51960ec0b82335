import type { Page } from "@playwright/test";
import { calendarOf, eventOf, type Feed, serving, startFeed } from "#tests/support/calendar-feed.ts";
import { expect, freeTimes, statusAfter, test } from "#tests/support/e2e.ts";
import type { Practice } from "#tests/support/e2e-practice.ts";

const hours = ({ username }: Practice, path = "") => `/dashboard/${username}/hours${path}`;

let feed: Feed;
test.beforeEach(async () => {
  feed = await startFeed();
});
test.afterEach(() => feed.stop());

const add = async (page: Page, name: string, address: string) => {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Address").fill(address);
  await page.getByRole("button", { name: "Add calendar" }).click();
};
const added = (page: Page) => expect(page.getByText("Added. It is being read now.")).toBeVisible();

/** Looks again until a calendar was read; with script the page does so by itself. */
const seen = (page: Page, text: string | RegExp) =>
  expect(async () => {
    if (!(await page.getByText(text).first().isVisible())) await page.goto(page.url());
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });

test("a calendar is added and read: its time is gone for customers, drawn for the provider, and explained", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  const from = Date.parse(own.start(2, 1));
  feed.answer(serving(calendarOf(eventOf("a", from, from + 3_600_000, "SUMMARY:Dentist, secret"))));
  await page.goto(own.on(1));
  const before = await freeTimes(page).count();
  await signedIn(own);
  await page.goto(hours(own));
  await page
    .getByRole("navigation", { name: "Hours" })
    .getByRole("link", { name: "Other calendars" })
    .click();
  await expect(page.getByText("No other calendar counts yet.")).toBeVisible();
  await add(page, "Private", feed.url("/secret-key/basic.ics").replace("http://", "webcal://"));
  await added(page);
  // webcal:// means https://, which this server does not speak.
  await seen(page, /The connection is not safe|ends in the middle/);

  await page.getByRole("link", { name: "Change Private" }).click();
  await page.getByLabel("Another address").fill(feed.url("/secret-key/basic.ics"));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await seen(page, /with 1 event\./);
  await expect(page.getByText("Cannot be read")).toHaveCount(0);
  await expect(page.getByText(`127.0.0.1:${feed.port} … .ics`)).toBeVisible();
  expect(await page.content()).not.toMatch(/secret-key|Dentist/);

  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveCount(before - 2);
  expect(await page.content()).not.toMatch(/Private|Dentist/);
  await page.goto(`/dashboard/${own.username}/calendar?view=day&date=${own.day(1)}`);
  await page.getByRole("link", { name: /Private Busy/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Other calendars");
  await page.goto(`${hours(own, "/why")}?for=${own.service_id}.30&date=${own.day(1)}&time=10:30`);
  await expect(page.getByRole("heading", { name: "Busy in “Private”" })).toBeVisible();
});

test("read again when asked for, then gone for good: its times can be booked again", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  const from = Date.parse(own.start(0, 1));
  feed.answer(serving(calendarOf(eventOf("a", from, from + 8 * 3_600_000))));
  await signedIn(own);
  await page.goto(hours(own, "/calendars"));
  await add(page, "Private", feed.url());
  await added(page);
  await seen(page, /with 1 event\./);
  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveCount(0);
  await page.goto(hours(own, "/calendars"));
  await page.getByRole("button", { name: "Read now Private" }).click();
  await expect(page.getByText("It is being read now.")).toBeVisible();
  await page.getByRole("link", { name: "Change Private" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Family");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("link", { name: "Change Family" }).click();
  await page.getByRole("button", { name: "Remove this calendar" }).click();
  await expect(page.getByText("Removed. Its busy times can be booked again.")).toBeVisible();
  await page.goto(own.on(1));
  expect(await freeTimes(page).count()).toBeGreaterThan(10);
});

test("what is no address of a calendar is said beside its field, and what was typed stays", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(hours(own, "/calendars"));
  expect(await statusAfter(page, () => add(page, "Private", "ftp://example.org/x"))).toBe(422);
  await expect(page.getByText("That is no address of a calendar.").first()).toBeVisible();
  await expect(page.getByLabel("Address")).toHaveValue("ftp://example.org/x");
  await add(page, "Private", "http://127.0.0.1:1/x.ics");
  await added(page);
  expect(await statusAfter(page, () => add(page, "Again", "http://127.0.0.1:1/x.ics"))).toBe(422);
  await expect(page.getByText("This calendar is in your list already.").first()).toBeVisible();
});

test("a viewer sees the calendars and can change nothing", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own, "viewer");
  await page.goto(hours(own, "/calendars"));
  await expect(page.getByText("No other calendar counts yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add calendar" })).toHaveCount(0);
});

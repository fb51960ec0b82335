import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import ICAL from "ical.js";
import {
  book,
  chooseTime,
  expect,
  fillIn,
  freeDays,
  freeTimes,
  startOf,
  statusAfter,
  test,
} from "#tests/support/e2e.ts";
import { countBookings } from "#tests/support/e2e-practice.ts";

test("from the start page to a booking, moved, cancelled, and its time is free again", async ({
  page,
}, info) => {
  const name = `Walker ${info.project.name}`;
  await page.goto("/");
  await page.getByRole("link", { name: "Lena Hartmann", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lena Hartmann");
  await page.getByRole("link", { name: "German lesson", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("German lesson");

  await page.getByRole("link", { name: /1 hour 30 minutes/ }).click();
  await expect(page.getByRole("link", { name: /1 hour 30 minutes/ })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: /Next month/ }).click();
  await openDayWithTimes(page, info.project.name === "plain" ? "first" : "last");
  const calendar = page.url();
  const start = await chooseTime(page);

  await expect(page.getByRole("complementary")).toContainText("1 hour 30 minutes");
  await expect(page.getByRole("complementary")).toContainText("€59");
  await fillIn(page, name, "walker@example.org");
  await page.getByLabel("Video call").check();
  await page.getByLabel("Note").fill("First line\nsecond line");
  await page.getByRole("button", { name: "Book this time" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  await expect(page.getByRole("main")).toContainText("Video call");
  await expect(page.getByRole("main")).toContainText("walker@example.org");
  await expect(page.getByRole("main")).toContainText("First line second line", { useInnerText: false });
  await expect(page.locator("time").first()).toHaveAttribute("datetime", start);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Calendar file" }).click();
  const event = await readEvent(await (await downloading).path());
  expect(event.startDate.toJSDate().toISOString()).toBe(start);
  expect(event.duration.toSeconds()).toBe(90 * 60);
  expect(event.summary).toBe("German lesson with Lena Hartmann");
  const google = new URL((await page.getByRole("link", { name: "Google" }).getAttribute("href")) ?? "");
  expect(google.searchParams.get("dates")).toContain(start.replace(/[-:]|\.000/g, ""));
  // What leaves the house must not carry the way to change the booking.
  expect(google.href).not.toContain("/bookings/");

  const booking = page.url();
  await page.getByRole("link", { name: "Move to another time" }).click();
  await page.goto(`${new URL(booking).pathname}/time?date=${start.slice(0, 10)}`);
  const target = freeTimes(page).last();
  const moved = await startOf(target);
  expect(moved).not.toBe(start);
  await target.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Move to this time?");
  await page.getByRole("button", { name: "Move the booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moved to the new time");
  await expect(page.locator("time").first()).toHaveAttribute("datetime", moved);
  // The link that the customer has stays the booking's.
  expect(new URL(page.url()).pathname).toBe(new URL(booking).pathname);

  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await page.getByLabel("Reason").fill("The trains are on strike.");
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancelled");
  await expect(page.getByRole("main")).toContainText("The trains are on strike.");
  await expect(page.getByRole("link", { name: "Move to another time" })).toHaveCount(0);

  await page.goto(calendar);
  const free = await freeTimes(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(free.join()).toContain(`start=${start}`);
  expect(free.join()).toContain(`start=${moved}`);
});

/**
 * Opens a day of the month on show with at least two free times: one to book, one to move to. The demo's plan is another each
 * day, so a day may have one. The two projects share this provider: each looks from its own end of the month.
 */
async function openDayWithTimes(page: Page, from: "first" | "last"): Promise<void> {
  const names = await freeDays(page).evaluateAll((links) =>
    links.map((link) => (link.getAttribute("aria-label") ?? "").replace(/, .*/, "")),
  );
  for (const name of from === "first" ? names : names.reverse()) {
    await freeDays(page)
      .and(page.getByRole("link", { name: new RegExp(`^${name}(,|$)`) }))
      .click();
    await expect(page.getByRole("link", { name: `${name}, chosen` })).toBeVisible();
    const times = page.getByRole("region", { name: "Free times" });
    await expect(times).toContainText(name);
    if ((await freeTimes(page).count()) > 1) return;
  }
  throw new Error("No day of this month has two free times.");
}

test("what is wrong stands beside its field, and nothing typed is lost", async ({ page, practice }) => {
  const { on } = await practice({ service: { phone_field: "required" } });
  await page.goto(on());
  await chooseTime(page);
  // A browser lets all of these pass; the server does not.
  await page.getByLabel("Your name").fill("   ");
  await page.getByLabel("E-mail").fill("grace@nowhere");
  await page.getByLabel("Phone").fill("call me");
  await page.getByLabel("Note").fill("Second floor, please.");
  const status = await statusAfter(page, () => page.getByRole("button", { name: "Book this time" }).click());
  expect(status).toBe(422);

  const summary = page.getByRole("alert");
  await expect(summary).toContainText("3 things need your attention");
  await expect(summary).toBeFocused();
  for (const [label, words, value] of [
    ["Your name", "Your name is needed.", "   "],
    ["E-mail", "does not look like an e-mail address", "grace@nowhere"],
    ["Phone", "does not look like a phone number", "call me"],
  ] as const) {
    const field = page.getByLabel(label);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(new RegExp(words));
    await expect(field).toHaveValue(value);
  }
  await expect(page.getByLabel("Note")).toHaveValue("Second floor, please.");
  await expect(page.getByLabel("Note")).not.toHaveAttribute("aria-invalid");
  await summary.getByRole("link", { name: /e-mail address/ }).click();
  await expect(page.getByLabel("E-mail")).toBeFocused();

  await fillIn(page);
  await page.getByLabel("Phone").fill("+49 30 7654321");
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
});

test("a second click while the first is under way books once", async ({ page, practice, db }, info) => {
  const own = await practice();
  await page.goto(own.on());
  await chooseTime(page);
  await fillIn(page);
  const button = page.getByRole("button", { name: "Book this time" });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  const click = () => page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
  let sent = 0;
  await page.route("**/details*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    sent += 1;
    if (sent > 1) return route.continue();
    // The server has answered, the browser does not know yet: the moment for an impatient second click.
    const response = await route.fetch({ maxRedirects: 0 });
    await click();
    // Without script the second form has replaced the first, and nobody waits for this answer.
    await route.fulfill({ response }).catch(() => {});
  });
  await click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  expect(await countBookings(db, own)).toBe(1);
  expect(sent).toBe(info.project.name === "script" ? 1 : 2);
});

test("reloading, going back and sending the form again books once", async ({
  page,
  context,
  practice,
  db,
}) => {
  const own = await practice();
  await page.goto(own.on());
  await chooseTime(page);
  await fillIn(page);
  // The same form, kept: what a browser does that restores a page after the booking.
  const copy = await page
    .locator("form#details")
    .evaluate((form) => [...new FormData(form as HTMLFormElement).entries()]);
  const address = page.url();
  await page.getByRole("button", { name: "Book this time" }).click();
  await page.waitForURL(/\/bookings\//);
  const booking = new URL(page.url()).pathname;
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");

  const again = await context.request.post(address, {
    form: Object.fromEntries(copy as [string, string][]),
    headers: { "Sec-Fetch-Site": "same-origin" },
    maxRedirects: 0,
  });
  expect(again.status()).toBe(303);
  expect(again.headers().location).toContain(booking);

  await page.goBack();
  const button = page.getByRole("button", { name: "Book this time" });
  if (await button.isVisible()) await button.click();
  expect(await countBookings(db, own)).toBe(1);
});

test("two tabs that move one booking: the second is told, not obeyed", async ({
  page,
  context,
  practice,
}) => {
  const own = await practice();
  const booking = await book(context, own);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${booking}/time?date=${own.day(1)}`);
    await freeTimes(tab)
      .nth(tab === page ? 2 : 4)
      .click();
    await expect(tab.getByRole("heading", { level: 1 })).toHaveText("Move to this time?");
  }
  await page.getByRole("button", { name: "Move the booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moved to the new time");
  const status = await statusAfter(other, () =>
    other.getByRole("button", { name: "Move the booking" }).click(),
  );
  expect(status).toBe(409);
  await expect(other.getByRole("alert")).toContainText("changed meanwhile");
});

async function readEvent(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  const component = calendar.getFirstSubcomponent("vevent");
  if (!component) throw new Error("The file has no event.");
  return new ICAL.Event(component);
}

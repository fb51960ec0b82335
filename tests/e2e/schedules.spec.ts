/** Hours: what a provider sets is exactly what customers are offered. */
import { addDays, isoWeekday } from "#app/domain/zones.ts";
import { expect, freeTimes, test } from "#tests/support/e2e.ts";

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const nameOf = (date: string) => NAMES[isoWeekday(date) - 1]!;

test("the week: hours typed here are the free times there", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  const day = nameOf(own.day(1));
  await page.goto(`/dashboard/${own.username}/hours`);
  await page.getByRole("link", { name: "Change Working hours" }).click();
  await page.getByLabel(`${day} until`, { exact: true }).fill("10:00");
  await page.getByRole("button", { name: `Add hours on ${day}` }).click();
  await page.getByLabel(`${day} from, 2`).fill("20:00");
  await page.getByLabel(`${day} until, 2`).fill("21:00");
  await page.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveText([/09:00/, /09:30/, /20:00/, /20:30/]);
});

test("one day's hours for others", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  const [from, to] = [nameOf(own.day(1)), nameOf(own.day(2))];
  await page.goto(`/dashboard/${own.username}/hours`);
  await page.getByRole("link", { name: "Change Working hours" }).click();
  await page.getByLabel(`${from} until`, { exact: true }).fill("09:30");
  await page.getByText("Copy a day to others").click();
  await page.getByLabel("Copy the hours of").selectOption({ label: from });
  await page.getByLabel(to, { exact: true }).check();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByLabel(`${to} until`, { exact: true })).toHaveValue("09:30");
  await page.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto(own.on(2));
  await expect(freeTimes(page)).toHaveText([/09:00/]);
});

test("weeks A and B take turns on the public page", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  const date = own.day(1);
  const day = nameOf(date);
  await page.goto(`/dashboard/${own.username}/hours`);
  await page.getByRole("link", { name: "Change Working hours" }).click();
  await page.getByRole("link", { name: "Every other week different?" }).click();
  await page.getByLabel("Weeks A and B take turns").check();
  await page.getByLabel("A day in a week that is an A week").fill(date);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: /^This is week [AB]$/ })).toBeVisible();
  await page.getByLabel(`${day} until`, { exact: true }).fill("09:30");
  await page.getByLabel(`${day} of week B from`, { exact: true }).fill("16:00");
  await page.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  for (const [days, times] of [
    [0, [/09:00/]],
    [7, [/16:00/, /16:30/]],
    [14, [/09:00/]],
  ] as const) {
    await page.goto(`${own.path}?date=${addDays(date, days)}`);
    await expect(freeTimes(page)).toHaveText([...times]);
  }
});

test("a date is closed, and closed again by undo", async ({ page, practice, signedIn, visitor }) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/hours`);
  await page.getByRole("link", { name: "Change Working hours" }).click();
  await page.getByRole("link", { name: "Set hours for a date" }).click();
  await page.getByLabel("Day", { exact: true }).fill(own.day(1));
  await page.getByLabel("Closed").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const editor = new URL(page.url()).pathname;
  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveCount(0);
  await page.goto(editor);
  await page.getByRole("button", { name: /^Remove (?!these)/ }).click();
  await expect(page.getByText("count again on that day")).toBeVisible();
  const customer = await visitor();
  await customer.goto(own.on(1));
  await expect(freeTimes(customer)).toHaveCount(16);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It is back.")).toBeVisible();
  await page.goto(own.on(1));
  await expect(freeTimes(page)).toHaveCount(0);
});

import type { Page } from "@playwright/test";
import { themeOf } from "#app/domain/colours.ts";
import { book, expect, test } from "#tests/support/e2e.ts";
import { choosePhoto } from "#tests/support/e2e-settings-states.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import { photo } from "#tests/support/pictures.ts";

const DONE = { provider: { setup_finished_at: "2026-01-01T00:00:00Z" } };
const save = (page: Page) => page.getByRole("button", { name: /^Save/ }).click();
const accentOf = (page: Page) =>
  page.locator("html").evaluate((root) => getComputedStyle(root).getPropertyValue("--color-accent").trim());

test("what is typed stands on the public page, and a wrong link is said beside its field", async ({
  page,
  practice,
  db,
}) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}`);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("In one line").fill("Portraits by daylight");
  await page.getByLabel("Notice").fill("Closed in August.");
  await page.getByLabel("Name of link 1").fill("Gallery");
  await page.getByLabel("Address of link 1").fill("javascript:alert(1)");
  await save(page);
  await expect(page.getByText("One thing needs your attention")).toBeVisible();
  await expect(page.getByLabel("Address of link 1")).toHaveValue("javascript:alert(1)");
  await page.getByLabel("Address of link 1").fill("gallery.example.org");
  await page.getByLabel("Show phone and e-mail").uncheck();
  await save(page);
  await expect(page.getByText("Saved. Your public page shows it already.")).toBeVisible();
  await expect(page.getByLabel("Show phone and e-mail")).not.toBeChecked();

  await page.goto(`/book/${own.username}`);
  await expect(page.getByText("Portraits by daylight")).toBeVisible();
  await expect(page.getByText("Closed in August.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Gallery" })).toHaveAttribute(
    "href",
    "https://gallery.example.org/",
  );
  await expect(page.getByText("ada@example.org")).toHaveCount(0);
});

test("two tabs: the second chooses", async ({ page, context, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  const settings = `/dashboard/${own.username}/settings`;
  const other = await context.newPage();
  await page.goto(settings);
  await other.goto(settings);
  await page.getByLabel("In one line").fill("Hers");
  await save(page);
  await expect(page.getByText("Saved.")).toBeVisible();
  await other.getByLabel("In one line").fill("His");
  await save(other);
  await expect(other.getByText("Somebody else saved these settings meanwhile")).toBeVisible();
  const choice = other.getByRole("group", { name: "In one line" });
  await expect(choice.getByText("Hers")).toBeVisible();
  await choice.getByRole("radio", { name: /Saved by somebody else/ }).check();
  await save(other);
  await expect(other.getByText("Saved.")).toBeVisible();
  await expect(other.getByLabel("In one line")).toHaveValue("Hers");
});

test("a colour: shown before it is saved, then on every public page", async ({ page, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/settings/appearance`);
  await page.getByRole("radio", { name: "Raspberry" }).check();
  await page.getByRole("button", { name: "Show the chosen colour" }).click();
  await expect(page.getByText("Preview, not saved yet")).toBeVisible();
  const sample = page.locator(".sample.light .btn");
  const { light } = themeOf("#a62a58");
  await expect
    .poll(() =>
      sample.evaluate((button) => getComputedStyle(button).getPropertyValue("--color-accent").trim()),
    )
    .toBe(light.accent);
  await save(page);
  await expect(page.getByText("Your public pages have this colour now.")).toBeVisible();
  for (const where of [`/book/${own.username}`, own.path]) {
    await page.goto(where);
    expect(await accentOf(page)).toBe(light.accent);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await accentOf(page)).toBe(themeOf("#a62a58").dark.accent);
});

test("a photo: refused, taken, removed", async ({ page, practice, db }) => {
  const own = await practice(DONE);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/settings/photo`);
  await choosePhoto({ page }, Buffer.from("<svg onload='alert(1)'/>"), "me.png");
  await expect(page.getByText("This file is not a JPEG, PNG or WebP picture").first()).toBeVisible();
  // A browser that is cut off in the middle of an upload shows nothing: this one is answered.
  await choosePhoto({ page }, Buffer.alloc(11_000_000, 0xff));
  await expect(page.getByText("This file is larger than 10 MB").first()).toBeVisible();
  await choosePhoto({ page }, await photo("jpeg"));
  await expect(page.getByText("Your new photo is on your public page.")).toBeVisible();
  await page.goto(`/book/${own.username}`);
  const picture = page.locator("img.avatar");
  await expect(picture).toHaveAttribute("src", /^\/photos\//);
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  await page.goto(`/dashboard/${own.username}/settings/photo`);
  await page.getByRole("link", { name: "Remove the photo" }).click();
  await page.getByRole("button", { name: "Remove the photo" }).click();
  await expect(page.getByText("The photo is removed.")).toBeVisible();
  await expect(page.getByText("your initials stand in its place")).toBeVisible();
});

test("12 hours and another zone: the page follows, bookings stay", async ({
  page,
  context,
  practice,
  db,
}) => {
  const own = await practice(DONE);
  const booking = await book(context, own);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/settings/times`);
  await page.getByLabel("12 hours").check();
  await page.getByLabel("You are in").selectOption("Europe/Lisbon");
  await save(page);
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto(`/dashboard/${own.username}?date=${own.day()}`);
  await expect(page.getByRole("listitem").locator("time")).toHaveText([/^8:00\sam$/]);
  await page.goto(booking);
  await expect(page.getByText(/9:00\sam/).first()).toBeVisible();
});

test("another address: old links lead on", async ({ page, context, practice, db }) => {
  const own = await practice(DONE);
  const booking = await book(context, own);
  await signInAs({ page, db }, own);
  await page.goto(`/dashboard/${own.username}/settings/address`);
  await page.getByLabel("New address").fill("harbour-yoga");
  await page.getByRole("button", { name: "See if it is free" }).click();
  await expect(page.getByText("Somebody has this name")).toBeVisible();
  const fresh = `new-${own.username.slice(-10)}`;
  await page.getByLabel("New address").fill(fresh);
  await page.getByRole("button", { name: "See if it is free" }).click();
  await page.getByRole("button", { name: `Change to ${fresh}` }).click();
  await expect(page.getByText("Your page has its new address.")).toBeVisible();
  for (const old of [`/book/${own.username}`, booking, `/dashboard/${own.username}`]) {
    await page.goto(old);
    expect(new URL(page.url()).pathname).toBe(old.replace(own.username, fresh));
  }
});

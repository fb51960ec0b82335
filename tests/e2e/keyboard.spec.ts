import type { Locator, Page } from "@playwright/test";
import { expect, statusAfter, test } from "#tests/support/e2e.ts";

/** Tab until it has the focus, as a person would; each stop on the way must be seen. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(focusIsSeen), "a stop that cannot be seen").toBe("");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`The Tab key does not lead to ${wanted}.`);
}

function focusIsSeen(): string {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const { top, bottom, width, height } = element.getBoundingClientRect();
  const shown = bottom > 0 && top < innerHeight && width > 0 && height > 0;
  // A link that covers its card draws the ring around the card, with its ::after.
  const ringed = [undefined, "::after"].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  return shown && ringed
    ? ""
    : `${element.outerHTML.slice(0, 120)} at ${Math.round(top)} to ${Math.round(bottom)}`;
}

/** Presses what has the focus and waits for where it leads. */
async function press(page: Page, key = "Enter"): Promise<void> {
  await Promise.all([page.waitForEvent("domcontentloaded"), page.keyboard.press(key)]);
}

async function follow(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole("link", { name }).first());
  await press(page);
}

test("a booking with the keyboard alone, mistakes included", async ({ page, practice }) => {
  const { username, day } = await practice({
    service: { title: "Piano lesson", place: "customer_choice", place_url: "https://meet.example.org/ada" },
    questions: [{ label: "I have a piano", kind: "checkbox", is_required: true }],
  });
  await page.goto(`/book/${username}`);
  await follow(page, "Piano lesson");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Piano lesson");

  // The month of the first bookable day may be the next one.
  if (new Date(day()).getUTCMonth() !== new Date().getUTCMonth()) await follow(page, /Next month/);
  const times = page.getByRole("region", { name: "Free times" });
  await follow(page, /chosen$/);
  await expect(times).toBeVisible();
  await tabTo(page, times.getByRole("link").nth(1));
  await press(page);

  await tabTo(page, page.getByLabel("Your name"));
  await page.keyboard.type("Clara Schumann");
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type("clara@leipzig");
  await page.keyboard.press("Tab");
  // The first of the radios has the focus; Space chooses it and the arrow goes on.
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Video call")).toBeChecked();
  await tabTo(page, page.getByLabel("I have a piano"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Book this time" }));
  expect(await statusAfter(page, () => page.keyboard.press("Enter"))).toBe(422);

  // The next stop after what is wrong is the way to it.
  await expect(page.getByRole("alert")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(".example");
  await press(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");

  await follow(page, "Move to another time");
  await tabTo(page, times.getByRole("link").last());
  await press(page);
  await tabTo(page, page.getByRole("button", { name: "Move the booking" }));
  await press(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moved to the new time");
  await follow(page, "Cancel");
  await tabTo(page, page.getByRole("button", { name: "Cancel this booking" }));
  await press(page, "Space");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancelled");
});

test("the first stop of each page leads past its header", async ({ page, practice, signedIn }) => {
  const own = await practice();
  const { username, path, on } = own;
  await signedIn(own);
  for (const address of ["/", `/book/${username}`, path, on(), `/dashboard/${username}`, "/no/such/page"]) {
    await page.goto(address);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inHeader = await page.evaluate(() => document.activeElement?.closest("header") !== null);
    expect(inHeader, address).toBe(false);
  }
});

test("the zone's form opens and works by keyboard", async ({ page, practice }) => {
  const { on } = await practice();
  await page.goto(on());
  await tabTo(page, page.getByText("Change time zone"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Show times in"));
  await page.keyboard.type("New Y");
  await tabTo(page, page.getByRole("button", { name: "Show times" }));
  await press(page);
  await expect(page.getByText(/Times are in New York time/)).toBeVisible();
});

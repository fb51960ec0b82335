/** From nothing to a booked link, with script and without: what somebody new does in their first five minutes. */
import type { Page } from "@playwright/test";
import { chooseTime, expect, fillIn, freeTimes, statusAfter, test } from "#tests/support/e2e.ts";

/** A name that nobody else's test has. */
const newName = (project: string) => `Mira Okafor ${project} ${Math.random().toString(36).slice(2, 8)}`;
const linkOf = (name: string) => name.toLowerCase().replaceAll(" ", "-");

/** From the start page to an account: the address, the mail, a name and a password. */
async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "Open your own booking page" }).click();
  await page.getByLabel("Your e-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("link", { name: "Open the demo’s mail" }).click();
  const mail = page.locator(".mail", { hasText: email });
  // A job sends it, a moment after the form.
  await expect(async () => {
    await page.reload();
    await expect(mail).toHaveCount(1, { timeout: 100 });
  }).toPass();
  await mail.getByRole("link").click();
  await page.getByRole("link", { name: /sign-up\/confirm/ }).click();
  await page.getByLabel("Your name").fill("Mira Okafor");
  await page.getByLabel("Password").fill("violets under the old bridge");
  await page.getByRole("button", { name: "Create my account" }).click();
  await expect(page).toHaveURL(/\/welcome$/);
}

async function begin(page: Page, name: string): Promise<void> {
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/welcome$/);
  await page.getByLabel("Your name, or your business’s").fill(name);
  await page.getByLabel("Your link").fill(linkOf(name));
  // Without script the guess comes from the browser's language, and would be London.
  await page.getByLabel("Your time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("When do you work?");
}

test("sign up, three forms, a live page, and a customer who books it", async ({ page, visitor }, info) => {
  const name = newName(info.project.name);
  await signUp(page, `${linkOf(name)}@example.org`);
  await begin(page, name);

  await page.getByRole("link", { name: /^Every day/ }).click();
  await page.getByLabel("Sunday", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByRole("link", { name: "Music lessons" }).click();
  await page.getByLabel("What is it called?").fill("Cello lesson");
  await page.getByLabel("Price").fill("42,50");
  await page.getByLabel("Address").fill("Example Street 1, Berlin");
  await page.getByRole("button", { name: "Go live" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your page is live");
  const link = await page
    .getByRole("region", { name: "This is your link" })
    .getByRole("link")
    .first()
    .getAttribute("href");
  expect(new URL(link ?? "").pathname).toBe(`/book/${linkOf(name)}`);
  await expect(page.getByRole("img", { name: `QR code of ${link}` })).toBeVisible();
  await page.getByRole("link", { name: "Open your page" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  const customer = await visitor();
  await customer.goto(link ?? "");
  await expect(customer.getByText("€42.50")).toBeVisible();
  await customer.getByRole("link", { name: "Cello lesson" }).click();
  await customer.getByRole("link", { name: "Next month" }).click();
  await customer
    .getByRole("region", { name: "Calendar" })
    .getByRole("cell")
    .getByRole("link")
    .first()
    .click();
  await expect(freeTimes(customer).first()).toBeVisible();
  await chooseTime(customer);
  await fillIn(customer);
  await customer.getByRole("button", { name: "Book this time" }).click();
  await expect(customer).toHaveURL(/\/bookings\/.*just=booked/);
  await expect(customer.getByText("Example Street 1, Berlin").first()).toBeVisible();
});

test("left in the middle, it goes on where it was; going back changes", async ({
  page,
  signedIn,
  visitor,
}, info) => {
  const name = newName(info.project.name);
  await signedIn(null, "owner", { name: "Mira Okafor" });
  await begin(page, name);

  const customer = await visitor();
  expect(await statusAfter(customer, () => customer.goto(`/book/${linkOf(name)}`))).toBe(404);
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText(`${name} is not open yet`);

  await page.getByRole("link", { name: "Finish later" }).click();
  await page.getByRole("main").getByRole("link", { name: "Finish setting up" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("When do you work?");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What can people book?");

  // Back to the first two: they show what was chosen, and lead on from there.
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "When you work" }).click();
  await expect(page.getByLabel("Monday from", { exact: true })).toHaveValue("09:00");
  await expect(page.getByLabel("Saturday", { exact: true })).not.toBeChecked();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Who you are" }).click();
  await page.getByLabel("Your name, or your business’s").fill(`${name} Studio`);
  await page.getByRole("button", { name: "Save and continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What can people book?");

  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What can people book?");
  await page.getByRole("button", { name: "Go live" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your page is live");
  await page.goto("/dashboard");
  await expect(page.getByRole("link", { name: "Finish setting up" })).toHaveCount(0);
  await customer.reload();
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText(`${name} Studio`);
});

test("a link that is taken: said beside the field, with others to choose", async ({ page, signedIn }) => {
  await signedIn(null, "owner", { name: "Lena Hartmann" });
  await page.goto("/welcome");
  const link = page.getByLabel("Your link");
  await expect(link).toHaveValue(/^lena-hartmann-/);
  await link.fill("lena-hartmann");
  expect(await statusAfter(page, () => link.press("Enter"))).toBe(409);
  await expect(page.getByRole("alert")).toContainText("This name is taken.");
  await expect(link).toHaveAttribute("aria-invalid", "true");
  await page
    .getByRole("link", { name: /^lena-hartmann-\d$/ })
    .first()
    .click();
  await expect(page.getByText(/is free\.$/)).toBeVisible();
  await expect(link).toHaveValue(/^lena-hartmann-\d$/);
});

test("a day with a break, until midnight; a wrong one is said", async ({ page, signedIn, db }, info) => {
  const name = newName(info.project.name);
  await signedIn(null, "owner", { name: "Mira Okafor" });
  await begin(page, name);
  await page.getByLabel("Monday until", { exact: true }).fill("08:00");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert")).toContainText("Monday: the end must be later than the start.");
  await page.getByRole("alert").getByRole("link").click();
  await expect(page.getByLabel("Monday until", { exact: true })).toBeFocused();
  await page.getByLabel("Monday until", { exact: true }).fill("12:00");
  await page.getByText("+ More hours on Monday").click();
  await page.getByLabel("Monday from, 2").fill("20:00");
  await page.getByLabel("Monday until, 2").fill("00:00");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What can people book?");
  const { rows } = await db.query(
    `select starts_min, ends_min from weekly_hours join usernames using (provider_id)
     where username = $1 and weekday = 1 order by starts_min`,
    [linkOf(name)],
  );
  expect(rows).toEqual([
    { starts_min: 540, ends_min: 720 },
    { starts_min: 1200, ends_min: 1440 },
  ]);
});

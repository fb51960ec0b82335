/** Accounts as somebody new meets them: the mail, the link, the door in, and the way out. */
import type { Page } from "@playwright/test";
import { expect, statusAfter, test } from "#tests/support/e2e.ts";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const newName = (project: string) => `Nora Lindqvist ${project} ${Math.random().toString(36).slice(2, 8)}`;
const addressOf = (name: string) => `${name.toLowerCase().replaceAll(" ", ".")}@example.org`;

/** Opens the newest mail to an address once it is there, as the demo's page shows it, and gives its link. */
async function mailedLink(page: Page, email: string, subject: string): Promise<string> {
  const mail = page.getByRole("listitem").filter({ hasText: email }).filter({ hasText: subject }).first();
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(mail).toBeVisible({ timeout: 500 });
  }).toPass();
  await mail.getByRole("link").first().click();
  const link = page.getByRole("main").getByRole("link", { name: /token=/ });
  return (await link.getAttribute("href")) ?? "";
}

test("a password that everybody tries first is refused beside its field; the name stays", async ({
  page,
}, info) => {
  const email = addressOf(newName(info.project.name));
  await page.goto("/sign-up");
  await page.getByLabel("Your e-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(heading(page)).toHaveText("Look into your mail");
  await page.goto(await mailedLink(page, email, "Finish your sign-up"));
  await page.getByLabel("Your name").fill("Nora Lindqvist");
  await page.getByLabel("Password").fill("1234567890");
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Create my account" }).click())).toBe(
    422,
  );
  await expect(page.getByLabel("Your name")).toHaveValue("Nora Lindqvist");
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Create my account" }).click();
  await expect(page).toHaveURL(/\/welcome$/);
});

test("out, a forgotten password, and in again to where one wanted to go", async ({
  page,
  signedIn,
  practice,
}) => {
  const own = await practice();
  const desk = `/dashboard/${own.username}`;
  const { email } = await signedIn(own, "owner", { name: "Nora Lindqvist" });
  await page.goto(desk);
  await page.getByText("Nora Lindqvist").first().click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${desk}/members`);
  await expect(heading(page)).toHaveText("Sign in");

  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.goto(await mailedLink(page, email, "Set a new password"));
  await page.getByLabel("New password").fill("another horse battery");
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  // The mail did not forget where they wanted to go.
  await expect(page).toHaveURL(`${desk}/members`);

  await page.context().clearCookies({ name: "daybook-session" });
  await page.goto(`${desk}/members`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("not my password");
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Sign in" }).click())).toBe(422);
  await expect(page.getByRole("alert")).toContainText("The address or the password is wrong.");
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await page.getByLabel("Password").fill("another horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${desk}/members`);
});

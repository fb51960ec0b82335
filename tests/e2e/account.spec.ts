/** One's own account, and the shell around the desk, as a person uses them. */
import type { Page } from "@playwright/test";
import { hashOf, PASSWORD } from "#tests/support/account-people.ts";
import { expect, statusAfter, test } from "#tests/support/e2e.ts";
import { signInBrowser } from "#tests/support/e2e-sign-in.ts";

const withPassword = async () => ({ password_hash: await hashOf(PASSWORD) });
const someAddress = () => `new-${Math.random().toString(36).slice(2)}@example.org`;

/** Follows the link of the mail to an address, in the demo's outbox. */
async function followMail(page: Page, address: string, subject: RegExp): Promise<void> {
  const entry = page.getByRole("listitem").filter({ hasText: address }).filter({ hasText: subject });
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(entry).toBeVisible({ timeout: 500 });
  }).toPass();
  await entry.getByRole("link").click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /token=/ })
    .click();
}

test("a name: from the menu to the page, and back with it changed", async ({ page, practice, signedIn }) => {
  const { username } = await practice();
  await signedIn({ ...(await practice()) }, "owner", { name: "Ada Byron" });
  await page.goto("/dashboard");
  await page.locator("summary").filter({ hasText: "account menu" }).click();
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await page.getByRole("link", { name: "Change: Name" }).click();
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Your name is changed");
  await expect(page.getByRole("main")).toContainText("Ada Lovelace");
  expect((await page.goto(`/dashboard/${username}`))?.status(), "somebody else's desk").toBe(404);
});

test("a password: a wrong one is said beside its field, the right one signs others out", async ({
  page,
  visitor,
  signedIn,
  db,
}) => {
  const { account_id } = await signedIn(null, "owner", await withPassword());
  const elsewhere = await visitor();
  await signInBrowser({ page: elsewhere, db }, account_id);
  await elsewhere.goto("/account");
  await page.goto("/account/password");
  const change = async (current: string) => {
    await page.getByLabel("Your current password").fill(current);
    await page.getByLabel("New password").fill("seven lamps in a row");
    return statusAfter(page, () => page.getByRole("button", { name: "Change the password" }).click());
  };
  expect(await change("not the password")).toBe(422);
  await expect(page.getByRole("alert")).toContainText("That is not your password.");
  await expect(page.getByLabel("New password")).toHaveValue("");
  expect(await change(PASSWORD)).toBe(200);
  await expect(page.getByRole("alert")).toContainText("Your password is changed");
  await expect(page.getByText("This one")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^Sign out Chrome/ })).toHaveCount(0);
  const answer = await elsewhere.request.get("/account", { maxRedirects: 0 });
  expect(answer.headers().location).toMatch(/^\/sign-in/);
});

test("an e-mail: the link in the mail, a button, and the address is changed", async ({ page, signedIn }) => {
  const { email } = await signedIn(null, "owner", await withPassword());
  const address = someAddress();
  await page.goto("/account/email");
  await page.getByLabel("New e-mail").fill(address);
  await page.getByLabel("Your current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("main")).toContainText(`sent to ${address}`);
  await expect(page.getByRole("main")).toContainText(email);
  await followMail(page, address, /Confirm/);
  await page.getByRole("button", { name: "Change it" }).click();
  await expect(page.getByRole("alert")).toContainText("Your e-mail is changed");
  await expect(page.getByRole("main")).not.toContainText("sent to");
});

test("sessions: another device is in the list, and can be signed out", async ({
  page,
  visitor,
  signedIn,
  db,
}) => {
  const { account_id } = await signedIn();
  const elsewhere = await visitor();
  await signInBrowser({ page: elsewhere, db }, account_id);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("alert")).toContainText("signed out everywhere else");
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);
});

test("deleting: refused while still needed; then a grace, and a link that keeps all", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const { provider_id } = await practice();
  const own = await practice();
  const { account_id, email } = await signedIn(own, "owner", await withPassword());
  await page.goto("/account");
  await page.getByRole("link", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are still needed");
  await expect(page.getByRole("link", { name: /^Members of/ })).toHaveAttribute(
    "href",
    `/dashboard/${own.username}/members`,
  );
  await db.query("update memberships set provider_id = $2, role = 'viewer' where account_id = $1", [
    account_id,
    provider_id,
  ]);
  await page.reload();
  await page.getByLabel("Your current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account will be deleted in 14 days");
  await followMail(page, email, /will be deleted/);
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is kept");
});

test("the shell: one entry is the page's own, a viewer sees that they only read", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice({ service: { requires_approval: true } });
  await signedIn(own, "viewer");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/dashboard/${own.username}`);
  const entries = page.getByRole("navigation", { name: "Dashboard" });
  await expect(entries.locator("[aria-current=page]")).toHaveText("Today");
  await expect(page.getByRole("banner")).toContainText("Viewer: you can read everything");
  await page.getByRole("link", { name: "View your booking page" }).click();
  await expect(page).toHaveURL(new RegExp(`/book/${own.username}$`));
});

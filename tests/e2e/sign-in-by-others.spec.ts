/**
 * There and back with a real browser: the form, the page on the way (no `form-action` may stop it), the provider's login,
 * the cookies on the way back.
 */
import { createHash, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import bcrypt from "bcrypt";
import { expect, test, visit } from "#tests/support/e2e.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import { createAccount } from "#tests/support/sign-in.ts";

const PASSWORD = "a password for the tests";
const newLogin = () => `ada-${randomUUID().slice(0, 8)}`;
const continueButton = (page: Page) => page.getByRole("button", { name: "Continue with Test ID" });

/** At the provider. */
const signInThere = async (page: Page, login: string) => {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Test ID");
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
};

test("a new person comes in by their provider, lands where they wanted to go, and comes back as themselves", async ({
  page,
  db,
  visitor,
}) => {
  const login = newLogin();
  await page.goto("/sign-in?next=/account");
  await continueButton(page).click();
  await signInThere(page, login);
  await page.waitForURL("**/account");
  await expect(page.getByRole("main")).toContainText(`${login}@example.org`);
  const { rows } = await db.query("select name, password_hash from accounts where email = $1", [
    `${login}@example.org`,
  ]);
  expect(rows).toEqual([{ name: `The ${login}`, password_hash: null }]);

  const again = await visitor();
  await again.goto("/sign-in?next=/account");
  await continueButton(again).click();
  await signInThere(again, login);
  await again.waitForURL("**/account");
  await expect(again.getByRole("main")).toContainText(`${login}@example.org`);
});

test("who says no at the provider is back at a kind page", async ({ page }) => {
  await page.goto("/sign-in");
  await continueButton(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You didn’t sign in");
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await expect(continueButton(page)).toBeVisible();
});

test("the address of an account: connected after its password", async ({ page, db, visitor }) => {
  const login = newLogin();
  const hash = await bcrypt.hash(createHash("sha384").update(PASSWORD).digest("base64"), 4);
  await createAccount(db, { email: `${login}@example.org`, password_hash: hash });
  await page.goto("/sign-in?next=/account");
  await continueButton(page).click();
  await signInThere(page, login);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have an account already");
  await page.getByLabel("Your password here").fill("not this one at all");
  await page.getByRole("button", { name: "Connect Test ID" }).click();
  await expect(page.getByLabel("Your password here")).toHaveAccessibleDescription(
    /This is not the password of this account/,
  );
  await expect(page.getByLabel("Your password here")).toHaveValue("");
  await page.getByLabel("Your password here").fill(PASSWORD);
  await page.getByRole("button", { name: "Connect Test ID" }).click();
  await page.waitForURL("**/account");

  const later = await visitor();
  await later.goto("/sign-in?next=/account");
  await continueButton(later).click();
  await signInThere(later, login);
  await later.waitForURL("**/account");
});

test("from the account's page: connect, disconnect, and not the last way in", async ({ page, db }) => {
  const login = newLogin();
  const { account_id } = await signInAs({ page, db }, null, "owner", {
    password_hash: await bcrypt.hash("x", 4),
  });
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect Test ID" }).click();
  await signInThere(page, login);
  await page.waitForURL(/\/account\?/);
  const section = page.getByRole("region", { name: "Sign in with" });
  await expect(section).toContainText(`${login}@example.org`);

  await db.query("update accounts set password_hash = null where id = $1", [account_id]);
  await page.reload();
  await expect(section.getByRole("button", { name: "Disconnect Test ID" })).toHaveCount(0);
  await db.query("update accounts set password_hash = $2 where id = $1", [
    account_id,
    await bcrypt.hash("x", 4),
  ]);
  await page.reload();
  await section.getByRole("button", { name: "Disconnect Test ID" }).click();
  await expect(section.getByRole("button", { name: "Connect Test ID" })).toBeVisible();
});

test("back and forth with the browser's own buttons ends nowhere odd", async ({ page }) => {
  await page.goto("/sign-in");
  await continueButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Test ID");
  await page.goBack();
  // The page on the way is not in the history: it would lead on again at once.
  await expect(continueButton(page)).toBeVisible();
  expect(await visit(page, "/sign-in/with/oidc/callback?code=x&state=y")).toBe(400);
});

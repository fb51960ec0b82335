import type { Page } from "@playwright/test";
import { expect, statusAfter, test } from "#tests/support/e2e.ts";

/** Opens the newest mail of the demo's outbox to an address, and the link in it. */
async function followMail(page: Page, email: string): Promise<void> {
  await expect(async () => {
    await page.goto("/dev/mail");
    await page.getByRole("listitem").filter({ hasText: email }).getByRole("link").click({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("link", { name: /\/join\// }).click();
}

test("invite → mail → accept as a new account → a viewer reads and cannot write", async ({
  page,
  practice,
  signedIn,
  visitor,
}) => {
  const own = await practice();
  await signedIn(own, "owner", { name: "Olga Ladyzhenskaya" });
  const email = `vera-${own.username.slice(-12)}@example.org`;
  await page.goto(`/dashboard/${own.username}/members`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Viewer").check();
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("alert")).toContainText("on its way");
  await expect(page.getByRole("region", { name: "Invited" })).toContainText(email);

  const vera = await visitor();
  await followMail(vera, email);
  await expect(vera.getByRole("heading", { level: 1 })).toHaveText("Join Ada Lovelace");
  await expect(vera.getByText("Olga Ladyzhenskaya invites you")).toBeVisible();
  const join = vera.url();
  await vera.getByLabel("Your name").fill("Vera Rubin");
  await vera.getByLabel("Password").fill("short");
  await vera.getByRole("button", { name: "Make my account and join" }).click();
  await expect(vera.getByText("Use 10 characters or more").first()).toBeVisible();
  await expect(vera.getByLabel("Your name")).toHaveValue("Vera Rubin");
  await vera.getByLabel("Password").fill("dark matter bends the light");
  await vera.getByRole("button", { name: "Make my account and join" }).click();
  await vera.waitForURL(`**/dashboard/${own.username}`);

  await vera.goto(`/dashboard/${own.username}/members`);
  await expect(vera.getByRole("listitem").filter({ hasText: "Vera Rubin" })).toContainText("Viewer");
  await expect(vera.getByRole("button", { name: "Send the invitation" })).toHaveCount(0);
  await expect(vera.getByRole("link", { name: "Remove" })).toHaveCount(0);
  // What her pages do not offer is refused as well.
  expect((await vera.goto(`/dashboard/${own.username}/members/invitations`))?.status()).toBe(403);
  const sent = await vera.request.post(`/dashboard/${own.username}/members/invitations`, {
    headers: { "Sec-Fetch-Site": "same-origin" },
    form: { email: "mallory@example.org", role: "owner" },
  });
  expect(sent.status()).toBe(403);
  await vera.goto(join);
  await expect(vera.getByRole("heading", { level: 1 })).toHaveText("You are a member of Ada Lovelace");

  // The owner makes her a manager, then lets her go; she notices at her next click.
  await page.goto(`/dashboard/${own.username}/members`);
  await page.getByRole("link", { name: "Change role of Vera Rubin" }).click();
  await expect(page).toHaveURL(/\/role$/);
  await page.getByLabel("Manager").check();
  await page.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Vera Rubin" })).toContainText("Manager");
  await vera.goto(`/dashboard/${own.username}`);
  expect(new URL(vera.url()).pathname).toBe("/sign-in");
  await page.getByRole("link", { name: "Remove Vera Rubin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Remove Vera Rubin?");
  await page.getByRole("button", { name: "Remove Vera Rubin" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Vera Rubin" })).toHaveCount(0);
  await page.getByRole("link", { name: "History: who did what" }).click();
  for (const line of [`Invited ${email} as a viewer`, "Joined as a viewer", "Removed Vera Rubin"])
    await expect(page.getByText(line)).toBeVisible();
});

test("an operator suspends a provider and lifts it; the page says so politely", async ({
  page,
  practice,
  signedIn,
  visitor,
}) => {
  const own = await practice();
  await signedIn(null, "owner", { name: "Radia Perlman", operator_since: "2026-01-01T00:00:00Z" });
  await page.goto("/admin");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This installation");
  await page.getByRole("link", { name: "Providers", exact: true }).first().click();
  await page.getByLabel("Name in the address").fill(own.username);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Suspend Ada Lovelace" }).click();
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Suspend" }).click())).toBe(422);
  await page.getByLabel("Reason").fill("Complaints");
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ada Lovelace is suspended");

  const customer = await visitor();
  expect((await customer.goto(`/book/${own.username}`))?.status()).toBe(403);
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText("This booking page is closed");
  await page.getByRole("button", { name: "Lift the suspension" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Providers");
  expect((await customer.goto(`/book/${own.username}`))?.status()).toBe(200);
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByText(`Suspended the provider ${own.username}`)).toBeVisible();
});

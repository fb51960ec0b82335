/** Browsers that are signed in, without the form: a session's row and its cookie. */
import type { Page } from "@playwright/test";
import type pg from "pg";
import type { Practice } from "#tests/support/e2e-practice.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";

type Tools = { page: Page; db: pg.Client };
type Role = "owner" | "manager" | "viewer";

/** Signs a page's browser in as an account that exists, e.g. DEMO_ACCOUNT of db/seed.ts. */
export async function signInBrowser({ page, db }: Tools, account_id: string): Promise<void> {
  const { token } = await signIn(db, account_id, { secret: process.env.DAYBOOK_E2E_SECRET, https: false });
  const url = process.env.DAYBOOK_E2E_URL;
  await page
    .context()
    .addCookies([{ name: "daybook-session", value: token, url, httpOnly: true, sameSite: "Lax" }]);
}

/** Signs a page's browser in as somebody new, who owns this practice or has another role there. */
export async function signInAs(
  tools: Tools,
  practice: Pick<Practice, "provider_id"> | null = null,
  role: Role = "owner",
  values: Record<string, unknown> = {},
): Promise<{ account_id: string; email: string }> {
  const account = await createAccount(tools.db, values);
  if (practice) await createMembership(tools.db, practice.provider_id, account.id, role);
  await signInBrowser(tools, account.id);
  return { account_id: account.id, email: account.email };
}

/** Goes to the tests' identity provider (tests/support/oidc.ts) without a button, signs in there and comes back. */
export async function comeByTestId(page: Page, login: string): Promise<void> {
  await page.request.post("/sign-in/with/oidc", {
    maxRedirects: 0,
    headers: { "Sec-Fetch-Site": "same-origin" },
    form: { next: "/account" },
  });
  await page.goto("/sign-in/with/oidc");
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.origin === new URL(process.env.DAYBOOK_E2E_URL!).origin);
}

/** The states of sign-up, sign-in and the forgotten password (e2e-states.ts): each address and link made for it. */
import type pg from "pg";
import { sha256 } from "#app/domain/secrets.server.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { createAccount } from "#tests/support/sign-in.ts";

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** A mailed link, without the mail. */
async function createLink(
  db: pg.Client,
  purpose: "sign_up" | "password_reset",
  email: string,
  values: Record<string, unknown> = {},
): Promise<string> {
  const token = uuid().replaceAll("-", "");
  await insertRow(db, "verification_tokens", {
    id: uuid(),
    purpose,
    email,
    token_hash: Buffer.from(sha256(token)),
    created_at: hours(-30),
    expires_at: hours(1),
    ...values,
  });
  return `${purpose === "sign_up" ? "/sign-up/confirm" : "/reset-password"}?token=${token}`;
}

const newAddress = () => `nora.${uuid().slice(-6)}@example.org`;

const openConfirm = async ({ page, db }: Tools, values = {}) =>
  page.goto(await createLink(db, "sign_up", newAddress(), values));

const refused = async ({ page }: Tools, button: string) => {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("alert").waitFor();
};

export const ENTRANCE_STATES: State[] = [
  { name: "sign-in", route: "routes/sign-in", shot: true, open: ({ page }) => page.goto("/sign-in") },
  {
    name: "sign-in-wrong",
    route: "routes/sign-in",
    open: async (tools) => {
      await tools.page.goto("/sign-in?next=/account");
      await tools.page.getByLabel("E-mail").fill(newAddress());
      await tools.page.getByLabel("Password").fill("not my password");
      await refused(tools, "Sign in");
    },
  },
  {
    name: "sign-out",
    route: "routes/sign-out",
    open: async (tools) => {
      await signInAs(tools);
      await tools.page.goto("/sign-out");
    },
  },
  { name: "sign-up", route: "routes/sign-up", shot: true, open: ({ page }) => page.goto("/sign-up") },
  {
    name: "sign-up-sent",
    route: "routes/sign-up_.sent",
    open: ({ page }) => page.goto("/sign-up/sent"),
  },
  {
    name: "sign-up-confirm",
    route: "routes/sign-up_.confirm",
    shot: true,
    open: openConfirm,
  },
  {
    name: "sign-up-confirm-wrong",
    route: "routes/sign-up_.confirm",
    open: async (tools) => {
      await openConfirm(tools);
      await tools.page.getByLabel("Your name").fill("Nora Lindqvist");
      await tools.page.getByLabel("Password").fill("1234567890");
      await refused(tools, "Create my account");
    },
  },
  {
    name: "sign-up-link-old-error",
    route: "routes/sign-up_.confirm",
    open: (tools) => openConfirm(tools, { expires_at: hours(-1) }),
  },
  {
    name: "forgot-password",
    route: "routes/forgot-password",
    open: ({ page }) => page.goto("/forgot-password"),
  },
  {
    name: "forgot-password-sent",
    route: "routes/forgot-password_.sent",
    open: ({ page }) => page.goto("/forgot-password/sent"),
  },
  {
    name: "reset-password",
    route: "routes/reset-password",
    open: async ({ page, db }) => {
      const { email } = await createAccount(db, { email: newAddress() });
      await page.goto(await createLink(db, "password_reset", email));
    },
  },
];

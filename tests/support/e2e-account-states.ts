/** The states of the account's pages and of the desk's shell (e2e-states.ts): each by somebody made for it. */
import { sha256 } from "#app/domain/secrets.server.ts";
import { hashOf, PASSWORD } from "#tests/support/account-people.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { signIn } from "#tests/support/sign-in.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

/** Somebody with a past: two more devices and some history. */
async function openAccount(tools: Tools, values: Record<string, unknown> = {}): Promise<void> {
  const { db, page } = tools;
  const { account_id } = await signInAs(tools, null, "owner", {
    name: "Astrid Bergström",
    email: `astrid.${uuid().slice(-4)}@example.org`,
    password_hash: await hashOf(PASSWORD),
    ...values,
  });
  const address = "2001:db8:1234:5678:9abc:def0:1234:5678";
  await signIn(db, account_id, {
    values: { user_agent: IPHONE, address, created_at: inDays(-20), last_seen_at: inDays(-3) },
  });
  await signIn(db, account_id, {
    values: {
      user_agent: FIREFOX,
      address: "198.51.100.4",
      created_at: inDays(-29),
      last_seen_at: inDays(-1),
    },
  });
  const acts: [string, object, number][] = [
    ["account.created", {}, -30],
    ["account.password_changed", {}, -9],
    ["account.signed_in", { method: "password" }, -3],
  ];
  for (const [action, details, days] of acts)
    await insertRow(db, "account_events", {
      id: uuid(),
      account_id,
      actor_account_id: account_id,
      action,
      details: JSON.stringify(details),
      address: "198.51.100.4",
      at: inDays(days),
    });
  await page.goto("/account?done=name");
}

const openOwn = async (tools: Tools, where: string, values: Record<string, unknown> = {}) => {
  await signInAs(tools, null, "owner", { password_hash: await hashOf(PASSWORD), ...values });
  await tools.page.goto(where);
};

/** Opens a mailed link of somebody, without the mail. */
async function openLink({ db, page }: Tools, purpose: "email_change" | "account_restore", where: string) {
  const person = uuid();
  const email = `person-${person.slice(-12)}@example.org`;
  const deletes_at = purpose === "account_restore" ? inDays(13) : null;
  await insertRow(db, "accounts", {
    id: person,
    email,
    name: "Astrid",
    email_verified_at: inDays(-9),
    deletes_at,
  });
  const token = Buffer.from(person.replaceAll("-", "")).subarray(0, 24).toString("base64url");
  await insertRow(db, "verification_tokens", {
    id: uuid(),
    purpose,
    email: purpose === "email_change" ? `new-${email}` : email,
    account_id: person,
    token_hash: Buffer.from(sha256(token)),
    details: JSON.stringify({ from: email }),
    created_at: inDays(-1),
    expires_at: inDays(13),
  });
  await page.goto(`${where}?token=${token}`);
}

const openDesk = async (tools: Tools, role: "owner" | "viewer", provider: Record<string, unknown> = {}) => {
  const practice = await createPractice(tools.db, { provider: { name: "Harbour Ceramics", ...provider } });
  await signInAs(tools, practice, role, { name: "Astrid Bergström" });
  await tools.page.goto(`/dashboard/${practice.username}`);
};

const DESK = "routes/dashboard.$username._index";

export const ACCOUNT_STATES: State[] = [
  {
    name: "desk-menu",
    as_demo: true,
    route: DESK,
    open: async ({ page }) => {
      await page.goto("/dashboard/lena-hartmann");
      await page.getByText(", account menu").locator("..").click();
    },
  },
  { name: "desk-viewer", route: DESK, open: (tools) => openDesk(tools, "viewer") },
  {
    name: "desk-deletes",
    route: DESK,
    open: (tools) => openDesk(tools, "owner", { deletes_at: inDays(12), setup_finished_at: null }),
  },
  {
    name: "providers",
    as_demo: true,
    route: "routes/dashboard.providers",
    open: ({ page }) => page.goto("/dashboard/providers"),
  },
  {
    name: "providers-none",
    route: "routes/dashboard.providers",
    open: (tools) => openOwn(tools, "/dashboard/providers"),
  },
  { name: "account", route: "routes/account._index", shot: true, open: (tools) => openAccount(tools) },
  {
    name: "account-grace",
    route: "routes/account._index",
    open: (tools) => openAccount(tools, { deletes_at: inDays(12), password_hash: null }),
  },
  {
    name: "account-profile",
    route: "routes/account.profile",
    open: (tools) => openOwn(tools, "/account/profile"),
  },
  {
    name: "account-password",
    route: "routes/account.password",
    open: (tools) => openOwn(tools, "/account/password"),
  },
  {
    name: "account-password-errors",
    route: "routes/account.password",
    open: async (tools) => {
      await openOwn(tools, "/account/password");
      await tools.page.getByLabel("Your current password").fill("not it at all");
      await tools.page.getByLabel("New password").fill("another one of words");
      await tools.page.getByRole("button", { name: "Change the password" }).click();
      await tools.page.getByRole("alert").waitFor();
    },
  },
  {
    name: "account-password-none",
    route: "routes/account.password",
    open: (tools) => openOwn(tools, "/account/password", { password_hash: null }),
  },
  {
    name: "account-email",
    route: "routes/account.email._index",
    open: (tools) => openOwn(tools, "/account/email"),
  },
  {
    name: "account-email-confirm",
    route: "routes/account.email.confirm",
    open: (tools) => openLink(tools, "email_change", "/account/email/confirm"),
  },
  {
    name: "account-email-confirm-over",
    route: "routes/account.email.confirm",
    open: ({ page }) => page.goto("/account/email/confirm"),
  },
  {
    name: "account-deletion",
    route: "routes/account.deletion._index",
    open: (tools) => openOwn(tools, "/account/deletion"),
  },
  {
    name: "account-deletion-no-password",
    route: "routes/account.deletion._index",
    open: (tools) => openOwn(tools, "/account/deletion", { password_hash: null }),
  },
  {
    name: "account-deletion-needed",
    route: "routes/account.deletion._index",
    open: async (tools) => {
      await signInAs(tools, await createPractice(tools.db));
      await tools.page.goto("/account/deletion");
    },
  },
  {
    name: "account-deletion-asked",
    route: "routes/account.deletion.asked",
    open: ({ page }) => page.goto("/account/deletion/asked"),
  },
  {
    name: "account-restore",
    route: "routes/account.restore",
    open: (tools) => openLink(tools, "account_restore", "/account/restore"),
  },
  {
    name: "account-restore-over",
    route: "routes/account.restore",
    open: ({ page }) => page.goto("/account/restore"),
  },
];

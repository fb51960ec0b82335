/** Members, invitations and the operator's pages, as the accessibility tests and the screenshots look at them. */
import { randomUUID } from "node:crypto";
import { invitationToken, sha256 } from "#app/domain/secrets.server.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

/** A studio with three members and two invitations; one of them has expired. */
const openStudio = async (tools: Tools, role: "owner" | "manager" | "viewer" = "owner") => {
  const { db } = tools;
  const practice = await createPractice(db, { provider: { name: "Atelier Nord" } });
  const { provider_id, username } = practice;
  const { account_id } = await signInAs(tools, practice, role, {
    name: "Olga Ladyzhenskaya",
    email: `olga.${uuid().slice(-4)}@example.org`,
  });
  const people: [string, "owner" | "manager" | "viewer"][] = [
    ["Mary Somerville", role === "owner" ? "manager" : "owner"],
    ["Bartholomäus von Hohenstein-Wittelsbach", "viewer"],
  ];
  const members: string[] = [];
  for (const [name, as] of people) {
    const member = await createAccount(db, {
      name,
      email: `${name
        .split(" ")[0]
        ?.normalize("NFD")
        .replace(/\P{ASCII}/gu, "")
        .toLowerCase()}.${uuid().slice(-4)}@example.org`,
    });
    await createMembership(db, provider_id, member.id, as);
    members.push(member.id);
  }
  const invite = async (email: string, days: number) => {
    const id = uuid();
    const token = invitationToken(process.env.DAYBOOK_E2E_SECRET ?? "", provider_id, id);
    await insertRow(db, "invitations", {
      provider_id,
      id,
      email,
      role: "viewer",
      token_hash: Buffer.from(sha256(token)),
      invited_by: account_id,
      created_at: inDays(days - 14),
      expires_at: inDays(days),
    });
    return `/join/${username}/${token}`;
  };
  await invite("sofia.kovalevskaya@example.org", -2);
  const join = await invite(`grace.hopper.${username.slice(-4)}@example.org`, 11);
  return { base: `/dashboard/${username}`, username, account_id, members, join };
};

const openAsNobody = async (tools: Tools) => {
  const { join } = await openStudio(tools);
  await tools.page.context().clearCookies();
  await tools.page.goto(join);
};

const studio =
  (where: (found: Awaited<ReturnType<typeof openStudio>>) => string, role?: "viewer") =>
  async (tools: Tools) =>
    tools.page.goto(where(await openStudio(tools, role)));

const M = "routes/dashboard.$username.members";

export const MEMBER_STATES: State[] = [
  {
    name: "members",
    route: `${M}._index`,
    shot: true,
    open: studio(({ base }) => `${base}/members?just=invited`),
  },
  { name: "members-viewer", route: `${M}._index`, open: studio(({ base }) => `${base}/members`, "viewer") },
  {
    name: "invite-errors",
    route: `${M}.invitations`,
    open: async (tools) => {
      // From the page at the form's own address: with script a refused form leaves the address as it was.
      await studio(({ base }) => `${base}/members/invitations`)(tools);
      await tools.page.getByLabel("E-mail").fill("grace at example");
      await tools.page.getByRole("button", { name: "Send the invitation" }).click();
    },
  },
  {
    name: "member-role",
    route: `${M}.$id.role`,
    open: studio(({ base, members }) => `${base}/members/${members[0]}/role`),
  },
  {
    name: "member-last-owner",
    route: `${M}.$id.role`,
    open: studio(({ base, account_id }) => `${base}/members/${account_id}/role`),
  },
  {
    name: "member-removal",
    route: `${M}.$id.removal`,
    open: studio(({ base, members }) => `${base}/members/${members[1]}/removal`),
  },
  {
    name: "departure",
    route: `${M}.departure`,
    open: studio(({ base }) => `${base}/members/departure`, "viewer"),
  },
  {
    name: "history",
    route: "routes/dashboard.$username.history",
    open: async (tools) => {
      const { base } = await openStudio(tools);
      await tools.page.goto(`${base}/members`);
      await tools.page.getByRole("button", { name: /^Withdraw the invitation of sofia/ }).click();
      await tools.page.getByLabel("E-mail").fill("emmy.noether@example.org");
      await tools.page.getByRole("button", { name: "Send the invitation" }).click();
      await tools.page.goto(`${base}/history`);
    },
  },
  {
    name: "join",
    route: "routes/join.$username.$token._index",
    shot: true,
    open: openAsNobody,
  },
  {
    name: "join-errors",
    route: "routes/join.$username.$token.account",
    open: async (tools) => {
      await openAsNobody(tools);
      await tools.page.getByLabel("Password").fill("short");
      await tools.page.getByRole("button", { name: "Make my account and join" }).click();
    },
  },
  {
    name: "join-as-other",
    route: "routes/join.$username.$token._index",
    open: studio(({ join }) => join),
  },
  {
    name: "operator",
    route: "routes/admin._index",
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto("/admin"),
  },
  {
    name: "operator-providers",
    route: "routes/admin.providers._index",
    as_demo: true,
    open: ({ page }) => page.goto("/admin/providers"),
  },
  {
    name: "operator-accounts",
    route: "routes/admin.accounts._index",
    as_demo: true,
    open: ({ page }) => page.goto("/admin/accounts"),
  },
  {
    name: "operator-invite",
    route: "routes/admin.invitations",
    as_demo: true,
    open: ({ page }) => page.goto("/admin/invitations"),
  },
  {
    name: "operator-history",
    route: "routes/admin.history",
    as_demo: true,
    open: async (tools) => {
      await suspended(tools);
      await tools.page.goto("/admin/history");
    },
  },
  {
    name: "operator-suspend",
    route: "routes/admin.providers.$username.suspension",
    as_demo: true,
    open: ({ page }) => page.goto("/admin/providers/harbour-yoga/suspension"),
  },
  {
    name: "operator-suspended",
    route: "routes/admin.providers.$username.suspension",
    as_demo: true,
    open: (tools) => suspended(tools),
  },
  {
    name: "operator-suspend-account",
    route: "routes/admin.accounts.$id.suspension",
    as_demo: true,
    open: async ({ page, db }) =>
      page.goto(`/admin/accounts/${(await createAccount(db, { name: "Eve" })).id}/suspension`),
  },
];

/** A provider of its own, suspended through the form. */
const suspended = async ({ page, db }: Tools) => {
  const { username } = await createPractice(db, { provider: { name: `Studio ${randomUUID().slice(0, 4)}` } });
  await page.goto(`/admin/providers/${username}/suspension`);
  await page.getByLabel("Reason").fill("Customers report that nobody is there.");
  await page.getByRole("button", { name: "Suspend" }).click();
  await page.getByRole("button", { name: "Lift the suspension" }).waitFor();
};

/** They only lead on; what they refuse is an error page like any other. */
export const MEMBER_ACTS = [
  `${M}.invitations.$id.mail`,
  `${M}.invitations.$id.withdrawal`,
  "routes/admin.sign-up",
  "routes/admin.providers.$username.reinstatement",
  "routes/admin.accounts.$id.reinstatement",
];

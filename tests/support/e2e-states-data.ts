/** Downloading and deleting a provider: their pages in their states, each on a practice of its own. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function openData(tools: Tools, path: string, values = {}): Promise<void> {
  const provider = { name: "Lena Hartmann", setup_finished_at: "2026-01-01T00:00:00Z", ...values };
  const practice = await createPractice(tools.db, { provider });
  await signInAs(tools, practice);
  await tools.page.goto(`/dashboard/${practice.username}/settings/${path}`);
}

const DELETION = "routes/dashboard.$username.settings.deletion._index";

export const DATA_STATES: State[] = [
  {
    name: "export",
    route: "routes/dashboard.$username.settings.export",
    open: (tools) => openData(tools, "export"),
  },
  { name: "deletion", route: DELETION, open: (tools) => openData(tools, "deletion") },
  {
    name: "deletion-errors",
    route: DELETION,
    open: async (tools) => {
      await openData(tools, "deletion");
      await tools.page.getByLabel(/^Type/).fill("Lena");
      await tools.page.getByRole("button", { name: /^Delete/ }).click();
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "deletion-planned",
    route: DELETION,
    open: (tools) => openData(tools, "deletion", { deletes_at: inDays(10) }),
  },
  // What others see then.
  {
    name: "provider-leaving-error",
    route: "routes/book.$username._index",
    open: async ({ page, db }) => {
      const { username } = await createPractice(db, { provider: { deletes_at: inDays(12) } });
      await page.goto(`/book/${username}`);
    },
  },
  {
    name: "provider-suspended-error",
    route: "routes/book.$username._index",
    open: async ({ page, db }) => {
      const reason = "Customers report that nobody is there.";
      const values = { suspended_at: inDays(-1), suspension_reason: reason };
      const { username } = await createPractice(db, { provider: values });
      await page.goto(`/book/${username}`);
    },
  },
  {
    name: "desk-suspended-error",
    route: "routes/dashboard.$username._index",
    open: async (tools) => {
      const reason = "Customers report that nobody is there.";
      const values = { suspended_at: inDays(-1), suspension_reason: reason };
      const practice = await createPractice(tools.db, { provider: values });
      await signInAs(tools, practice);
      await tools.page.goto(`/dashboard/${practice.username}`);
    },
  },
];

/** Downloading and deleting a provider: their pages in their states, each on a practice of its own. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

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
    shot: true,
    open: (tools) => openData(tools, "export"),
  },
  { name: "deletion", route: DELETION, shot: true, open: (tools) => openData(tools, "deletion") },
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
    shot: true,
    open: (tools) =>
      openData(tools, "deletion", { deletes_at: new Date(Date.now() + 10 * 86_400_000).toISOString() }),
  },
];

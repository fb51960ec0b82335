/** The desk's pages about services in their states, each on a practice of its own. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const S = "routes/dashboard.$username.services";
const DONE = { name: "Lena Hartmann", setup_finished_at: "2026-01-01T00:00:00Z" };
const LONG = "Extraordinarily".repeat(7);

async function openServices(tools: Tools, path: string, service = {}): Promise<void> {
  const own = await createPractice(tools.db, {
    provider: DONE,
    service: { title: "German lesson", ...service },
    questions: [{ label: "Which level?", kind: "choice", options: ["A1", "B1"] }],
  });
  await signInAs(tools, own);
  await tools.page.goto(`/dashboard/${own.username}/services${path.replace("$id", own.service_id)}`);
}

const archived = { archived_at: "2026-01-01T00:00:00Z" };

export const SERVICES_STATES: State[] = [
  { name: "services", route: `${S}._index`, open: (tools) => openServices(tools, "") },
  { name: "services-none", route: `${S}._index`, open: (tools) => openServices(tools, "", archived) },
  { name: "services-long", route: `${S}._index`, open: (tools) => openServices(tools, "", { title: LONG }) },
  { name: "service-new", route: `${S}.new`, open: (tools) => openServices(tools, "/new") },
  { name: "service", route: `${S}.$id._index`, open: (tools) => openServices(tools, "/$id") },
  {
    name: "service-errors",
    route: `${S}.$id._index`,
    open: async (tools) => {
      await openServices(tools, "/$id");
      await tools.page.getByLabel("Length 1").fill("soon");
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "service-example",
    route: `${S}.$id.example`,
    open: (tools) => openServices(tools, "/$id/example"),
  },
  {
    name: "service-questions",
    route: `${S}.$id.questions`,
    open: (tools) => openServices(tools, "/$id/questions"),
  },
];

/** They only lead on. */
export const SERVICE_ACTS = ["hide", "show", "archive", "restore", "copy", "move"].map(
  (act) => `${S}.$id.${act}`,
);

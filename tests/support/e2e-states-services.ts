/** The desk's pages about services in their states, each on a practice of its own. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { createService } from "#tests/support/factories.ts";

const S = "routes/dashboard.$username.services";
const DONE = { name: "Lena Hartmann", setup_finished_at: "2026-01-01T00:00:00Z" };
const AGO = "2026-01-01T00:00:00Z";
const LESSON = {
  title: "German lesson",
  description: "One to one, at your pace. Bring what you are reading.",
  durations: [
    { duration_min: 45, price_cents: 4000 },
    { duration_min: 90, price_cents: 7500 },
  ],
};
const LONG = "Extraordinarily".repeat(7);

async function openServices(tools: Tools, path: string, service = {}): Promise<void> {
  const own = await createPractice(tools.db, {
    provider: DONE,
    service: { ...LESSON, ...service },
    questions: [{ label: "Which level?", kind: "choice", options: ["A1", "B1"] }],
  });
  await signInAs(tools, own);
  await tools.page.goto(`/dashboard/${own.username}/services${path.replace("$id", own.service_id)}`);
}

/** A list as it is in life: several on the page, one for who has the link, one that has ended. */
async function openSeveral(tools: Tools): Promise<void> {
  const own = await createPractice(tools.db, { provider: DONE, service: { ...LESSON, position: 0 } });
  const more = [
    {
      title: "Conversation evening",
      capacity: 8,
      durations: [{ duration_min: 90, price_cents: 1800 }],
      place_address: "Example Street 1",
    },
    { title: "First meeting, free of charge", place: "video", place_url: "https://meet.example.org/lena" },
    { title: "Exam preparation", hidden_at: AGO, requires_approval: true, place_address: "Example Street 1" },
    { title: "Summer course", archived_at: AGO, capacity: 12, place_address: "Town library" },
  ];
  for (const [index, values] of more.entries())
    await createService(tools.db, own.provider_id, { position: index + 1, ...values });
  await signInAs(tools, own);
  await tools.page.goto(`/dashboard/${own.username}/services`);
}

const archived = { archived_at: AGO };

export const SERVICES_STATES: State[] = [
  { name: "services", route: `${S}._index`, shot: true, open: openSeveral },
  { name: "services-none", route: `${S}._index`, open: (tools) => openServices(tools, "", archived) },
  { name: "services-long", route: `${S}._index`, open: (tools) => openServices(tools, "", { title: LONG }) },
  { name: "services-new", route: `${S}.new`, open: (tools) => openServices(tools, "/new") },
  {
    name: "services-form",
    route: `${S}.$id._index`,
    shot: true,
    open: (tools) => openServices(tools, "/$id"),
  },
  {
    name: "services-form-errors",
    route: `${S}.$id._index`,
    open: async (tools) => {
      await openServices(tools, "/$id");
      await tools.page.getByLabel("Length 1").fill("soon");
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "services-form-example",
    route: `${S}.$id.example`,
    open: (tools) => openServices(tools, "/$id/example"),
  },
  {
    name: "services-questions",
    route: `${S}.$id.questions`,
    open: (tools) => openServices(tools, "/$id/questions"),
  },
];

/** They only lead on. */
export const SERVICE_ACTS = ["hide", "show", "archive", "restore", "copy", "move"].map(
  (act) => `${S}.$id.${act}`,
);

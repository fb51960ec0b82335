/** The page of calendar feeds, as the accessibility tests and the screenshots look at it. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { createFeedRow } from "#tests/support/feeds.ts";

/** Somebody of a practice at its feeds: one of all bookings, one of a service and one of their own, or none. */
async function openFeeds(tools: Tools, role: "owner" | "viewer", how_many: number, query = "") {
  const { db, page } = tools;
  const practice = await createPractice(db, {
    provider: { name: "Atelier Nord" },
    service: { title: "Portrait by daylight" },
  });
  const { provider_id, service_id, username } = practice;
  const { account_id } = await signInAs(tools, practice, role);
  const rows = [
    { scope: "member", account_id, detail: "details", last_read_at: "2026-11-20T09:12:00Z" },
    { scope: "service", service_id, detail: "details" },
    { scope: "provider", detail: "busy", last_read_at: "2026-11-24T15:40:00Z" },
  ];
  for (const row of rows.slice(0, how_many))
    await createFeedRow(db, provider_id, row, process.env.DAYBOOK_E2E_SECRET);
  await page.goto(`/dashboard/${username}/settings/feeds${query}`);
}

const route = "routes/dashboard.$username.settings.feeds._index";

export const FEED_STATES: State[] = [
  { name: "feeds", route, shot: true, open: (tools) => openFeeds(tools, "owner", 3, "?just=made") },
  {
    name: "feeds-open",
    route,
    open: async (tools) => {
      await openFeeds(tools, "owner", 3);
      for (const summary of await tools.page.locator(".feedacts > summary").all()) await summary.click();
    },
  },
  { name: "feeds-none", route, open: (tools) => openFeeds(tools, "owner", 0) },
  { name: "feeds-viewer", route, open: (tools) => openFeeds(tools, "viewer", 1) },
];

/** The pages of hours in their states, each on a practice of its own. */
import { addDays, localDate } from "#app/domain/zones.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { createHours, createOverride, createSchedule, insertRow, uuid } from "#tests/support/factories.ts";

type Scene = { username: string; provider_id: string; main: string; evenings: string };

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

async function openHours(
  tools: Tools,
  path: (scene: Scene) => string = () => "",
  role: "owner" | "viewer" = "owner",
  prepare: (scene: Scene) => Promise<unknown> = async () => {},
): Promise<Scene> {
  const { db } = tools;
  const practice = await createPractice(db, {
    provider: { name: "Lena Hartmann", username: `lena-${uuid().slice(-5)}` },
  });
  const { username, provider_id } = practice;
  const { rows } = await db.query("select id from schedules where provider_id = $1", [provider_id]);
  const evenings = await createSchedule(db, provider_id, {
    name: "Evenings in Tokyo",
    time_zone: "Asia/Tokyo",
  });
  for (const weekday of [2, 4]) await createHours(db, provider_id, evenings.id, weekday, 1080, 1260);
  const scene = { username, provider_id, main: rows[0].id, evenings: evenings.id };
  await prepare(scene);
  await signInAs(tools, practice, role);
  await tools.page.goto(`/dashboard/${username}/hours${path(scene)}`);
  return scene;
}

const withDates =
  ({ db }: Tools) =>
  async ({ provider_id, main }: Scene) => {
    const today = localDate(Date.now(), "Europe/Berlin");
    await createOverride(db, provider_id, main, addDays(today, 5), { note: "Trade fair" });
    await createOverride(db, provider_id, main, addDays(today, 9), { starts_min: 600, ends_min: 780 });
    await createOverride(db, provider_id, main, addDays(today, 9), { starts_min: 840, ends_min: 1200 });
  };

const alternating =
  ({ db }: Tools) =>
  async ({ provider_id, main }: Scene) => {
    await db.query("update schedules set alternates_from = '2026-01-05' where id = $1", [main]);
    await db.query("update weekly_hours set week = 1 where schedule_id = $1", [main]);
    for (const weekday of [1, 3, 5])
      await insertRow(db, "weekly_hours", {
        provider_id,
        schedule_id: main,
        week: 2,
        weekday,
        starts_min: 780,
        ends_min: 1140,
      });
  };

const route = (name: string) => `routes/dashboard.$username.hours.${name}`;
const main =
  (path = "") =>
  ({ main: id }: Scene) =>
    `/${id}${path}`;

export const HOURS_STATES: State[] = [
  { name: "hours", route: route("_index"), shot: true, open: (tools) => openHours(tools) },
  {
    name: "hours-none",
    route: route("_index"),
    open: (tools) =>
      openHours(tools, undefined, "owner", ({ provider_id }) =>
        tools.db.query("delete from schedules where provider_id = $1", [provider_id]),
      ),
  },
  {
    name: "hours-errors-and-long-names",
    route: route("_index"),
    open: async (tools) => {
      await openHours(tools, undefined, "owner", ({ evenings }) =>
        tools.db.query("update schedules set name = $1 where id = $2", [LONG, evenings]),
      );
      await tools.page.getByLabel("Name").fill(LONG);
      await tools.page.getByRole("button", { name: "Add hours" }).click();
      await tools.page.getByText("needs your attention").waitFor();
    },
  },
  {
    name: "hours-week",
    route: route("$id._index"),
    shot: true,
    open: (tools) => openHours(tools, main(), "owner", withDates(tools)),
  },
  {
    name: "hours-alternating",
    route: route("$id._index"),
    shot: true,
    open: (tools) => openHours(tools, main(), "owner", alternating(tools)),
  },
  { name: "hours-viewer", route: route("$id._index"), open: (tools) => openHours(tools, main(), "viewer") },
  {
    name: "hours-conflict",
    route: route("$id._index"),
    open: async (tools) => {
      const scene = await openHours(tools, main());
      await tools.db.query(
        "update weekly_hours set starts_min = 600 where schedule_id = $1 and weekday = 1",
        [scene.main],
      );
      await tools.db.query("update schedules set version = version + 1 where id = $1", [scene.main]);
      await tools.page.getByLabel("Monday from", { exact: true }).fill("08:00");
      await tools.page.getByRole("button", { name: "Save the hours" }).click();
      await tools.page.getByText("Somebody else saved").waitFor();
    },
  },
  {
    name: "hours-removed-date",
    route: route("$id._index"),
    open: async (tools) => {
      await openHours(tools, main(), "owner", withDates(tools));
      await tools.page
        .getByRole("button", { name: /^Remove (?!these)/ })
        .first()
        .click();
      await tools.page.getByRole("button", { name: "Undo" }).waitFor();
    },
  },
  { name: "hours-details", route: route("$id.details"), open: (tools) => openHours(tools, main("/details")) },
  {
    name: "hours-alternation",
    route: route("$id.alternation"),
    open: (tools) => openHours(tools, main("/alternation")),
  },
  {
    name: "hours-date",
    route: route("$id.override._index"),
    open: async (tools) => {
      await openHours(tools, main("/override"));
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("needs your attention").waitFor();
    },
  },
  {
    name: "hours-removal",
    route: route("$id.removal"),
    open: (tools) => openHours(tools, ({ evenings }) => `/${evenings}/removal`),
  },
];

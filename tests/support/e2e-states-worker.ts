/** Jobs that were given up, as the operator sees them. */
import type pg from "pg";
import { createDeadJob } from "#tests/support/dead-jobs.ts";
import type { State } from "#tests/support/e2e-states.ts";

const givenUp = async (db: pg.Client) => {
  await createDeadJob(db, {
    error: "connect ECONNREFUSED 192.0.2.25:587: the mail server does not answer / read ETIMEDOUT",
  });
  await createDeadJob(db, { task: "purge_account", error: null });
  return createDeadJob(db, {
    task: "photo_removal",
    error: "The specified bucket does not exist.",
  });
};

export const WORKER_STATES: State[] = [
  {
    name: "operator-jobs",
    route: "routes/admin.jobs._index",
    as_demo: true,
    shot: true,
    open: async ({ page, db }) => {
      await givenUp(db);
      await page.goto("/admin/jobs");
    },
  },
  {
    name: "operator-jobs-again",
    route: "routes/admin.jobs._index",
    as_demo: true,
    open: async ({ page, db }) => {
      const id = await givenUp(db);
      await page.goto("/admin/jobs");
      await page.locator(`form[action="/admin/jobs/${id}/retry"] button`).click();
      await page.getByText("It will be tried again now").waitFor();
    },
  },
  {
    name: "operator-job-removal",
    route: "routes/admin.jobs.$id.removal",
    as_demo: true,
    open: async ({ page, db }) => page.goto(`/admin/jobs/${await givenUp(db)}/removal`),
  },
];

/** They only lead on; what they refuse is an error page like any other. */
export const WORKER_ACTS = ["routes/admin.jobs.$id.retry"];

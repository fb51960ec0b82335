/** The states of the start (e2e-states.ts): somebody new, at each of the three forms and at their end. */

import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs, signInBrowser } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import {
  createHours,
  createProvider,
  createSchedule,
  createService,
  uuid,
} from "#tests/support/factories.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";

const ROUTE = {
  welcome: "routes/welcome._index",
  profile: "routes/dashboard.$username.setup.profile",
  hours: "routes/dashboard.$username.setup.hours",
  service: "routes/dashboard.$username.setup.service",
  live: "routes/dashboard.$username.setup.live",
};

/** Somebody who has come so far, signed in; gives the address of their start. */
export async function startedSetup(
  tools: Tools,
  steps: { hours?: true; service?: true } = {},
): Promise<string> {
  const { db } = tools;
  const done = steps.hours && steps.service;
  const provider = await createProvider(db, {
    name: "Nora Lindqvist",
    username: `nora-${uuid().slice(-4)}`,
    setup_finished_at: done ? new Date().toISOString() : null,
  });
  const schedule = await createSchedule(db, provider.id, { is_default: true, name: "Working hours" });
  if (steps.hours)
    for (let weekday = 1; weekday <= 5; weekday++) await createHours(db, provider.id, schedule.id, weekday);
  if (steps.service)
    await createService(db, provider.id, {
      title: "Violin lesson",
      slug: "violin-lesson",
      durations: [{ duration_min: 45, price_cents: 3500 }],
    });
  const account = await createAccount(db, { name: "Nora Lindqvist" });
  await createMembership(db, provider.id, account.id);
  await signInBrowser(tools, account.id);
  return `/dashboard/${provider.username}/setup`;
}

const sendUnchecked = async ({ page }: Tools, button: string | RegExp) => {
  await page
    .getByRole("main")
    .locator("form")
    .evaluate((form) => {
      (form as HTMLFormElement).noValidate = true;
    });
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("alert").waitFor();
};

export const SETUP_STATES: State[] = [
  {
    name: "welcome",
    route: ROUTE.welcome,
    shot: true,
    open: async (tools) => {
      await signInAs(tools, null, "owner", { name: "Nora Lindqvist" });
      await tools.page.goto("/welcome");
    },
  },
  {
    name: "welcome-taken",
    route: ROUTE.welcome,
    open: async (tools) => {
      await signInAs(tools, null, "owner", { name: "Lena Hartmann" });
      await tools.page.goto("/welcome?username=lena-hartmann");
      await tools.page.getByRole("button", { name: "Continue" }).click();
      await tools.page.getByRole("alert").waitFor();
    },
  },
  {
    name: "setup-profile",
    route: ROUTE.profile,
    open: async (tools) => tools.page.goto(`${await startedSetup(tools)}/profile`),
  },
  {
    name: "setup-hours",
    route: ROUTE.hours,
    shot: true,
    open: async (tools) => tools.page.goto(`${await startedSetup(tools)}/hours?preset=lunch`),
  },
  {
    name: "setup-hours-errors",
    route: ROUTE.hours,
    open: async (tools) => {
      await tools.page.goto(`${await startedSetup(tools)}/hours`);
      await tools.page.getByLabel("Monday until").first().fill("08:00");
      await tools.page.getByLabel("Tuesday from").first().fill("");
      await sendUnchecked(tools, "Continue");
    },
  },
  {
    name: "setup-service",
    route: ROUTE.service,
    shot: true,
    open: async (tools) =>
      tools.page.goto(`${await startedSetup(tools, { hours: true })}/service?trade=music`),
  },
  {
    name: "setup-service-errors",
    route: ROUTE.service,
    open: async (tools) => {
      await tools.page.goto(`${await startedSetup(tools, { hours: true })}/service`);
      await tools.page.getByLabel("What is it called?").fill("");
      await tools.page.getByLabel("Price").fill("much");
      await sendUnchecked(tools, "Go live");
    },
  },
  {
    name: "setup-live",
    route: ROUTE.live,
    shot: true,
    open: async (tools) =>
      tools.page.goto(`${await startedSetup(tools, { hours: true, service: true })}/live`),
  },
  {
    name: "not-open-yet",
    route: "routes/book.$username._index",
    open: async (tools) => {
      const setup = await startedSetup(tools);
      await tools.page.goto(`/book/${setup.split("/")[2]}`);
    },
  },
];

/** The overview of numbers, full and empty. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const ROUTE = "routes/dashboard.$username.numbers._index";

export const NUMBERS_STATES: State[] = [
  {
    name: "numbers",
    route: ROUTE,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto("/dashboard/harbour-yoga/numbers"),
  },
  {
    name: "numbers-of-a-service",
    route: ROUTE,
    as_demo: true,
    open: ({ page }) => page.goto("/dashboard/lena-hartmann/numbers?weeks=52&service=german-lesson"),
  },
  {
    name: "numbers-empty",
    route: ROUTE,
    open: async (tools) => {
      const practice = await createPractice(tools.db, { provider: { name: "Lovelace Studio" } });
      await signInAs(tools, practice);
      await tools.page.goto(`/dashboard/${practice.username}/numbers`);
    },
  },
];

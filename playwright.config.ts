import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/chromium.mjs";

const chromium = findChromium();
if (!chromium) throw new Error("There is no Chromium. `npm test` looks for one and installs it.");
// The workers read this file again; they need not look again.
process.env.DAYBOOK_CHROMIUM = chromium;

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/support/e2e-setup.ts",
  fullyParallel: true,
  workers: 2,
  // A race that shows once in a while is what we look for.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
      ],
    },
    // Set by the global setup, before the workers read this file.
    baseURL: process.env.DAYBOOK_E2E_URL,
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    // Where the tests' providers are, too: no page proposes another zone unless a test is about that.
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    // Fading pages take time and say nothing; one test looks at them (motion.script.spec.ts).
    contextOptions: { reducedMotion: "reduce" },
  },
  projects: [
    { name: "script" },
    {
      name: "plain",
      use: { javaScriptEnabled: false },
      // What script adds, and what looks the same without it.
      testIgnore: [/\.script\.spec\.ts$/, /^.*\/accessibility.*\.spec\.ts$/],
    },
  ],
});

/** Pictures of every page for docs/screenshots: `npm run screenshots`, or with names (`npm run screenshots -- home move`). */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import pg from "pg";
import { DEMO_ACCOUNT } from "#db/seed.ts";
import { findChromium } from "#tests/support/chromium.mjs";
import { startDaybook } from "#tests/support/e2e-server.ts";
import { signInBrowser } from "#tests/support/e2e-sign-in.ts";
import { STATES } from "#tests/support/e2e-states.ts";

const FOLDER = fileURLToPath(new URL("../docs/screenshots", import.meta.url));
/** A page longer than `longest` is cut: nobody scrolls through a picture, and all of them travel with each clone. */
const SIZES = [
  { width: 1280, height: 800, longest: 1100 },
  { width: 390, height: 844, longest: 1400 },
];

const wanted = process.argv.slice(2);
const states = STATES.filter(({ name, shot }) => (wanted.length > 0 ? wanted.includes(name) : shot));
if (wanted.length === 0) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

const daybook = await startDaybook();
process.env.DAYBOOK_E2E_SECRET = daybook.appSecret;
process.env.DAYBOOK_E2E_URL = daybook.url;
const executablePath = findChromium() ?? undefined;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const db = new pg.Client({ connectionString: daybook.superuserUrl });
try {
  await db.connect();
  for (const state of states) {
    const context = await browser.newContext({
      baseURL: daybook.url,
      locale: "en-GB",
      timezoneId: state.timezoneId ?? "Europe/Berlin",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    if (state.as_demo) await signInBrowser({ page, db }, DEMO_ACCOUNT.id);
    await state.open({ page, request: context.request, db });
    for (const { width, height, longest } of SIZES) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const long = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.min(Math.max(long, height), longest) });
        await page.evaluate(() => scrollTo(0, 0));
        const file = `${state.name}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(FOLDER, file), caret: "hide" });
        console.log(file);
      }
    }
    await context.close();
  }
} finally {
  await db.end();
  await browser.close();
  await daybook.stop();
}

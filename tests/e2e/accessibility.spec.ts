import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { DEMO_ACCOUNT } from "#db/seed.ts";
import { expect, test, UNDER_WAY } from "#tests/support/e2e.ts";
import { signInBrowser } from "#tests/support/e2e-sign-in.ts";
import { STATES, type State } from "#tests/support/e2e-states.ts";
import { MEMBER_ACTS } from "#tests/support/e2e-states-members.ts";
import { SERVICE_ACTS } from "#tests/support/e2e-states-services.ts";
import { MESSAGE_ACTS } from "#tests/support/e2e-states-texts.ts";
import { WORKER_ACTS } from "#tests/support/e2e-states-worker.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Files, the frame around all pages, and what only leads on: nothing of their own to look at. */
const NO_PAGES = [
  "root",
  "routes/book.$username.bookings.$token.calendar[.]ics",
  "routes/feeds.$username.$file",
  "routes/dashboard.$username.bookings.$id.calendar[.]ics",
  "routes/dashboard.$username.settings.feeds.$id.renewal",
  "routes/dashboard.$username.settings.feeds.$id.removal",
  "routes/account.data",
  "routes/account.deletion.undo",
  "routes/account.sessions.$id.end",
  "routes/account.sessions.end-others",
  "routes/account_.identities.$id.removal",
  "routes/account_.identities.$provider",
  "routes/dashboard._index",
  "routes/dev.mail.$id.html",
  "routes/dev.mail.$id.invite[.]ics",
  "routes/admin.messages.$id.attempt",
  "routes/dashboard.$username.hours.calendars.$id.reading",
  "routes/dashboard.$username.hours.calendars.$id.removal",
  "routes/dashboard.$username.hours.holidays.removal",
  "routes/dashboard.$username.hours.time-off.$id.removal",
  "routes/dashboard.$username.hours.time-off.restoration",
  "routes/dashboard.$username.customers.export[.]csv",
  "routes/dashboard.$username.customers.$id.export[.]json",
  "routes/dashboard.$username.customers.$id.bookings[.]csv",
  "routes/dashboard.$username.customers.$id.block",
  "routes/dashboard.$username.customers.$id.unblock",
  "routes/dashboard.$username.customers.$id.cancellations",
  "routes/dashboard.$username.changes",
  "routes/dashboard.$username.hours.$id.copy",
  "routes/dashboard.$username.hours.$id.default",
  "routes/dashboard.$username.hours.$id.override.removal",
  "routes/dashboard.$username.settings.deletion.undo",
  "routes/dashboard.$username.settings.export[.]zip",
  "routes/dashboard.$username.numbers[.]csv",
  "routes/dashboard.$username.bookings[.]csv",
  "routes/dashboard.$username.setup._index",
  "routes/dashboard.$username.setup.qr[.]png",
  "routes/dashboard.$username.setup.qr[.]svg",
  "routes/photos.$provider_id.$file",
  "routes/robots[.]txt",
  "routes/sign-in_.with.$provider",
  "routes/sign-in_.with.$provider_.callback",
  "routes/sitemap[.]xml",
  "routes/welcome.username-check",
  "routes/theme.$file",
];

type Route = { id: string; path?: string; index?: boolean };

async function builtRoutes(): Promise<Record<string, Route>> {
  const build = new URL("../../build/server/index.js", import.meta.url).href;
  return ((await import(build)) as { routes: Record<string, Route> }).routes;
}

test("no route is forgotten", async () => {
  const acts = [...MEMBER_ACTS, ...SERVICE_ACTS, ...WORKER_ACTS, ...MESSAGE_ACTS];
  const known = [...NO_PAGES, ...acts, ...STATES.map(({ route }) => route)];
  expect([...new Set(known)].sort()).toEqual(Object.keys(await builtRoutes()).sort());
});

for (const state of STATES) {
  test.describe(() => {
    test.use(state.timezoneId ? { timezoneId: state.timezoneId } : {});

    test(`${state.name}: for everybody, at any size`, async ({ page, request, db }) => {
      // What others do in the demo meanwhile would draw the page again under the looking glass.
      await page.route(/\/changes$/, (route) => route.fulfill({ status: 204 }));
      if (state.as_demo) await signInBrowser({ page, db }, DEMO_ACCOUNT.id);
      await state.open({ page, request, db });
      await isOfRoute(page, state);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          // While Turbo asks for the page once more, it marks the document as busy, which axe does not like.
          await expect(page.locator(UNDER_WAY), "still on its way").toHaveCount(0);
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
          const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html})`);
          expect.soft(found, `at ${width} px, ${colorScheme}`).toEqual([]);
        }
      }
      expect.soft(await smallTargets(page), "main controls below 44 px").toEqual([]);
      expect
        .soft(await page.evaluate(movingParts), "what moves although less motion is asked for")
        .toEqual([]);
      // 320 px is also what 400 % zoom leaves of 1280 px (WCAG 1.4.10).
      for (const spaced of [false, true]) {
        if (spaced) await page.evaluate(spaceText);
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 800 });
          const where = `at ${width} px${spaced ? " with more space in the text" : ""}`;
          expect.soft(await page.evaluate(sticksOut), `what sticks out ${where}`).toEqual([]);
          expect.soft(await page.evaluate(clippedTexts), `what is cut off ${where}`).toEqual([]);
        }
      }
    });
  });
}

/** So that a state that went astray (an error page, a redirect) is not taken for the page it should be. */
async function isOfRoute(page: Page, { route, name }: State): Promise<void> {
  const { path = "" } = (await builtRoutes())[route] ?? {};
  const pattern = path.replace(/\*$/, ".*").replace(/:\w+/g, "[^/]+");
  expect(new URL(page.url()).pathname, name).toMatch(new RegExp(`^/${pattern}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  const failed = await page.getByText(/^Error \d+$/).count();
  expect(failed, "an error page").toBe(/not-found|service-over|approval|-error$/.test(name) ? 1 : 0);
}

const smallTargets = (page: Page) =>
  page.locator(".btn, .slot, .input, .option, .length, .step, .cal a, summary").evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility())
      .map((control) => ({ box: control.getBoundingClientRect(), words: control.textContent }))
      // Seven days side by side leave each 40 px on the smallest screen.
      .filter(({ box }) => box.height < 44 || box.width < 40)
      .map(({ box, words }) => `${words?.trim()} ${Math.round(box.width)}×${Math.round(box.height)}`),
  );

// Below: run in the page, so each is complete in itself.

function movingParts(): string[] {
  const seconds = (times: string) =>
    Math.max(
      ...times.split(",").map((time) => Number.parseFloat(time) * (time.trim().endsWith("ms") ? 0.001 : 1)),
    );
  return [...document.querySelectorAll("*")]
    .filter((element) => {
      const { animationDuration, transitionDuration } = getComputedStyle(element);
      return seconds(animationDuration) > 0.01 || seconds(transitionDuration) > 0.01;
    })
    .map((element) => `${element.tagName} ${element.className}`);
}

/** WCAG 1.4.12: readers may space text like this. A constructed sheet, because the CSP refuses inline styles. */
function spaceText(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}

function sticksOut(): string[] {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > innerWidth + 1,
  );
  return [
    `${document.documentElement.scrollWidth} px`,
    ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 200)),
  ];
}

function clippedTexts(): string[] {
  return [...document.querySelectorAll<HTMLElement>("body *")]
    .filter((element) => {
      const style = getComputedStyle(element);
      const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
      // For ears only, an excerpt on purpose, fields that scroll: none of these loses anything.
      if (
        !hides ||
        element.matches(
          // The calendar's boxes are as high as they last: an excerpt, in whole in the day's list on a phone.
          ".hide, .tab.view span, .clamp, .calbox, .caltext, .calbuffer, input, textarea, select, option, optgroup",
        )
      )
        return false;
      if (!hides || element.matches(".hide, .clamp, input, textarea, select, option, optgroup")) return false;
      return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    })
    .map((element) => element.outerHTML.slice(0, 200));
}

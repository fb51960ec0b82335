/**
 * What the browser tests share: a page that is watched for whatever a visitor would not see and we must (script errors,
 * failed requests, a framework's script), and providers of their own, so that tests are independent in parallel.
 */
import { randomUUID } from "node:crypto";
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type Response,
} from "@playwright/test";
import pg from "pg";
import { createPractice, type Practice, type PracticeValues } from "#tests/support/e2e-practice.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";

export { expect };

type Fixtures = {
  /** A provider with one service, 09:00 to 17:00 each day in Berlin; nobody else's. */
  practice: (values?: PracticeValues) => Promise<Practice>;
  /** Signs this test's browser in: as somebody new who owns the practice (or none, or as what is said). */
  signedIn: (
    practice?: Practice | null,
    role?: "owner" | "manager" | "viewer",
    values?: Record<string, unknown>,
  ) => Promise<{ account_id: string; email: string }>;
  /** Another visitor: a browser of their own, watched as well. */
  visitor: (options?: { timezoneId?: string }) => Promise<Page>;
};

export const test = base.extend<Fixtures, { db: pg.Client }>({
  db: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const client = new pg.Client({ connectionString: process.env.DAYBOOK_E2E_DATABASE });
      await client.connect();
      await use(client);
      await client.end();
    },
    { scope: "worker" },
  ],
  context: async ({ context }, use) => {
    const complaints = watch(context);
    await use(context);
    expect(complaints, "what the browser complained about").toEqual([]);
  },
  practice: async ({ db }, use) => {
    await use((values) => createPractice(db, values));
  },
  signedIn: async ({ page, db }, use) => {
    await use((practice, role, values) => signInAs({ page, db }, practice, role, values));
  },
  visitor: async ({ browser, contextOptions, javaScriptEnabled, baseURL, locale, timezoneId }, use) => {
    const opened: { context: BrowserContext; complaints: string[] }[] = [];
    await use(async (options = {}) => {
      const settings = { ...contextOptions, javaScriptEnabled, baseURL, locale, timezoneId, ...options };
      const context = await browser.newContext(settings);
      opened.push({ context, complaints: watch(context) });
      return context.newPage();
    });
    for (const { context, complaints } of opened) {
      await context.close();
      expect(complaints, "what another visitor's browser complained about").toEqual([]);
    }
  },
});

/** The dashboard's own, and of no other page (app/entry.client.ts). */
const ENTRY = /^\/assets\/entry\.client-[\w-]+\.js$/;
const OUR_SCRIPTS = ["/enhance.js", "/setup.js"];

/** What Turbo marks while it asks for a page or sends a form. */
export const UNDER_WAY = "html[aria-busy], form[aria-busy]";

/** A page: asked for by the browser, or on the dashboard by its script. (After a redirect a fetch has lost its headers.) */
const isPage = (response: Response) =>
  response.request().isNavigationRequest() ||
  (response.request().resourceType() === "fetch" &&
    (response.headers()["content-type"] ?? "").includes("text/html"));

/** Collects what must never happen, on any page of any test. */
export function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  const documents = new Set<string>();
  // A browser's own navigation is waited for before the next act; Turbo's must be, too: until it is done the page before
  // still stands there, often with a field or a button of the same name.
  context.on("page", (page) => page.addLocatorHandler(page.locator(UNDER_WAY), async () => {}));
  context.on("weberror", (error) => complaints.push(`script error: ${error.error().message}`));
  context.on("request", (request) => {
    if (request.resourceType() !== "script") return;
    const { pathname } = new URL(request.url());
    const of_desk = ENTRY.test(pathname) && /^\/dashboard\//.test(new URL(request.frame().url()).pathname);
    if (!OUR_SCRIPTS.includes(pathname) && !of_desk)
      complaints.push(`a script that is not ours: ${pathname}`);
  });
  context.on("response", (response) => {
    const page = isPage(response);
    if (page) documents.add(response.url());
    // A page may answer 404 or 409 on purpose; what a page needs may not, and nothing may answer 5xx.
    if (response.status() >= (page ? 500 : 400)) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    // What was still on its way when the page was left, and a navigation that ends as a download.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Chromium writes a line for each page that answers 4xx; its status is the test's to judge.
    const isStatus = /^Failed to load resource: the server responded with a status of 4/.test(message.text());
    if (isStatus && documents.has(message.location().url)) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  return complaints;
}

/** Opens an address and says with which status it answered. */
export async function visit(page: Page, address: string): Promise<number> {
  const response = await page.goto(address);
  return response?.status() ?? 0;
}

/** What a click or a form leads to, with its status. */
export async function statusAfter(page: Page, act: () => Promise<unknown>): Promise<number> {
  const [response] = await Promise.all([
    page.waitForResponse((answer) => isPage(answer) && answer.status() !== 303),
    act(),
  ]);
  await page.waitForLoadState();
  // Turbo is done with the page when it says so.
  await expect(page.locator("html[aria-busy], form[aria-busy]")).toHaveCount(0);
  return response.status();
}

export const freeTimes = (page: Page) =>
  page.getByRole("region", { name: "Free times" }).getByRole("listitem").getByRole("link");

export const freeDays = (page: Page) =>
  page.getByRole("region", { name: "Calendar" }).getByRole("cell").getByRole("link");

/** A link's time, as an instant. */
export async function startOf(link: ReturnType<typeof freeTimes>): Promise<string> {
  const href = (await link.getAttribute("href")) ?? "";
  return new URL(href, "http://localhost").searchParams.get("start") ?? "";
}

/** Takes the nth free time of the calendar on show and gives its start. */
export async function chooseTime(page: Page, nth = 0): Promise<string> {
  const link = freeTimes(page).nth(nth);
  const start = await startOf(link);
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Your details|Ask for this time/);
  return start;
}

export async function fillIn(page: Page, name = "Grace Hopper", email = "grace@example.org"): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
}

/** Somebody books, without a page: what a browser sends. Gives the address of the booking's own page. */
export async function book(
  { request }: { request: APIRequestContext },
  practice: Practice,
  at: { nth?: number; day?: number } = {},
): Promise<string> {
  const response = await request.post(`${practice.path}/details`, {
    maxRedirects: 0,
    headers: { "Sec-Fetch-Site": "same-origin" },
    form: {
      start: practice.start(at.nth, at.day),
      duration: 30,
      tz: "Europe/Berlin",
      idempotency_key: randomUUID(),
      name: "Grace Hopper",
      email: "grace@example.org",
    },
  });
  expect(response.status(), await response.text()).toBe(303);
  return new URL(response.headers().location ?? "", "http://localhost").pathname;
}

/** How the states of e2e-states.ts come about: bookings in the demo's free time, and pages opened from there. */
import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import type pg from "pg";
import { addDays, localDate } from "#app/domain/zones.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";

export type Tools = { page: Page; request: APIRequestContext; db: pg.Client };

export const LENA = "/book/lena-hartmann";
export const PHYSIO = "/book/riverside-physio";
export const YOGA = "/book/harbour-yoga";

export const today = () => localDate(Date.now(), "Europe/Berlin");
export const nextMonth = () => addDays(`${today().slice(0, 7)}-01`, 32).slice(0, 7);

async function freeStarts({ request }: Tools, calendar: string): Promise<string[]> {
  const html = await (await request.get(calendar)).text();
  return [...html.matchAll(/details\?start=([^&"]+)/g)].map(([, start]) => String(start));
}

const GUESTS = [
  "Priya Raman",
  "Tomás Aguilar",
  "Claire Fontaine",
  "Yusuf Demir",
  "Sofia Petrova",
  "Luca Moretti",
];
let guests = 0;
/** Another one each time: a list of equal mails looks like a fault. */
function guest() {
  const name = GUESTS[guests++ % GUESTS.length] ?? "";
  const email = `${name.normalize("NFD").replace(/\p{M}/gu, "").replace(" ", ".").toLowerCase()}@example.org`;
  return { name, email, tz: "Europe/Berlin" };
}

type Wish = { service: string; duration: number; fields?: Record<string, string> };

const send = ({ request }: Tools, { service, duration, fields }: Wish, start: string) =>
  request.post(`${service}/details`, {
    maxRedirects: 0,
    headers: { "Sec-Fetch-Site": "same-origin" },
    form: { ...guest(), duration, ...fields, start, idempotency_key: randomUUID() },
  });

/** Books one of the free times. Which one is left to chance, so that states opened at once do not meet. */
export async function booked(tools: Tools, wish: Wish): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const days = await openDays(tools, `${wish.service}?month=${nextMonth()}&duration=${wish.duration}`);
    const day = days[Math.floor(Math.random() * days.length)];
    const starts = await freeStarts(tools, `${wish.service}?date=${day}&duration=${wish.duration}`);
    const start = starts[Math.floor(Math.random() * starts.length)];
    const response = await send(tools, wish, start ?? "");
    if (response.status() === 303)
      return new URL(response.headers().location ?? "", "http://localhost").pathname;
    if (response.status() !== 409)
      throw new Error(`${wish.service}: ${response.status()} ${await response.text()}`);
  }
  throw new Error(`${wish.service}: nothing to be had`);
}

async function openDays({ request }: Tools, calendar: string): Promise<string[]> {
  const html = await (await request.get(calendar)).text();
  return [...new Set([...html.matchAll(/date=(\d{4}-\d\d-\d\d)[^"]*#times/g)].map(([, day]) => String(day)))];
}

export const LESSON: Wish = {
  service: `${LENA}/german-lesson`,
  duration: 60,
  fields: { place: "video", note: "Could we look at the letter from my health insurance?" },
};

/** The form for a free time, chosen by chance as above. */
export async function openDetails(tools: Tools, service: string, duration: number): Promise<string> {
  const days = await openDays(tools, `${service}?month=${nextMonth()}&duration=${duration}`);
  const day = days[Math.floor(Math.random() * days.length)];
  const starts = await freeStarts(tools, `${service}?date=${day}&duration=${duration}`);
  const start = starts[Math.floor(Math.random() * starts.length)] ?? "";
  await tools.page.goto(`${service}/details?start=${start}&duration=${duration}`);
  return start;
}

export const submit = async (page: Page) => {
  await page.locator("form#details").evaluate((form) => {
    (form as HTMLFormElement).noValidate = true;
  });
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: /this time$/ }).click(),
  ]);
  await page.waitForLoadState();
};

export async function openJustTaken(tools: Tools): Promise<void> {
  const { page } = tools;
  const start = await openDetails(tools, LESSON.service, 60);
  await page.getByLabel("Your name").fill("Daniel O’Rourke");
  await page.getByLabel("E-mail").fill("daniel.orourke@example.org");
  await page.getByLabel("Video call").check();
  await page.getByLabel("Note").fill("I may be five minutes late, the ring line is not running.");
  await send(tools, LESSON, start);
  await submit(page);
}

export async function openMoveRefused(tools: Tools): Promise<void> {
  const { page } = tools;
  const booking = await booked(tools, LESSON);
  // Not every free time will do: one that overlaps the booking's own is free to it alone, so nobody else can take it.
  for (const day of await openDays(tools, `${booking}/time?month=${nextMonth()}`)) {
    await page.goto(`${booking}/time?date=${day}`);
    const link = page.getByRole("region", { name: "Free times" }).getByRole("link").last();
    const href = new URL((await link.getAttribute("href")) ?? "", "http://localhost");
    await link.click();
    if ((await send(tools, LESSON, href.searchParams.get("start") ?? "")).status() !== 303) continue;
    await page.getByRole("button", { name: "Move the booking" }).click();
    return page.getByRole("alert").waitFor();
  }
  throw new Error("nothing to be had");
}

/** Asks for a lesson that the provider confirms by hand. */
export async function openPending(tools: Tools): Promise<void> {
  const { page } = tools;
  await openDetails(tools, `${LENA}/exam-preparation`, 120);
  await page.getByLabel("Your name").fill("Ingrid Solberg");
  await page.getByLabel("E-mail").fill("ingrid.solberg@example.org");
  await page.getByLabel("Goethe C1").check();
  await page.getByLabel("When do you sit it?").fill("In about six weeks");
  await submit(page);
  await page.waitForURL(/\/bookings\//);
}

/** The day of a month with the most to choose from. */
export async function fullestDay(tools: Tools, service: string): Promise<string> {
  let best = { day: "", times: -1 };
  for (const day of await openDays(tools, `${service}?month=${nextMonth()}`)) {
    const times = (await freeStarts(tools, `${service}?date=${day}`)).length;
    if (times > best.times) best = { day, times };
  }
  return best.day;
}

/** Of a provider made for it: what the demo's data do not have, or not on every day. */
export async function openChanged(
  tools: Tools,
  service: Record<string, unknown>,
  change: string | null,
): Promise<string> {
  const own = await createPractice(tools.db, { service: { title: "Consultation", ...service } });
  const response = await send(tools, { service: own.path, duration: 30 }, own.start());
  if (change) await tools.db.query(`update bookings set ${change} where provider_id = $1`, [own.provider_id]);
  const { pathname } = new URL(response.headers().location ?? "", "http://localhost");
  await tools.page.goto(pathname);
  return own.path;
}

export async function openMail(tools: Tools): Promise<void> {
  const token = (await booked(tools, LESSON)).split("/").at(-1) ?? "";
  // A job sends it, a moment after the booking.
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const list = await (await tools.request.get("/dev/mail")).text();
    for (const [, id] of [...list.matchAll(/href="\/dev\/mail\/([^"]+)"/g)].slice(0, 20)) {
      await tools.page.goto(`/dev/mail/${id}`);
      if (await tools.page.getByRole("link", { name: token }).count()) return;
    }
  }
  throw new Error("The mail did not come.");
}

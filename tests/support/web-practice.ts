/** A provider who is always open, for tests through HTTP against the real clock. */
import type pg from "pg";
import { createHours, createProvider, createQuestion, createSchedule, createService } from "./factories.ts";

type Values = Record<string, unknown>;

export async function createOpenPractice(client: pg.Client, values: Values = {}) {
  const provider = await createProvider(client, values);
  const { time_zone } = provider;
  await client.query("update usernames set listed_at = now() where username = $1", [provider.username]);
  const schedule = await createSchedule(client, provider.id, { is_default: true, time_zone });
  for (let weekday = 1; weekday <= 7; weekday++)
    await createHours(client, provider.id, schedule.id, weekday, 0, 1440);
  return { provider_id: provider.id, provider, schedule };
}

/** One service with every kind of field. */
export async function createFullService(client: pg.Client, provider_id: string, values: Values = {}) {
  const service = await createService(client, provider_id, {
    slug: "full",
    title: "Full consultation",
    description: "Everything at once.",
    place: "customer_choice",
    place_address: "Example Street 1",
    place_url: "https://meet.example.org/room",
    place_phone: "+49 30 1234567",
    phone_field: "optional",
    durations: [
      { duration_min: 30, price_cents: 4500 },
      { duration_min: 60, price_cents: 8000 },
    ],
    ...values,
  });
  const kinds = ["text", "long_text", "choice", "several", "checkbox", "number"] as const;
  const questions: { id?: unknown }[] = [];
  for (const [position, kind] of kinds.entries()) {
    const options = kind === "choice" || kind === "several" ? ["Red", "Green", "Blue"] : [];
    const label = `Question ${kind}`;
    questions.push(await createQuestion(client, provider_id, service.id, { kind, options, position, label }));
  }
  const fieldOf = Object.fromEntries(
    kinds.map((kind, index) => [kind, `q_${questions[index]!.id as string}`]),
  ) as Record<(typeof kinds)[number], string>;
  return { service, fieldOf };
}

const HALF_HOUR = 1_800_000;
// Said once: two calls around a full hour must mean the same time. A full hour is on the grid of every length here.
const FIRST_START = Math.ceil((Date.now() + 48 * 2 * HALF_HOUR) / (2 * HALF_HOUR)) * 2 * HALF_HOUR;

/** `n` half hours after a full hour, two days ahead. */
export const startAt = (n: number): string => new Date(FIRST_START + n * HALF_HOUR).toISOString();

let keys = 0;

/** What the form of `createFullService` sends; pass what the test is about. */
export const bookingForm = (n: number, values: Record<string, string | string[]> = {}) => ({
  start: startAt(n),
  duration: "30",
  tz: "Europe/Berlin",
  idempotency_key: `key-of-test-${process.pid}-${++keys}`,
  name: "Grace Hopper",
  email: "grace@example.org",
  place: "phone",
  ...values,
});

/** What a form's page would send: every named control with the value it stands with. */
export const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&quot;", '"'),
    ]),
  );

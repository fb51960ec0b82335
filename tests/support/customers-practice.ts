/** A practice whose customers have a past and a future, for the pages about them. */
import type pg from "pg";
import { createBooking, createCustomer, insertRow, rangeText } from "#tests/support/factories.ts";

const DAY = 86_400_000;

type Keys = { provider_id: string; service_id: string };
type Values = Record<string, unknown>;

/** A booking of one hour, so many days from now, at ten in the morning UTC. */
export async function createVisit(
  db: pg.Client,
  keys: Keys & { customer_id: string },
  days: number,
  values: Values = {},
) {
  const starts_at = Math.floor(Date.now() / DAY) * DAY + days * DAY + 10 * 3_600_000;
  const during = rangeText(new Date(starts_at).toISOString(), new Date(starts_at + 3_600_000).toISOString());
  return createBooking(db, keys, { during, ...values });
}

/** A customer with what `values` say, their tags, and visits so many days from now. */
export async function createClient(
  db: pg.Client,
  keys: Keys,
  values: Values & { tags?: string[]; visits?: number[] } = {},
) {
  const { tags = [], visits = [], ...own } = values;
  const { provider_id, service_id } = keys;
  const customer = await createCustomer(db, provider_id, own);
  for (const tag of tags)
    await insertRow(db, "customer_tags", { provider_id, customer_id: customer.id, tag });
  for (const days of visits)
    await createVisit(db, { provider_id, service_id, customer_id: customer.id }, days, {
      customer_name: customer.name,
      service_title: "German lesson",
    });
  return customer;
}

const PEOPLE: (Values & { tags?: string[]; visits?: number[] })[] = [
  {
    name: "Amara Okafor",
    email: "amara.okafor@example.org",
    phone: "+49 30 5550110",
    tags: ["regular"],
    visits: [-30, -9, 5],
  },
  { name: "Benedikt Vogel", email: "b.vogel@example.org", visits: [-80] },
  {
    name: "Chiara Romano",
    email: "chiara@example.org",
    phone: "+39 06 5550177",
    tags: ["exam in June", "invoice"],
    visits: [-14, -7, 3],
  },
  {
    name: "Daniel Weiss",
    email: "daniel.weiss@example.org",
    blocked_at: "2026-01-01T00:00:00Z",
    visits: [-200, -190],
  },
  { name: "Élodie Martin", email: "elodie.martin@example.org", tags: ["regular"], visits: [12] },
  { name: "Farid Haddad", email: "farid@example.org", phone: "+49 151 5550123", visits: [-3] },
];

/** Some customers as a small practice has them. */
export async function createClients(db: pg.Client, keys: Keys) {
  const made = [];
  for (const person of PEOPLE) made.push(await createClient(db, keys, person));
  return made;
}

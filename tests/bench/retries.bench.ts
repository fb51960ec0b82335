/** How often a booking's transaction has to be run again when many book at once, in this process. */
import { randomUUID } from "node:crypto";
import { bookSlot } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { closePools, configurePools } from "#db/pool.ts";
import { selectProvider } from "#db/providers.ts";
import { reading, retryStats } from "#db/transaction.ts";
import type { BenchDatabase } from "./machine.ts";
import { inParallel, type Row } from "./measure.ts";
import { CUSTOMER_ZONE, DURATION_MIN, freeTimes, SERVICE_SLUG, type Wanted } from "./slots.ts";

const CLIENTS = [1, 8, 32];

/**
 * Everybody wants another time, so nobody has to lose; what is retried is the price of SERIALIZABLE.
 * @param first the first provider that nobody has booked before; as many again follow
 */
export async function retryRows(
  database: BenchDatabase,
  { first, bookings }: { first: number; bookings: number },
): Promise<Row[]> {
  configurePools({ url: database.url, role: "daybook_app", maxPoolSize: Math.max(...CLIENTS) });
  try {
    const rows: Row[] = [];
    const left = database.providers - first - CLIENTS.length + 1;
    for (const [index, clients] of CLIENTS.entries()) {
      rows.push(row(clients, "one provider", await retried(clients, freeTimes(first + index, 1, bookings))));
    }
    for (const [index, clients] of CLIENTS.entries()) {
      const share = Math.min(bookings, Math.floor(left / CLIENTS.length));
      const times = freeTimes(first + CLIENTS.length + index * share, share, bookings);
      rows.push(row(clients, `${share} providers`, await retried(clients, times)));
    }
    return rows;
  } finally {
    await closePools();
  }
}

const row = (clients: number, whose: string, ours: number): Row => ({
  case: `retries, ${clients} client${clients === 1 ? "" : "s"}, different times of ${whose}`,
  unit: "retries/booking",
  ours,
  baseline: null,
  ratio: null,
  better: "lower",
  against: "a count, not a speed: 0 is what one client needs",
});

const retried = async (clients: number, times: Wanted[]): Promise<number> => {
  const contexts = new Map<string, Context>();
  for (const { provider_id } of times)
    if (!contexts.has(provider_id)) contexts.set(provider_id, await contextOf(provider_id));
  const before = retryStats.retries;
  await inParallel(clients, times, async (time) => {
    const outcome = await bookSlot(contexts.get(time.provider_id)!, SERVICE_SLUG, inputOf(time));
    if (!outcome.ok) throw new Error(`A free time was refused: ${outcome.reason}`);
  });
  return (retryStats.retries - before) / times.length;
};

const contextOf = async (provider_id: string): Promise<Context> => ({
  provider: await reading(provider_id, selectProvider),
  actor: "customer",
  now: Date.now(),
  secrets: ["the benchmark's own secret of no use elsewhere"],
});

const inputOf = ({ starts_at }: Wanted) => ({
  starts_at,
  duration_min: DURATION_MIN,
  time_zone: CUSTOMER_ZONE,
  idempotency_key: randomUUID(),
  customer: { name: "Grace Hopper", email: `grace-${randomUUID()}@example.org`, phone: null },
  place: "in_person" as const,
  note: "",
  answers: [],
});

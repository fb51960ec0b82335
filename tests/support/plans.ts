/** How PostgreSQL runs the queries of db/, as the application's role under row-level security. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { QuerySqlToken } from "slonik";
import { v7 as uuid } from "uuid";
import { insertBooking, selectAgenda } from "#db/bookings.ts";
import { selectOccupiedInRange } from "#db/reservations.ts";
import type { WriteTx } from "#db/transaction.ts";
import { FILL_FROM, filledId } from "./fill.ts";

export type PlannedQuery = { name: string; provider_id: string; sql: string; values: readonly unknown[] };
type Verb = (tx: WriteTx) => Promise<unknown>;

/** The statement that a function of db/ would send first; nothing is sent. */
export async function statementOf(provider_id: string, verb: Verb): Promise<PlannedQuery> {
  let seen: QuerySqlToken | undefined;
  const stop = new Error("seen enough");
  const capture = (query: QuerySqlToken) => {
    seen ??= query;
    throw stop;
  };
  const tx = new Proxy({ provider_id }, { get: (target, key) => (key in target ? provider_id : capture) });
  await verb(tx as unknown as WriteTx).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  if (!seen) throw new Error("It asked nothing.");
  const name = /\/\* (\w+) \*\//.exec(seen.sql)?.[1] ?? "a query without a name";
  return { name, provider_id, sql: seen.sql.replaceAll(/\$slonik_(\d+)/g, "$$$1"), values: seen.values };
}

const DAY = 86_400_000;

/** The three that everything waits for, at provider `n` of a filled database. */
export async function hotQueries(n: number): Promise<PlannedQuery[]> {
  const provider_id = filledId(`provider ${n}`);
  const from = FILL_FROM + 5 * DAY;
  const [id, service_id] = [uuid(), filledId(`service ${n} 1`)];
  // 05:00, before the first booking of that day.
  const starts_at = from + 5 * 3_600_000;
  const ends_at = starts_at + 3_600_000;
  const booking = {
    ...{
      id,
      service_id,
      new_customer_id: uuid(),
      starts_at,
      ends_at,
      status: "confirmed" as const,
      now: FILL_FROM,
    },
    ...{ idempotency_key: id, request_hash: randomBytes(32), manage_token_hash: randomBytes(32) },
    ...{
      customer_name: "Grace",
      customer_email: "customer-1@example.org",
      customer_phone: null,
      customer_locale: "en",
    },
    ...{
      customer_time_zone: "Europe/Berlin",
      note: "",
      answers: [],
      service_title: "Service 1",
      price_cents: 5000,
    },
    ...{ currency: "EUR", place: "in_person" as const, place_detail: "" },
    ...{ booked_by: "customer" as const, internal_note: "" },
  };
  const reservation = {
    ...{ id: uuid(), booking_id: id, service_id, session_id: uuid(), seat: 1, capacity: 1 },
    ...{ occupied_from: starts_at, occupied_until: ends_at },
  };
  return Promise.all([
    statementOf(provider_id, (tx) => selectOccupiedInRange(tx, from, from + 31 * DAY)),
    statementOf(provider_id, (tx) => selectAgenda(tx, from, from + DAY)),
    statementOf(provider_id, (tx) => insertBooking(tx, booking, reservation)),
  ]);
}

/** Runs it under EXPLAIN (ANALYZE, BUFFERS) as the tenant, and takes back what it wrote. */
export async function explain(app: pg.Client, query: PlannedQuery, format: "text"): Promise<string>;
export async function explain(app: pg.Client, query: PlannedQuery, format: "json"): Promise<PlanNode[]>;
export async function explain(app: pg.Client, query: PlannedQuery, format: "text" | "json") {
  await app.query(`begin isolation level serializable; set local app.provider_id = '${query.provider_id}'`);
  try {
    const { rows } = await app.query(`explain (analyze, buffers, format ${format}) ${query.sql}`, [
      ...query.values,
    ]);
    const lines = rows.map((row) => row["QUERY PLAN"]);
    return format === "text" ? lines.join("\n") : nodesOf(lines[0][0].Plan);
  } finally {
    await app.query("rollback");
  }
}

export type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Rows Removed by Filter"?: number;
  "Actual Loops"?: number;
  Plans?: PlanNode[];
};
const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The tables that a plan reads from end to end. */
export const scannedTables = (nodes: PlanNode[]): string[] =>
  nodes.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"] ?? "?");

/** Rows that were read and thrown away because no index knew better. */
export const wastedRows = (nodes: PlanNode[]): number =>
  nodes.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0) * (node["Actual Loops"] ?? 1), 0);

/** The busy-times query of a month on a large table, beside the same on a small one. */
import type pg from "pg";
import { selectOccupiedInRange } from "#db/reservations.ts";
import { FILL_FROM, filledId } from "#tests/support/fill.ts";
import { statementOf } from "#tests/support/plans.ts";
import { type BenchDatabase, connect } from "./machine.ts";
import { interleaved, median, type Row } from "./measure.ts";

const WINDOW = 31 * 86_400_000;

/** Medians of one statement's time at the client, at providers all over the table. */
export async function busyRows(
  large: BenchDatabase,
  small: BenchDatabase,
  { rounds, perRound }: { rounds: number; perRound: number },
): Promise<Row[]> {
  const sides = await Promise.all([large, small].map(prepare));
  try {
    const [ours, baseline] = sides.map(
      ({ database, client }) =>
        () =>
          askMany(client, database.providers, perRound),
    ) as [() => Promise<number>, () => Promise<number>];
    const result = await interleaved(rounds, ours, baseline);
    return [
      {
        case: `busy times of 31 days, ${count(large)} bookings`,
        unit: "ms",
        ...result,
        better: "lower",
        against: `the same query, as many rows found, among ${count(small)} bookings`,
      },
    ];
  } finally {
    await Promise.all(sides.map(({ client }) => client.end()));
  }
}

const count = ({ bookings }: BenchDatabase) => bookings.toLocaleString("en");

const prepare = async (database: BenchDatabase) => ({
  database,
  client: await connect(
    database.url,
    "daybook_app",
    "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on",
  ),
});

/** A window that lies wholly in a provider's 100 days of bookings; only the statement itself is on the clock. */
const askMany = async (client: pg.Client, providers: number, times: number): Promise<number> => {
  const took: number[] = [];
  for (let index = 0; index < times; index++) {
    const n = 1 + Math.floor(Math.random() * providers);
    const from = FILL_FROM + Math.floor(Math.random() * 60) * 86_400_000;
    const { sql, values, provider_id } = await statementOf(filledId(`provider ${n}`), (tx) =>
      selectOccupiedInRange(tx, from, from + WINDOW),
    );
    await client.query(`begin; set local app.provider_id = '${provider_id}'`);
    const started = performance.now();
    const { rowCount } = await client.query(sql, [...values]);
    took.push(performance.now() - started);
    await client.query("commit");
    if ((rowCount ?? 0) < 100) throw new Error(`Only ${rowCount} busy times where 155 were written.`);
  }
  return median(took);
};

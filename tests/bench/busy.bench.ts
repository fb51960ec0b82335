/** The busy-times query of a month on a large table, beside the same on a small one. */
import type pg from "pg";
import { selectOccupiedInRange } from "#db/reservations.ts";
import { FILL_FROM, filledId } from "#tests/support/fill.ts";
import { statementOf } from "#tests/support/plans.ts";
import { type BenchDatabase, connect } from "./machine.ts";
import { interleaved, median, type Row } from "./measure.ts";

const WINDOW = 31 * 86_400_000;

/**
 * Medians of one statement's time at the client. Twice: with as many providers asked on both sides, so that as much of
 * each table is in PostgreSQL's memory and only the size of the table differs; and with any provider of the large one,
 * most of which has to come from the system's cache.
 */
export async function busyRows(
  large: BenchDatabase,
  small: BenchDatabase,
  { rounds, perRound }: { rounds: number; perRound: number },
): Promise<Row[]> {
  const [ours, baseline] = await Promise.all([connectReader(large), connectReader(small)]);
  try {
    const rows: Row[] = [];
    for (const asked of [spread(large, small.providers), spread(large, large.providers)]) {
      const result = await interleaved(
        rounds,
        () => askMany(ours, asked, perRound),
        () => askMany(baseline, spread(small, small.providers), perRound),
      );
      rows.push({
        case: `busy times of 31 days, ${count(large)} bookings, ${asked.length.toLocaleString("en")} providers asked`,
        unit: "ms",
        ...result,
        better: "lower",
        against: `the same query, as many rows found, among ${count(small)} bookings of ${small.providers} providers`,
      });
    }
    return rows;
  } finally {
    await Promise.all([ours.end(), baseline.end()]);
  }
}

/** `n` providers at equal distances over the whole table. */
const spread = ({ providers }: BenchDatabase, n: number): number[] =>
  Array.from({ length: n }, (_, index) => 1 + Math.floor((index * providers) / n));

const count = ({ bookings }: BenchDatabase) => bookings.toLocaleString("en");

const connectReader = (database: BenchDatabase) =>
  connect(
    database.url,
    "daybook_app",
    "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on",
  );

/** A window that lies wholly in a provider's 100 days of bookings; only the statement itself is on the clock. */
const askMany = async (client: pg.Client, asked: readonly number[], times: number): Promise<number> => {
  const took: number[] = [];
  for (let index = 0; index < times; index++) {
    const n = asked[Math.floor(Math.random() * asked.length)]!;
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

/**
 * What it costs to parse every row of a query with its zod schema, through the pool's own interceptor, on a real
 * database. docs/decisions/0005-parse-rows.md has the figures.
 *   node tests/bench/rows.bench.ts [superuser url]
 */
import { selectAgenda } from "#db/bookings.ts";
import { closePools, configurePools } from "#db/pool.ts";
import { selectProvider } from "#db/providers.ts";
import { selectOccupiedInRange } from "#db/reservations.ts";
import { reading, type TenantTx } from "#db/transaction.ts";
import { FILL_FROM, filledId } from "#tests/support/fill.ts";
import { type BenchDatabase, drop, filledDatabase, openServer } from "./machine.ts";
import { interleaved, median, type Row } from "./measure.ts";

const DAYS = 86_400_000;
const provider_id = filledId("provider 7");

const CASES: { name: string; rows: number; query: (tx: TenantTx) => Promise<unknown> }[] = [
  { name: "one provider", rows: 1, query: selectProvider },
  { name: "a day's agenda, 5 rows", rows: 5, query: (tx) => selectAgenda(tx, FILL_FROM, FILL_FROM + DAYS) },
  {
    name: "busy times, 300 rows",
    rows: 300,
    query: (tx) => selectOccupiedInRange(tx, FILL_FROM, FILL_FROM + 60 * DAYS),
  },
];

/** Milliseconds of one query within one open transaction: the median of many. */
const timeQuery = (query: (tx: TenantTx) => Promise<unknown>, times: number) =>
  reading(provider_id, async (tx) => {
    const took: number[] = [];
    for (let index = 0; index < times; index++) {
      const started = performance.now();
      await query(tx);
      took.push(performance.now() - started);
    }
    return median(took);
  });

/** The cases on a filled database (at least 8 providers of 300 bookings), rows parsed beside rows as they come. */
export async function rowCases(
  database: Pick<BenchDatabase, "url">,
  { rounds, times }: { rounds: number; times: number },
): Promise<Row[]> {
  const withPools = (parseRows: boolean, query: (tx: TenantTx) => Promise<unknown>) => async () => {
    await closePools();
    configurePools({ url: database.url, role: "daybook_app", maxPoolSize: 2, parseRows });
    await timeQuery(query, Math.ceil(times / 4));
    return timeQuery(query, times);
  };
  const measured: Row[] = [];
  try {
    for (const { name, rows, query } of CASES) {
      const found = (await withParsed(database, query)).length;
      if (found !== rows) throw new Error(`${name}: ${found} rows`);
      const result = await interleaved(rounds, withPools(true, query), withPools(false, query));
      const against = "the same query, rows not parsed";
      measured.push({ case: `zod rows: ${name}`, unit: "ms", ...result, better: "lower", against });
    }
  } finally {
    await closePools();
  }
  return measured;
}

const withParsed = async (
  database: Pick<BenchDatabase, "url">,
  query: (tx: TenantTx) => Promise<unknown>,
) => {
  await closePools();
  configurePools({ url: database.url, role: "daybook_app", maxPoolSize: 2, parseRows: true });
  const result = await reading(provider_id, query);
  return Array.isArray(result) ? result : [result];
};

/** The cases on a server of their own, or on the one at `url`. */
export async function rowRows({
  quick,
  url = null,
}: {
  quick: boolean;
  url?: string | null;
}): Promise<Row[]> {
  const server = await openServer(url);
  try {
    const database = await filledDatabase(server, { providers: 20, bookingsEach: 500 });
    try {
      return await rowCases(database, quick ? { rounds: 3, times: 50 } : { rounds: 9, times: 300 });
    } finally {
      await drop(server, database);
    }
  } finally {
    await server.close();
  }
}

if (import.meta.main) {
  const rows = await rowRows({ quick: false, url: process.argv[2] ?? null });
  for (const row of rows)
    console.log(
      `${row.case.padEnd(34)} parsed ${row.ours.toFixed(3)} ms  not ${row.baseline!.toFixed(3)} ms  ratio ${row.ratio!.toFixed(2)}`,
    );
}

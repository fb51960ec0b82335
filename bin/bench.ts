/**
 * npm run bench [-- --quick] [--save] [--url <superuser url>] [--only slots|busy|rows|booking|page|desk|retries]
 * Every speed stands beside a baseline of the same run, as a ratio: the machine is in both, so it falls out.
 * --quick: half a minute, smaller tables. --save: into docs/ instead of .data/. --url: a PostgreSQL that runs already.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { availabilityCases, naiveCases } from "#tests/bench/availability.bench.ts";
import { bookingRows } from "#tests/bench/booking.bench.ts";
import { busyRows } from "#tests/bench/busy.bench.ts";
import { deskRows } from "#tests/bench/desk.bench.ts";
import {
  type BenchServer,
  drop,
  filledDatabase,
  machineLine,
  openServer,
  startWebProcess,
} from "#tests/bench/machine.ts";
import { interleaved, type Row, timePerCall } from "#tests/bench/measure.ts";
import { pageRows } from "#tests/bench/page.bench.ts";
import { machineText, type Report, textTable, writeJson, writeMarkdownTable } from "#tests/bench/report.ts";
import { retryRows } from "#tests/bench/retries.bench.ts";
import { rowCases } from "#tests/bench/rows.bench.ts";
import { buildWhenStale } from "./launch/build.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    url: { type: "string" },
    only: { type: "string" },
  },
});
const { quick } = options;
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const say = (text: string) => console.log(`${String(seconds()).padStart(4)} s  ${text}`);
const wanted = (name: string) => !options.only || name.includes(options.only);

/** Each case of `openSlots` beside the way it is usually written, one Intl conversion for each slot. */
const slotRows = async (): Promise<Row[]> => {
  const naive = new Map(naiveCases().map(({ name, run }) => [name, run]));
  const rows: Row[] = [];
  for (const { name, run } of availabilityCases()) {
    const baseline = naive.get(name)!;
    const ms = quick ? 20 : 150;
    const result = await interleaved(
      quick ? 5 : 11,
      () => timePerCall(run, ms) * 1000,
      () => timePerCall(baseline, ms) * 1000,
    );
    rows.push({
      case: `openSlots: ${name}`,
      unit: "µs",
      ...result,
      better: "lower",
      against: "the same window, one Intl conversion for each slot, every booking asked each time",
    });
  }
  return rows;
};

/** Everything that needs PostgreSQL. */
const databaseRows = async (server: BenchServer): Promise<Row[]> => {
  const rows: Row[] = [];
  const small = await filledDatabase(server, { providers: 20, bookingsEach: 500 });
  say(`${small.bookings.toLocaleString("en")} bookings written`);
  const large = await filledDatabase(server, { providers: quick ? 100 : 2000, bookingsEach: 500 });
  say(`${large.bookings.toLocaleString("en")} bookings written`);
  try {
    if (wanted("busy")) {
      rows.push(
        ...(await busyRows(large, small, quick ? { rounds: 3, perRound: 50 } : { rounds: 9, perRound: 200 })),
      );
      say("busy times done");
    }
    if (wanted("rows")) {
      rows.push(...(await rowCases(large, quick ? { rounds: 2, times: 30 } : { rounds: 7, times: 150 })));
      say("parsed rows done");
    }
    if (wanted("booking") || wanted("page")) {
      const web = await startWebProcess(large, server.folder);
      try {
        if (wanted("booking")) {
          const size = quick ? { rounds: 2, perRound: 100 } : { rounds: 6, perRound: 300 };
          rows.push(...(await bookingRows(large, web.port, size)));
          say("booking through HTTP done");
        }
        if (wanted("page")) {
          const size = quick ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 2 };
          rows.push(...(await pageRows(web, { ...size, folder: server.folder })));
          say("service page done");
        }
      } finally {
        await web.stop();
      }
    }
    if (wanted("desk")) {
      const size = quick
        ? { rounds: 2, perRound: 5, bookings: 10_000, customers: 2_000 }
        : { rounds: 5, perRound: 20, bookings: 100_000, customers: 20_000 };
      rows.push(...(await deskRows(large, server, size, say)));
      say("desk done");
    }
    if (wanted("retries")) {
      rows.push(...(await retryRows(large, { first: 51, bookings: quick ? 100 : 300 })));
      say("retries done");
    }
    return rows;
  } finally {
    await drop(server, large);
    await drop(server, small);
  }
};

const built = await buildWhenStale({ doing: say, also: say });
say(`build: ${built}`);
const rows = wanted("slots") ? await slotRows() : [];
say("openSlots done");
const server = await openServer(options.url ?? null);
const report: Report = await (async () => {
  try {
    const machine = await machineLine(server.superuserUrl);
    rows.push(...(await databaseRows(server)));
    const at = new Date().toISOString();
    return { at, form: quick ? "quick" : "full", seconds: seconds(), machine, rows } as const;
  } finally {
    await server.close();
  }
})();

console.log(`\n${textTable(report.rows)}\n\n${machineText(report.machine)}; ${report.seconds} s`);
const file = path.join(ROOT, options.save ? "docs/benchmark.json" : ".data/bench.json");
writeJson(file, report);
if (options.save) writeMarkdownTable(path.join(ROOT, "docs/benchmark.md"), report);
console.log(`Written: ${path.relative(ROOT, file)}`);

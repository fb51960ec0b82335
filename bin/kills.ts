/**
 * Bookings while everything that serves them is killed, in the long form: `npm run kills`.
 *   npm run kills -- [--bookings=500] [--seed=…] [--write]
 * Starts a PostgreSQL, web processes and a mail server of its own. --write puts the result into docs/kills.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Blow, type Report, runKills } from "#tests/kills/kills.ts";
import { randomOf } from "#tests/kills/random.ts";

const { values } = parseArgs({
  options: {
    bookings: { type: "string", default: "500" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    write: { type: "boolean", default: false },
  },
});

const seed = Number(values.seed);
const BLOWS: Blow[] = [
  ...Array.from({ length: 14 }, (): Blow => "one"),
  ...Array.from({ length: 14 }, (): Blow => "both"),
  ...Array.from({ length: 4 }, (): Blow => "postgres -9"),
  ...Array.from({ length: 4 }, (): Blow => "postgres immediate"),
  ...Array.from({ length: 4 }, (): Blow => "mail"),
];

const shuffled = <T>(of: readonly T[]): T[] => {
  const random = randomOf(seed);
  const left = [...of];
  return Array.from({ length: left.length }, () => left.splice(random.whole(left.length), 1)[0]!);
};

const tableOf = (report: Report, seconds: number): string => {
  const lines: [string, string | number][] = [
    ["seed", report.seed],
    ["bookings acknowledged, and there", report.bookings],
    ["people who had to send their form again (no answer, or a 503)", report.sent_again],
    ...Object.entries(report.kills).map(([what, times]): [string, number] => [`kills: ${what}`, times]),
    ["mails owed, and come", report.mails],
    ["of these, come twice with a crash between (one Message-ID)", report.doubles.length],
    ["mails lost", 0],
    ["seconds", Math.round(seconds)],
  ];
  return ["| | |", "|---|---:|", ...lines.map(([what, value]) => `| ${what} | ${value} |`)].join("\n");
};

const began = performance.now();
console.log(`--seed=${seed}`);
const report = await runKills({
  bookings: Number(values.bookings),
  blows: shuffled(BLOWS),
  blows_at_reminders: 10,
  seed,
  fsync: true,
  say: console.log,
});
const table = tableOf(report, (performance.now() - began) / 1000);
console.log(`\n${table}`);
for (const { message_id, times } of report.doubles) console.log(`${times} times: ${message_id}`);
if (values.write) {
  const file = new URL("../docs/kills.md", import.meta.url);
  // What stands above the table is written by hand.
  const head = readFileSync(file, "utf8").split("\n| | |")[0]!;
  writeFileSync(file, `${head}\n${table}\n`);
}

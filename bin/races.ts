/**
 * The races in their long form, against two production processes: `npm run races`.
 *   npm run races -- [--rounds=1] [--rows=300000] [--only=text] [--database=empty|filled] [--write]
 * Starts an embedded PostgreSQL of its own in a temporary folder, or uses the server of DAYBOOK_TEST_SUPERUSER_URL.
 * --write puts the table into docs/races.md. Ends with code 1 when one race went wrong; the others are run all the same.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { closePools, configurePools } from "#db/pool.ts";
import { startGround } from "#tests/races/ground.ts";
import { type Result, runRace, tableOf } from "#tests/races/race.ts";
import { races } from "#tests/races/races.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    rows: { type: "string", default: "300000" },
    only: { type: "string", default: "" },
    database: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

const results: Result[] = [];
let failures = 0;
const grounds = (["empty", "filled"] as const).filter((name) => (values.database ?? name) === name);
for (const name of grounds) {
  const ground = await startGround(name, Number(values.rows));
  configurePools({ url: ground.appUrl });
  try {
    for (const race of races.filter(({ name }) => name.includes(values.only))) {
      const started = performance.now();
      try {
        results.push(await runRace(race, ground, "long", Number(values.rounds ?? race.rounds.long)));
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const { p99, retries } = results.at(-1)!;
        console.log(`✓ ${race.name}, ${name} database, ${seconds} s, p99 ${p99} ms, ${retries} retries`);
      } catch (error) {
        failures++;
        console.error(`✗ ${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    await closePools();
    const deadlocks = await ground.stop();
    if (deadlocks > 0) {
      failures++;
      console.error(`✗ PostgreSQL counted ${deadlocks} deadlocks in the ${name} database`);
    }
  }
}
console.log(`\n${tableOf(results)}\n\n${failures === 0 ? "All as promised." : `${failures} went wrong.`}`);
if (values.write && failures === 0) {
  const file = new URL("../docs/races.md", import.meta.url);
  // What stands above the table is written by hand.
  const head = readFileSync(file, "utf8").split("\n|")[0]!;
  writeFileSync(file, `${head}\n${tableOf(results)}\n`);
}
process.exitCode = failures === 0 ? 0 : 1;

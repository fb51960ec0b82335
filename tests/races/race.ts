/** Runs a race for some rounds and says how it went. */
import type pg from "pg";
import { retryStats } from "#db/transaction.ts";
import type { Answer, Apps } from "#tests/races/apps.ts";
import { Arena, assertInOrder, says, won } from "#tests/races/arena.ts";
import { emptyTables } from "#tests/races/world.ts";

export type Race = {
  name: string;
  people: { short: number; long: number };
  rounds: { short: number; long: number };
  /** Sets up, sends, and throws when the outcome is not the one promised. */
  round: (arena: Arena, people: number) => Promise<void>;
};

export type Ground = {
  name: "empty" | "filled";
  admin: pg.Client;
  apps: Apps;
};

export type Result = {
  race: string;
  database: string;
  people: number;
  rounds: number;
  sent: number;
  won: number;
  taken: number;
  refused: number;
  broken: number;
  retries: number;
  gaveUp: number;
  deadlocks: number;
  p50: number;
  p99: number;
  max: number;
};

export async function runRace(
  race: Race,
  ground: Ground,
  form: "short" | "long",
  rounds = race.rounds[form],
): Promise<Result> {
  const people = race.people[form];
  const before = await counts(ground);
  const raced: Answer[] = [];
  for (let round = 1; round <= rounds; round++) {
    if (ground.name === "empty") await emptyTables(ground.admin);
    const arena = new Arena(ground.admin, ground.apps);
    try {
      await race.round(arena, people);
      await assertInOrder(arena);
    } catch (error) {
      throw new Error(
        `${race.name}, ${ground.name} database, round ${round}: ${(error as Error).message}\n${ground.apps.complaints()}`,
        {
          cause: error,
        },
      );
    }
    raced.push(...arena.raced);
  }
  const after = await counts(ground);
  const times = raced.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0);
  const taken = raced.filter((answer) => answer.status === 409 && says(answer, "taken")).length;
  const refused = raced.filter(({ status }) => status === 409).length - taken;
  return {
    race: race.name,
    database: ground.name,
    people,
    rounds,
    sent: raced.length,
    won: won(raced).length,
    taken,
    refused,
    broken: raced.length - won(raced).length - taken - refused,
    retries: after.retries - before.retries,
    gaveUp: after.gaveUp - before.gaveUp,
    deadlocks: after.deadlocks - before.deadlocks,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

/** Of both web processes and of this one, which blocks times itself. */
const counts = async ({ apps }: Ground) => {
  const theirs = await apps.retries();
  return {
    retries: theirs.retries + retryStats.retries,
    gaveUp: theirs.gaveUp + retryStats.gaveUp,
    deadlocks: theirs.deadlocks + retryStats.deadlocks,
  };
};

const COLUMNS: [string, keyof Result][] = [
  ["race", "race"],
  ["database", "database"],
  ["people", "people"],
  ["rounds", "rounds"],
  ["sent", "sent"],
  ["done", "won"],
  ["just taken", "taken"],
  ["other refusals", "refused"],
  ["other answers", "broken"],
  ["retries", "retries"],
  ["gave up", "gaveUp"],
  ["deadlocks", "deadlocks"],
  ["p50 ms", "p50"],
  ["p99 ms", "p99"],
  ["max ms", "max"],
];

/** A Markdown table, aligned so that it also reads well on a terminal. */
export function tableOf(results: Result[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...results.map((result) => COLUMNS.map(([, key]) => result[key].toLocaleString("en"))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isText = (column: number) => column < 2;
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (isText(column) ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join("\n");
}
